import Experiments
import LabelData
import Testing

/// Golden numbers: `sklearn.metrics.average_precision_score` and `roc_auc_score` of minus the scores.
@Suite struct RankingMetricsTests {
  private func close(_ value: Double?, _ expected: Double) -> Bool {
    value.map { ($0 - expected).magnitude < 1e-12 } ?? false
  }

  @Test func `golden numbers`() {
    // As suspicion: 0.9, 0.8, 0.7, 0.6.
    let metrics = RankingMetrics(
      labelScores: [0.1, 0.2, 0.3, 0.4], isWrong: [true, false, true, false])
    #expect(close(metrics.averagePrecision, 5.0 / 6))
    #expect(close(metrics.auroc, 0.75))
    #expect(metrics.precision(budget: 2) == 0.5)
    #expect(metrics.precision(budget: 9) == 0.5)
  }

  @Test func `equal scores are one threshold`() {
    let wrong = [0, 1, 1, 0, 1, 0, 0, 1, 0, 0].map { $0 == 1 }
    let metrics = RankingMetrics(
      labelScores: [0.1, 0.2, 0.2, 0.2, 0.3, 0.5, 0.5, 0.5, 0.9, 1], isWrong: wrong)
    #expect(close(metrics.averagePrecision, 0.525))
    #expect(close(metrics.auroc, 2.0 / 3))
    // The two of three tied rows that a budget of three holds are wrong with probability 2/3 each.
    #expect(close(metrics.expectedHits(budget: 3), 4.0 / 3))
    #expect(close(metrics.precision(budget: 3), 4.0 / 9))
  }

  @Test func `one score for all is worth what chance is`() {
    let metrics = RankingMetrics(
      labelScores: [Double](repeating: 0.3, count: 10), isWrong: (0..<10).map { $0 < 3 })
    #expect(close(metrics.averagePrecision, 0.3) && close(metrics.auroc, 0.5))
    #expect(close(metrics.precision(budget: 3), 0.3))
  }

  @Test func `the order of the rows does not matter`() {
    var generator = SeededGenerator(seed: 4)
    let scores = (0..<60).map { _ in Double(generator.below(9)) / 8 }
    let wrong = scores.map { _ in generator.below(3) == 0 }
    let order = generator.permutation(count: 60)
    #expect(
      RankingMetrics(labelScores: scores, isWrong: wrong)
        == RankingMetrics(labelScores: order.map { scores[$0] }, isWrong: order.map { wrong[$0] }))
  }

  @Test func `without wrong labels nothing is measured`() {
    let metrics = RankingMetrics(labelScores: [0.1, 0.2], isWrong: [false, false])
    #expect(metrics.averagePrecision == nil && metrics.auroc == nil)
    #expect(metrics.precision(budget: 1) == nil)
    let all = RankingMetrics(labelScores: [0.1, 0.2], isWrong: [true, true])
    #expect(all.averagePrecision == 1 && all.auroc == nil)
    #expect(all.precision(budget: 0) == nil)
    #expect(RankingMetrics(labelScores: [], isWrong: []).averagePrecision == nil)
  }
}
