/// Makes the state of a ledger again from its entries.
public enum StateRebuild {
  /// The changes that make the state from nothing.
  ///
  /// - Parameters:
  ///   - reader: The storage.
  ///   - rules: The rules that the entries were taken under.
  /// - Returns: The changes, in the order of ``MemoryState/changes``.
  /// - Throws: ``LedgerError/damaged(_:)`` where an entry is missing, malformed or against the rules, or what the
  ///   storage throws. Signatures are not verified; the audit does that.
  /// - Complexity: O(n) for n entries.
  public static func state(
    of reader: some LedgerReader, rules: LedgerRules
  ) throws -> [StateChange] {
    var state = MemoryState()
    let size = try reader.size()
    for first in stride(from: 0, to: size, by: 1024) {
      let range = first..<min(size, first + 1024)
      let stored = try reader.entries(range)
      guard stored.count == range.count else {
        throw LedgerError.damaged("of entries \(first) to \(range.upperBound - 1) some are missing")
      }
      for (offset, stored) in stored.enumerated() {
        let index = first + UInt64(offset)
        guard MerkleTree.leafHash(stored.bytes) == stored.leafHash else {
          throw LedgerError.damaged("entry \(index) does not have its leaf hash")
        }
        do {
          let envelope = try Envelope.parse(stored.bytes)
          let entry = try Entry(decoding: envelope.payload)
          let changes = try rules.changes(
            of: entry, at: EntryReference(index: index, leafHash: stored.leafHash),
            signedBy: Set(envelope.signatures.map(\.keyid)), in: state)
          changes.forEach { state.apply($0) }
        } catch {
          throw LedgerError.damaged("entry \(index): \(error)")
        }
      }
    }
    return state.changes
  }
}
