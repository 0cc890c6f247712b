import LabelLedger
import LedgerSQLite

/// Entries as users see them.
enum EntryRows {
  static let columns = [
    "entry", "time", "kind", "actor", "example", "label", "previous", "reason", "of", "leaf_hash",
  ]

  /// A row of the table of entries.
  static func row(_ entry: Entry, at reference: EntryReference) -> [Table.Cell] {
    [
      .number(Int64(reference.index)), .text(Timestamp.text(entry.time)),
      .text(entry.kind.rawValue),
      .text(entry.actor.id.text), .maybe(entry.subject.example?.text),
      .maybe(entry.label?.new?.text), .maybe(entry.label?.previous?.text),
      .maybe(entry.reason?.code.rawValue),
      entry.approval.map { .hash($0.of) } ?? .none,
      .hash(reference.leafHash),
    ]
  }

  /// Decodes a stored entry.
  static func decode(_ stored: StoredEntry, at index: UInt64) throws -> Entry {
    do { return try Entry(decoding: Envelope.parse(stored.bytes).payload) } catch {
      throw LedgerError.damaged("entry \(index) is malformed: \(error)")
    }
  }

  /// Calls a function with every entry of a range, in order.
  static func forEach(
    _ range: Range<UInt64>, in reader: some LedgerReader,
    _ body: (Entry, EntryReference) throws -> Void
  ) throws {
    let block: UInt64 = 1024
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Int(block)) {
      let part = first..<min(range.upperBound, first + block)
      let stored = try reader.entries(part)
      guard stored.count == part.count else {
        throw LedgerError.damaged(
          "of entries \(part.lowerBound) to \(part.upperBound - 1) some are missing")
      }
      for (offset, stored) in stored.enumerated() {
        let index = first + UInt64(offset)
        try body(
          try decode(stored, at: index), EntryReference(index: index, leafHash: stored.leafHash))
      }
    }
  }
}
