internal import VectorKernels

/// The k nearest found so far for each of a block of rows, sorted by (distance, row).
///
/// Rows must be offered in ascending order, so that among equal distances the lowest rows stay.
struct NearestLists: Sendable {
  let rows: Range<Int>
  let count: Int
  /// Row numbers of the neighbors; `count` for each row of the block.
  private(set) var indices: [Int32]
  /// Their distances.
  private(set) var distances: [Double]
  /// What was accumulated for each: comparing these spares the last step of most distances.
  private var accumulated: [Double]

  init(rows: Range<Int>, count: Int) {
    self.rows = rows
    self.count = count
    indices = Array(repeating: -1, count: rows.count * count)
    distances = Array(repeating: .infinity, count: rows.count * count)
    accumulated = distances
  }

  /// Offers the 16 rows of a group to four rows of the block.
  ///
  /// `distance` gives the distance for an accumulated value; it never decreases.
  mutating func offer(
    _ tile: [Double], rowsFrom firstRow: Int, group: Int, of rowCount: Int,
    distance: (Double) -> Double
  ) {
    let firstOther = group * PackedRows.groupSize
    let others = min(PackedRows.groupSize, rowCount - firstOther)
    for row in firstRow..<min(firstRow + PackedRows.tileRows, rows.upperBound) {
      let last = (row - rows.lowerBound + 1) * count - 1
      let start = (row - firstRow) * PackedRows.groupSize
      for lane in 0..<others where tile[start + lane] < accumulated[last] {
        let other = firstOther + lane
        if other != row { insert(other, tile[start + lane], distance(tile[start + lane]), last) }
      }
    }
  }

  /// What was accumulated for the last on a row's list, infinite until the list is full; only less can enter.
  func largestAccumulated(row: Int) -> Double {
    accumulated[(row - rows.lowerBound + 1) * count - 1]
  }

  /// Offers one other row to a row of the block.
  mutating func offer(
    _ other: Int, to row: Int, accumulated value: Double, distance: (Double) -> Double
  ) {
    let last = (row - rows.lowerBound + 1) * count - 1
    if value < accumulated[last] { insert(other, value, distance(value), last) }
  }

  private mutating func insert(
    _ other: Int, _ accumulatedValue: Double, _ distance: Double, _ last: Int
  ) {
    guard distance < distances[last] else { return }
    var place = last
    let first = last - count + 1
    while place > first, distance < distances[place - 1] {
      distances[place] = distances[place - 1]
      indices[place] = indices[place - 1]
      accumulated[place] = accumulated[place - 1]
      place -= 1
    }
    distances[place] = distance
    indices[place] = Int32(other)
    accumulated[place] = accumulatedValue
  }
}
