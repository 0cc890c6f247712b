internal import LabelData
internal import Neighbors

extension NeighborGraph {
  /// A row and others of the same label around it, found breadth-first, nearest in the graph first.
  ///
  /// - Parameters:
  ///   - row: The row, which may be flipped.
  ///   - labels: The labels now.
  ///   - most: Most rows, 1 or more.
  ///   - allowance: What may be flipped; all that are found may be flipped together.
  ///   - isFree: Whether a row is not flipped yet.
  /// - Returns: The rows, the given one first.
  func alike(
    around row: Int, _ labels: Labels, most: Int = .max, within allowance: FlipAllowance,
    isFree: (Int) -> Bool
  ) -> [Int] {
    var left = allowance
    left.take(row: row)
    var rows = [row]
    var seen: Set<Int> = [row]
    var next = 0
    while next < rows.count, rows.count < most, left.remaining > 0 {
      for neighbor in neighbors(of: rows[next]) where rows.count < most {
        let other = Int(neighbor)
        guard labels[other] == labels[row], isFree(other), left.allows(row: other),
          seen.insert(other).inserted
        else { continue }
        left.take(row: other)
        rows.append(other)
      }
      next += 1
    }
    return rows
  }
}
