import Foundation
import LabelLedger
import Testing

/// The proof probes of the transparency.dev project, where they lie beside the checkout.
///
/// Some of its consistency probes have roots that are no hashes, such as "don't care 1". What has
/// another length than 32 bytes stands for its own SHA-256 hash as a root there; everywhere else it
/// is refused, as a reader of ours would refuse it.
@Suite("Proof vectors")
struct ProofVectorTests {
  private static let inclusion = VectorFolder.files(in: "merkle/inclusion")
  private static let consistency = VectorFolder.files(in: "merkle/consistency")

  private struct InclusionProbe: Decodable {
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: Data
    let leafHash: Data
    let proof: [Data]?
    let wantErr: Bool
  }

  private struct ConsistencyProbe: Decodable {
    let size1: UInt64
    let size2: UInt64
    let root1: Data
    let root2: Data
    let proof: [Data]?
    let wantErr: Bool
  }

  private struct NotAHash: Error {}

  private func hash(_ data: Data) throws -> Hash {
    guard let hash = Hash(data) else { throw NotAHash() }
    return hash
  }

  private func root(_ data: Data) -> Hash { Hash(data) ?? Hash(of: Array(data)) }

  @Test("there are 98 of each kind, or none")
  func counts() {
    #expect([0, 98].contains(Self.inclusion.count))
    #expect(Self.consistency.count == Self.inclusion.count)
  }

  @Test("every inclusion probe has its verdict", arguments: inclusion)
  func inclusionProbe(_ file: URL) throws {
    let probe = try JSONDecoder().decode(InclusionProbe.self, from: Data(contentsOf: file))
    func verify() throws {
      let proof = InclusionProof(
        index: probe.leafIdx, size: probe.treeSize, hashes: try (probe.proof ?? []).map(hash))
      try proof.verify(leafHash: hash(probe.leafHash), root: hash(probe.root))
    }
    if probe.wantErr {
      #expect(throws: (any Error).self) { try verify() }
    } else {
      try verify()
    }
  }

  @Test("every consistency probe has its verdict", arguments: consistency)
  func consistencyProbe(_ file: URL) throws {
    let probe = try JSONDecoder().decode(ConsistencyProbe.self, from: Data(contentsOf: file))
    func verify() throws {
      let proof = ConsistencyProof(
        oldSize: probe.size1, newSize: probe.size2, hashes: try (probe.proof ?? []).map(hash))
      try proof.verify(oldRoot: root(probe.root1), newRoot: root(probe.root2))
    }
    if probe.wantErr {
      #expect(throws: (any Error).self) { try verify() }
    } else {
      try verify()
    }
  }
}
