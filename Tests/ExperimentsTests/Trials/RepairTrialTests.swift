import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import Experiments

@Suite struct RepairTrialTests {
  /// Findings that see so many of the flips of every eighth row, and nothing else.
  private func data(
    posteriors: Bool = false
  ) throws -> (features: Matrix, truth: Labels, given: Labels, issues: LabelIssues) {
    let (features, truth) = try SyntheticData.clusters(
      rowCount: 400, featureCount: 3, separation: 1.5, seed: 5)
    var given = truth
    // Flips of one class alone, which move the border.
    let flipped = (0..<400).map { $0 % 4 == 0 && $0 < 320 }
    for row in 0..<400 where flipped[row] { given[row] = 1 - truth[row] }
    let elements = (0..<400).flatMap { row -> [Double] in
      truth[row] == 0 ? [0.9, 0.1] : [0.1, 0.9]
    }
    return (
      features, truth, given,
      LabelIssues(
        labelScores: flipped.map { $0 ? 0.1 : 0.9 }, isLabelIssue: flipped,
        predictedLabels: truth.classIndices, reasons: flipped.map { _ in .margin(0) },
        posteriors: posteriors
          ? ClassProbabilities(rowCount: 400, classCount: 2, elements: elements) : nil)
    )
  }

  @Test func `counts of mistakes give errors, the interval and McNemar's probability`() {
    let comparison = RepairEffect.Comparison(
      before: [1, 1, 1, 0, 0, 1, 0, 0], after: [0, 0, 0, 1, 0, 0, 0, 0],
      labels: [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(comparison.mistakesBefore == 5 && comparison.mistakesAfter == 2)
    #expect(comparison.gained == 4 && comparison.lost == 1 && comparison.rowCount == 8)
    #expect(comparison.difference == -0.375)
    // 2 (1 + 5) / 32 for at most one of five.
    #expect(abs(comparison.pValue - 0.375) < 1e-12)
    // By hand: (1.5 - 4.5) / 10 -+ 1.96 sqrt(6 - 9 / 10) / 10.
    #expect(abs(comparison.interval.lowerBound - (-0.3 - 0.442622)) < 1e-5)
    #expect(abs(comparison.interval.upperBound - (-0.3 + 0.442622)) < 1e-5)
    let none = RepairEffect.Comparison(before: [0, 1], after: [0, 1], labels: [0, 0])
    #expect(none.pValue == 1 && none.difference == 0)
    #expect(none.interval.contains(0))
  }

  @Test func `on trusted rows the effect is that of two trainings`() throws {
    let data = try data()
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 200, featureCount: 3, separation: 1.5, seed: 6)
    let effects = try RepairTrial().effects(
      data.given, data.issues, features: data.features,
      trusted: TrustedRows(features: features, labels: labels), seed: 1)
    #expect(effects.map(\.repair) == [.relabel, .remove])
    let before = try LogisticRegression().fit(data.features, data.given, seed: 1)
    let after = try LogisticRegression().fit(data.features, data.truth, seed: 1)
    let seen = try #require(effects[0].trusted)
    #expect(seen.errorBefore == before.error(features, labels))
    #expect(seen.errorAfter == after.error(features, labels))
    #expect(seen.errorAfter < seen.errorBefore && seen.interval.upperBound < 0)
    #expect(effects.allSatisfy { $0.given == nil && $0.unflagged == nil && $0.rowCount == 400 })
  }

  @Test func `without trusted rows both partial figures are given`() throws {
    let data = try data(posteriors: true)
    let effects = try RepairTrial().effects(
      data.given, data.issues, features: data.features, seed: 1,
      execution: Execution(threadCount: 2))
    #expect(effects.map(\.repair) == [.relabel, .remove, .weight])
    for effect in effects {
      let (unflagged, given) = (try #require(effect.unflagged), try #require(effect.given))
      #expect(unflagged.rowCount == 320 && given.rowCount == 400)
      #expect(unflagged.errorAfter < unflagged.errorBefore)
      // Each of the 80 wrong labels that is seen through counts as a mistake.
      #expect(given.errorAfter > unflagged.errorAfter)
    }
    let serial = try RepairTrial().effects(
      data.given, data.issues, features: data.features, seed: 1)
    #expect(serial == effects)
  }

  @Test func `nothing is measured without issues, and errors come through`() throws {
    let data = try data()
    let none = LabelIssues(
      labelScores: data.issues.labelScores,
      isLabelIssue: [Bool](repeating: false, count: 400),
      predictedLabels: data.issues.predictedLabels, reasons: data.issues.reasons)
    #expect(try RepairTrial().effects(data.given, none, features: data.features, seed: 1).isEmpty)
    let all = LabelIssues(
      labelScores: data.issues.labelScores, isLabelIssue: [Bool](repeating: true, count: 400),
      predictedLabels: data.issues.predictedLabels, reasons: data.issues.reasons)
    #expect(throws: ClassifierError.noWeight) {
      try RepairTrial().effects(data.given, all, features: data.features, seed: 1)
    }
  }
}
