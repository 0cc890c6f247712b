import LabelLedger

/// A snapshot of five rows whose names need care.
enum SnapshotSamples {
  static let snapshot: Snapshot = {
    func hash(_ text: String) -> Hash { Hash(of: Array(text.utf8)) }
    let rows = [
      Snapshot.Row(
        example: "a,1", exampleDigest: hash("x"), label: "cat", leafHash: hash("1")),
      Snapshot.Row(example: "\u{1F600}", exampleDigest: nil, label: "dog", leafHash: hash("5")),
      Snapshot.Row(example: "a\"2", exampleDigest: nil, label: "dog", leafHash: hash("2")),
      Snapshot.Row(example: "\u{FF21}", exampleDigest: nil, label: "dog", leafHash: hash("4")),
      Snapshot.Row(
        example: "b/\u{E9}", exampleDigest: hash("y"), label: "cat, or \"dog\"",
        leafHash: hash("3")),
    ]
    do {
      return try Snapshot(rows: rows)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  static let statement = SnapshotStatement(
    dataset: "labels", origin: "example.com/labels", policy: EntrySamples.other,
    seal: snapshot.seal(size: 17, excluded: ["quarantined": 2], level: .l2),
    sealedAt: 1_790_000_000_000)

  static let result = VerificationResult(
    file: statement.seal.file, level: .l2, policy: EntrySamples.other, time: 1_790_000_000_000)
}
