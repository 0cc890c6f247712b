import LabelData
import Testing

@testable import Classifiers

@Suite struct WeightedDrawTests {
  /// How often each row was drawn in many rounds.
  private func sums(_ draw: WeightedDraw, rounds: Int, seed: UInt64 = 1) -> [Int] {
    var generator = SeededGenerator(seed: seed, key: "weighted-draw")
    var sums = [Int](repeating: 0, count: draw.rowCount)
    for _ in 0..<rounds {
      let counts = draw.counts(using: &generator)
      #expect(counts.reduce(0, +) == draw.rowCount)
      for (row, count) in counts.enumerated() { sums[row] += Int(count) }
    }
    return sums
  }

  @Test(arguments: [
    [1, 2, 3, 4], [0.001, 5, 5, 5, 0.3], [1e-300, 1e300, 1e300], [7, 7, 7, 7.5, 1, 1, 1],
  ])
  func `rows are drawn in proportion to their weights`(weights: [Double]) {
    let rounds = 3000
    let found = sums(WeightedDraw(rowCount: weights.count, weights: weights), rounds: rounds)
    let largest = weights.max() ?? 1
    let total = weights.reduce(0) { $0 + $1 / largest }
    for (row, weight) in weights.enumerated() {
      let share = weight / largest / total
      let draws = Double(rounds * weights.count)
      let error = (share * (1 - share) * draws).squareRoot()
      #expect(abs(Double(found[row]) - share * draws) <= 4 * error + 1e-9)
    }
  }

  @Test func `equal weights draw as none do`() {
    let plain = sums(WeightedDraw(rowCount: 9, weights: nil), rounds: 5)
    let equal = [Double](repeating: 2.5, count: 9)
    #expect(sums(WeightedDraw(rowCount: 9, weights: equal), rounds: 5) == plain)
    #expect(Set(plain).count > 1)
  }

  @Test func `only ratios of weights matter`() {
    let weights = [1.0, 2, 4, 8, 1]
    let plain = sums(WeightedDraw(rowCount: 5, weights: weights), rounds: 5)
    let scaled = WeightedDraw(rowCount: 5, weights: weights.map { $0 * 0x1p-1000 })
    #expect(sums(scaled, rounds: 5) == plain)
  }
}
