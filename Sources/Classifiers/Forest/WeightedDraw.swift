internal import LabelData

/// Draws rows with replacement, each with a probability proportional to its weight.
///
/// With weights that differ, by the alias method of Walker (1977) as built by Vose (1991); else uniformly.
struct WeightedDraw: Sendable {
  let rowCount: Int
  /// For each row the share of its own draws that it keeps, and the row that gets the others; empty when weights are
  /// equal.
  private var kept: [Double] = []
  private var alias: [UInt32] = []

  /// Prepares the draws.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows, 1 or more.
  ///   - weights: A weight above 0 for each; `nil` for equal ones.
  /// - Complexity: O(n), as is the memory: 12 bytes a row when weights differ.
  init(rowCount: Int, weights: [Double]?) {
    self.rowCount = rowCount
    guard let weights, let largest = weights.max(), weights.contains(where: { $0 != largest })
    else { return }
    // Weights are taken relative to the largest, so that no sum overflows.
    let sum = weights.reduce(0) { $0 + $1 / largest }
    kept = weights.map { $0 / largest / sum * Double(rowCount) }
    alias = (0..<rowCount).map { UInt32($0) }
    var small = kept.indices.filter { kept[$0] < 1 }
    var large = kept.indices.filter { kept[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      alias[poor] = UInt32(rich)
      kept[rich] -= 1 - kept[poor]
      if kept[rich] < 1 {
        large.removeLast()
        small.append(rich)
      }
    }
  }

  /// How often each row is drawn in as many draws as there are rows.
  func counts(using generator: inout SeededGenerator) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: rowCount)
    for _ in 0..<rowCount {
      let row = generator.below(rowCount)
      if kept.isEmpty || generator.unitInterval() < kept[row] {
        counts[row] += 1
      } else {
        counts[Int(alias[row])] += 1
      }
    }
    return counts
  }
}
