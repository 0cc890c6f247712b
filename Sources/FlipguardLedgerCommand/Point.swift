import LabelLedger

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
