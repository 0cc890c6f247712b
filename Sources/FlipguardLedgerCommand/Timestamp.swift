import LabelLedger

/// Times as users read and write them, always in UTC.
enum Timestamp {
  /// A time as 2026-05-01T12:00:00.250Z.
  static func text(_ milliseconds: Int64) -> String {
    RFC3339.text(milliseconds: milliseconds) ?? "\(milliseconds) ms"
  }

  /// A time or date in milliseconds since 1970; `nil` for what is none.
  static func milliseconds(_ text: String) -> Int64? {
    RFC3339.milliseconds(text) ?? RFC3339.milliseconds("\(text)T00:00:00Z")
  }
}
