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
      .text(entry.actor.id.text), .text(entry.subject.example?.text ?? ""),
      .text(entry.label?.new?.text ?? ""), .text(entry.label?.previous?.text ?? ""),
      .text(entry.reason?.code.rawValue ?? ""),
      .text(entry.approval.map { String($0.of.hexadecimal.prefix(12)) } ?? ""),
      .text(reference.leafHash.hexadecimal),
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

/// A ledger opened for reading.
struct ReadLedger {
  let folder: LedgerFolder
  let storage: SQLiteStorage

  init(_ options: LedgerOptions) throws {
    try self.init(options.folder())
  }

  init(_ folder: LedgerFolder) throws {
    self.folder = folder
    storage = try SQLiteStorage(path: folder.storagePath, access: .read)
  }

  /// The data set that is meant.
  func dataset(_ name: String?) throws -> Identifier {
    try Names.identifier(name ?? folder.description.dataset, "--dataset")
  }

  /// The labels that the first entries left in force, with or without some of the entries.
  func replay(
    without scope: ReplayScope = ReplayScope(), upTo point: Point = .now
  ) throws -> Replay {
    try storage.read { reader in
      var replay = Replay(without: scope, policy: folder.policy)
      let size = try point.size(in: reader)
      try EntryRows.forEach(0..<size, in: reader) { replay.take($0, at: $1) }
      return replay
    }
  }
}

/// A point in the ledger's history.
enum Point {
  case now
  case size(UInt64)
  case time(Int64)

  /// Reads a point: a number of entries, a time, or `now`.
  init(parsing text: String) throws {
    if text == "now" {
      self = .now
    } else if let size = UInt64(text) {
      self = .size(size)
    } else if let time = Timestamp.milliseconds(text) {
      self = .time(time)
    } else {
      throw UsageError(
        "'\(text)' is no point of history; allowed: a number of entries, a time such as 2026-05-01T12:00:00Z, or now"
      )
    }
  }

  /// The number of entries up to the point.
  func size(in reader: some LedgerReader) throws -> UInt64 {
    let size = try reader.size()
    switch self {
    case .now: return size
    case .size(let given):
      guard given <= size else {
        throw UsageError("there are \(size) entries, and \(given) are asked for")
      }
      return given
    case .time(let time):
      // Times never decrease, so the first later entry is found by halving.
      var low: UInt64 = 0
      var high = size
      while low < high {
        let middle = low + (high - low) / 2
        guard let stored = try reader.entries(middle..<(middle + 1)).first else {
          throw LedgerError.damaged("entry \(middle) is missing")
        }
        if try EntryRows.decode(stored, at: middle).time <= time {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low
    }
  }
}
