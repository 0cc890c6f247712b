internal import Dispatch
public import LabelLedger
internal import Synchronization

/// Two ledgers on one storage and guard that write, sign and open again at the same time.
public enum TwoWriters {
  private static func name(_ text: String) -> Identifier { Identifier(text) ?? "none" }

  /// Writes rounds of entries from both sides, and refuses anything but one history with all that was acknowledged.
  ///
  /// - Parameters:
  ///   - sample: The ledger, with members.
  ///   - rounds: How often each side writes and signs.
  ///   - open: Opens the ledger once more, for the writer of a number.
  /// - Throws: ``LawViolation``, and whatever stopped a writer.
  public static func run(
    _ sample: SampleLedger, rounds: Int, opening open: @Sendable (Int) throws -> Ledger
  ) throws {
    let ledgers = try [open(0), open(1)]
    let acknowledged = Mutex<[EntryReference]>([])
    let signed = Mutex<[StoredCheckpoint]>([])
    let failures = Mutex<[any Error]>([])
    for round in 0..<rounds {
      DispatchQueue.concurrentPerform(iterations: 2) { side in
        do {
          let writer = SampleActor(side == 0 ? "ann" : "bob")
          let receipts = try ledgers[side].append([
            writer.draft(.record(label: "cat"), name("\(round)")),
            writer.draft(.record(label: "dog"), name("\(side) \(round)")),
          ])
          acknowledged.withLock { $0 += receipts.map(\.entry) }
          let checkpoint = try ledgers[side].signCheckpoint()
          signed.withLock { $0.append(checkpoint) }
          // Opening looks at the guard, which the other side may be moving.
          _ = try sample.again(on: ledgers[side].storage, guardedBy: ledgers[side].guardStore)
        } catch {
          failures.withLock { $0.append(error) }
        }
      }
    }
    if let failure = failures.withLock({ $0.first }) { throw failure }
    try sample.ledger.storage.read { reader in
      for entry in acknowledged.withLock({ $0 }) {
        try requireEqual(try reader.index(ofLeaf: entry.leafHash), entry.index, "acknowledged")
      }
      for checkpoint in signed.withLock({ $0 }) {
        try requireEqual(
          try RightEdge(size: checkpoint.size, from: reader).root, checkpoint.root,
          "the root of \(checkpoint.size)")
      }
      try requireEqual(
        try reader.size(), 3 + UInt64(4 * rounds), "entries: the opening, two keys, four a round")
    }
    try requireEqual(try sample.findings(), [], "findings")
  }
}
