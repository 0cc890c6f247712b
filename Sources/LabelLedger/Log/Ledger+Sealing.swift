extension Ledger {
  /// A snapshot that was sealed, with the entry that says so.
  public struct Sealed: Hashable, Sendable {
    /// The labels.
    public let snapshot: Snapshot
    /// What the entry says of them.
    public let seal: Seal
    /// The entry `snapshot.sealed`.
    public let entry: EntryReference
    /// When: log time in milliseconds since 1970, UTC.
    public let time: Int64
  }

  /// Seals the labels in force of a data set: the snapshot is taken and the entry written in one transaction.
  ///
  /// The labels come from what is kept for quick reading. Whoever can change that can change them, so audit the ledger
  /// first; the audit afterwards makes every seal again from the entries.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - author: Who seals.
  ///   - signer: Their key; `nil` where the ledger itself does.
  /// - Returns: The snapshot, its seal and the entry.
  /// - Throws: ``SnapshotError``, ``RuleViolation``, ``LedgerError``, or what the storage throws; then nothing is written.
  /// - Complexity: O(n) for n examples.
  public func seal(
    _ dataset: Identifier, by author: Draft.Author, signer: ActorKey?
  ) throws -> Sealed {
    try storage.write { writer in
      let (snapshot, excluded) = try Snapshot.accepted(writer.allHeads(dataset: dataset))
      // Without a service no monitor runs, so a seal claims the first level: recorded and signed.
      let seal = snapshot.seal(size: try writer.size(), excluded: excluded, level: .l1)
      var draft = Draft(
        .note(.snapshotSealed), by: author, signer: signer, about: Subject(dataset: dataset))
      draft.seal = seal
      var append = try LedgerAppend(self, writer)
      let receipt = try append.take(draft)
      guard let time = try writer.ledgerRecord()?.lastTime else { throw LedgerError.empty }
      return Sealed(snapshot: snapshot, seal: seal, entry: receipt.entry, time: time)
    }
  }
}

extension LedgerReader {
  /// All heads of a data set, ascending by the bytes of the example's name.
  ///
  /// - Parameter dataset: The data set.
  /// - Returns: The heads.
  /// - Throws: What the storage throws.
  public func allHeads(dataset: Identifier) throws -> [Head] {
    var heads: [Head] = []
    while true {
      let more = try self.heads(dataset: dataset, after: heads.last?.example, limit: 10_000)
      guard !more.isEmpty else { return heads }
      heads += more
    }
  }
}
