/// A row that a tree has drawn: where it lies, its class and how often it was drawn.
struct DrawnRow: BitwiseCopyable {
  /// The place of the row.
  let row: UInt32
  /// The class in the upper 24 bits, the number of draws, 1...255, in the lower 8.
  let target: UInt32

  /// The most classes that there may be.
  static let mostClasses = 1 << 24
  private static let mostDraws = 255

  @inline(__always)
  private init(row: Int, label: Int, draws: Int) {
    self.row = UInt32(truncatingIfNeeded: row)
    target = UInt32(truncatingIfNeeded: label << 8 | draws)
  }

  /// What fills memory before rows do.
  static let none = DrawnRow(row: 0, label: 0, draws: 0)

  @inline(__always)
  static func label(ofTarget target: UInt32) -> Int { Int(target >> 8) }

  @inline(__always)
  static func draws(ofTarget target: UInt32) -> Int { Int(target & 255) }

  /// The rows that were drawn, ascending; one drawn more than 255 times stands there more than once.
  ///
  /// - Parameters:
  ///   - counts: How often each row was drawn.
  ///   - labels: The class of each row.
  /// - Returns: At least one row for each row drawn.
  static func rows(counts: [UInt32], labels: [Int]) -> Scratch<DrawnRow> {
    let size = counts.reduce(0) { $0 + (Int($1) + mostDraws - 1) / mostDraws }
    let rows = Scratch(count: size, repeating: DrawnRow.none)
    var place = 0
    for (row, count) in counts.enumerated() {
      var left = Int(count)
      while left > 0 {
        let draws = min(left, mostDraws)
        rows[place] = DrawnRow(row: row, label: labels[row], draws: draws)
        place += 1
        left -= draws
      }
    }
    return rows
  }
}
