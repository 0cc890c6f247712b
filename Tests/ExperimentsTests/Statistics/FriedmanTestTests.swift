import Experiments
import Testing

@Suite struct FriedmanTestTests {
  private static let figures = [
    [0.9, 0.8, 0.7, 0.7], [0.85, 0.9, 0.6, 0.5], [0.95, 0.9, 0.8, 0.6], [0.7, 0.7, 0.7, 0.65],
    [0.99, 0.9, 0.91, 0.9], [0.8, 0.6, 0.65, 0.7],
  ]

  @Test func `the statistic is scipy's, ties and all`() {
    // scipy.stats.friedmanchisquare(*figures.T); ranks by scipy.stats.rankdata(-figures, axis=1).mean(0)
    let test = FriedmanTest(Self.figures)
    #expect(test.statistic.isClose(to: 9.722222222222221))
    #expect(test.pValue.isClose(to: 0.021081101112631537, relative: 1e-9))
    for (found, expected) in zip(test.meanRanks, [8.0 / 6, 14.5 / 6, 16.5 / 6, 3.5]) {
      #expect(found.isClose(to: expected))
    }
    #expect(test.criticalDifference == nil)
  }

  @Test func `ten data sets have a critical difference`() throws {
    // scipy.stats.studentized_range.ppf(0.95, 4, inf) / sqrt(2) * sqrt(4 * 5 / (6 * 12))
    let test = FriedmanTest(Self.figures + Self.figures)
    let difference = try #require(test.criticalDifference)
    #expect(difference.isClose(to: 1.3539986304310858, relative: 1e-7))
  }

  @Test func `equal methods are equal`() {
    let test = FriedmanTest([[0.5, 0.5], [0.7, 0.7]])
    #expect(test.meanRanks == [1.5, 1.5] && test.statistic == 0 && test.pValue == 1)
  }
}
