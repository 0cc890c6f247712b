import LabelLedger
import Testing

@Suite("Statements about snapshots")
struct SnapshotStatementTests {
  private let statement = SnapshotSamples.statement
  private let snapshot = SnapshotSamples.snapshot
  private let keys = [EntrySamples.ledgerKey, EntrySamples.curatorKey]

  private func verify(
    _ envelope: [UInt8], csv: [UInt8]? = nil, threshold: Int = 1
  ) throws -> SnapshotStatement {
    try SnapshotStatement.verify(
      envelope: envelope, csv: csv ?? snapshot.csv, publicKeys: EntrySamples.publicKeys,
      threshold: threshold
    ).statement
  }

  @Test("what was signed is read")
  func roundTrip() throws {
    let envelope = try statement.signed(by: keys)
    #expect(try verify(envelope.encoded, threshold: 2) == statement)
    #expect(envelope.payloadType == "application/vnd.in-toto+json")
    let digest = statement.seal.file
    let text = String(decoding: envelope.payload, as: UTF8.self)
    #expect(text.hasPrefix(#"{"_type":"https://in-toto.io/Statement/v1","predicate":{"classes":"#))
    #expect(
      text.hasSuffix(
        #""predicateType":"urn:flipguard:label-snapshot:v1","subject":[{"digest":{"sha256":""#
          + #"\#(digest)"},"name":"snapshot.csv"}]}"#))
  }

  @Test("too few signatures are refused, and unknown ones do not count")
  func threshold() throws {
    let one = try statement.signed(by: [EntrySamples.ledgerKey, ActorKey(name: "stranger")])
    #expect(try verify(one.encoded) == statement)
    #expect(throws: SnapshotError.signers(given: 1, needed: 2)) {
      try verify(one.encoded, threshold: 2)
    }
    let none = try statement.signed(by: [ActorKey(name: "stranger")])
    for threshold in [-1, 0, 1] {
      #expect(throws: SnapshotError.signers(given: 0, needed: 1)) {
        try verify(none.encoded, threshold: threshold)
      }
    }
  }

  @Test("another file is refused")
  func otherFile() throws {
    let envelope = try statement.signed(by: keys)
    let rows = try Snapshot(rows: Array(snapshot.rows.dropLast()))
    let error = try #require(throws: SnapshotError.self) {
      try verify(envelope.encoded, csv: rows.csv)
    }
    guard case .differs(let field, _, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(field == "the digest")
  }

  @Test("a signed Statement that lies about the file is refused")
  func lies() throws {
    func field(_ change: (inout Seal) -> Void) throws -> String {
      var seal = statement.seal
      change(&seal)
      let lie = SnapshotStatement(
        dataset: statement.dataset, origin: statement.origin, policy: statement.policy,
        seal: seal, sealedAt: statement.sealedAt)
      let envelope = try lie.signed(by: keys)
      let error = try #require(throws: SnapshotError.self) { try verify(envelope.encoded) }
      guard case .differs(let field, _, _) = error else {
        Issue.record("\(error)")
        return ""
      }
      return field
    }
    #expect(try field { $0.rows += 1 } == "the number of rows")
    #expect(try field { $0.root = EntrySamples.leaf } == "the root")
    #expect(try field { $0.file = EntrySamples.leaf } == "the digest")
    #expect(try field { $0.classes[0].count += 1 } == "classes")
    #expect(try field { $0.classes.reverse() } == "classes")
  }

  @Test("other statements are refused")
  func otherStatements() throws {
    let text = String(decoding: try statement.signed(by: keys).payload, as: UTF8.self)
    for (old, new) in [
      ("Statement/v1", "Statement/v0.1"), ("label-snapshot:v1", "label-snapshot:v2"),
      ("snapshot.csv", "other.csv"), ("\"sealedAt\"", "\"soldAt\""), ("\"level\":\"L2\",", ""),
      ("\"rows\":5", "\"rows\":5.0"), ("\"rows\":5", "\"rows\":-5"), ("\"L2\"", "\"L5\""),
      ("\"name\":", "\"uri\":\"x\",\"name\":"), ("}]}", "}],\"x\":1}"), ("}]}", "},{}]}"),
      ("\"sha256\"", "\"sha512\""),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      let envelope = try Envelope(
        signing: Array(changed.utf8), payloadType: "application/vnd.in-toto+json", keys: keys)
      #expect(throws: SnapshotError.self, "\(new)") { try verify(envelope.encoded) }
    }
    let entry = try Envelope(signing: Array(text.utf8), keys: keys)
    #expect(throws: SnapshotError.self) { try verify(entry.encoded) }
  }

  @Test("every byte of a Statement counts")
  func mutations() throws {
    let envelope = try statement.signed(by: keys).encoded
    var generator = SeededGenerator(seed: 41)
    for index in envelope.indices {
      var bytes = envelope
      bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(throws: SnapshotError.self) { try verify(bytes, threshold: 2) }
    }
  }
}
