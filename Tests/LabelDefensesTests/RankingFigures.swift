import LabelData

/// Average precision of low scores as a sign of flips, with equal scores as one threshold; 0...1.
func averagePrecision(_ scores: [Double], flipped: Set<Int>) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var (found, looked, sum) = (0, 0, 0.0)
  while looked < order.count {
    let end = order[looked...].firstIndex { scores[$0] != scores[order[looked]] } ?? order.count
    let more = order[looked..<end].count { flipped.contains($0) }
    (found, looked) = (found + more, end)
    sum += Double(more) * Double(found) / Double(looked)
  }
  return sum / Double(flipped.count)
}

extension Labels {
  /// The labels with some rows, drawn from a seed, given the next class.
  func flipping(_ count: Int, seed: UInt64) -> (labels: Labels, flipped: Set<Int>) {
    var generator = SeededGenerator(seed: seed, key: "test flips")
    let rows = Set(generator.permutation(count: self.count).prefix(count))
    var flipped = self
    for row in rows { flipped[row] = (self[row] + 1) % classCount }
    return (flipped, rows)
  }
}
