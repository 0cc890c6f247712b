import LabelData
import Testing

@testable import LabelDefenses

@Suite struct LowestScoresTests {
  @Test(arguments: [0, 1, 7, 99, 100, 150])
  func `flags the lowest, the first among equals`(count: Int) {
    var generator = SeededGenerator(seed: 4)
    // Few values, so that there are ties, of either sign and of very different size.
    let numbers = (0..<100).map { _ -> Double in
      [
        -1e300, -2.5, -.leastNonzeroMagnitude, -0.0, 0, .leastNonzeroMagnitude, 0.3, 2, .infinity,
      ][generator.below(9)]
    }
    let lowest = Set(numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.prefix(count))
    #expect(LowestScores.flags(numbers, count: count) == numbers.indices.map(lowest.contains))
  }

  @Test func `a rate is rounded to a number of rows`() {
    let scores = [0.5, 0.1, 0.4, 0.2, 0.3]
    #expect(LowestScores.flags(scores, rate: 0.29) == [false, true, false, false, false])
    #expect(LowestScores.flags(scores, rate: 0.3) == [false, true, false, true, false])
    #expect(LowestScores.flags([], rate: 1) == [])
  }
}
