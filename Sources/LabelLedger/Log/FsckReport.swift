/// What an audit looked at and found.
public struct FsckReport: Hashable, Sendable {
  /// The tree that the stored entries make.
  public internal(set) var tree = SignedTree(size: 0, root: MerkleTree.emptyRoot)
  /// Number of checkpoints that were opened.
  public internal(set) var checkpoints = 0
  /// Number of tiles and entry bundles that were compared.
  public internal(set) var tiles = 0
  /// Number of signatures of entries that were verified.
  public internal(set) var signatures = 0
  /// What is wrong, in the order of finding; at most ``findingLimit``.
  public private(set) var findings: [FsckFinding] = []
  /// Number of all that is wrong.
  public private(set) var findingCount = 0

  /// No more findings than this are listed; the count goes on.
  public static let findingLimit = 1000

  /// Whether all is well.
  public var isSound: Bool { findingCount == 0 }

  mutating func add(_ finding: FsckFinding) {
    findingCount += 1
    if findings.count < Self.findingLimit { findings.append(finding) }
  }

  /// Opens a checkpoint that the ledger's key must have signed, and counts it.
  mutating func opened(_ note: [UInt8], by key: VerifierKey, size: UInt64?) -> Checkpoint? {
    checkpoints += 1
    do {
      let opened = try SignedNote(parsing: note)
      _ = try opened.verify(with: [key])
      let checkpoint = try Checkpoint(parsing: opened.text)
      if checkpoint.isOf(origin: key.name) { return checkpoint }
      add(.checkpointNote(size: size, reason: "it is of \(checkpoint.origin)"))
    } catch {
      add(.checkpointNote(size: size, reason: "\(error)"))
    }
    return nil
  }
}
