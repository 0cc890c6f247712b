import Classifiers
import LabelContracts
import LabelData
import LabelDefenses
import Testing

/// The three detectors that score labels by probabilities, against cleanlab.
@Suite struct ProbabilityScoresTests {
  private func issues(_ detector: any Detector) throws -> LabelIssues {
    let (labels, probabilities) = try ConfidentExamples.three()
    return try detector.detect(labels, evidence: Evidence(probabilities: probabilities))
  }

  private func expect(_ found: LabelIssues, scores: [Double], leaving left: [Int] = []) {
    for row in scores.indices where !left.contains(row) {
      #expect(abs(found.labelScores[row] - scores[row]) < 1e-6, "row \(row)")
    }
  }

  @Test func `self-confidence`() throws {
    let found = try issues(SelfConfidence())
    expect(
      found,
      scores: [
        0.74, 0.09, 0.41, 0.62, 0.71, 0.21, 0, 0.92, 0.72, 0.69, 0.33, 0.42, 0.64, 0.73, 0.32, 0.87,
        0.92, 0.45, 0.78, 0.8, 0.03, 0.71, 0.94, 0.86,
      ])
    #expect(found.isLabelIssue.indices.filter { found.isLabelIssue[$0] } == [1, 5, 6, 14, 20])
    #expect(found.reasons[1] == .probabilities(given: 0.09, predicted: 0.81))
    expect(
      try issues(SelfConfidence(adjustment: .adjusted)),
      scores: [
        0.6308906, 0.2217681, 0.4635223, 0.5553603, 0.4468876, 0.2972984, 0.2054604, 0.5790657,
        0.6586423, 0.5994196, 0.3728287, 0.4698165, 0.5679487, 0.459476, 0.4068746, 0.7127151,
        0.5790657, 0.2832386, 0.6560674, 0.5035354, 0.1840029, 0.612008, 0.5916541, 0.7467609,
      ])
  }

  @Test func `normalized margin`() throws {
    let found = try issues(NormalizedMargin())
    expect(
      found,
      scores: [
        0.745, 0.14, 0.445, 0.645, 0.725, 0.215, 0.14, 0.925, 0.77, 0.7, 0.365, 0.45, 0.715, 0.76,
        0.445, 0.89, 0.92, 0.48, 0.815, 0.8, 0.03, 0.74, 0.95, 0.895,
      ])
    #expect(found.isLabelIssue.indices.filter { found.isLabelIssue[$0] } == [1, 5, 6, 10, 20])
    expect(
      try issues(NormalizedMargin(adjustment: .adjusted)),
      scores: [
        0.709568, 0.3559693, 0.485552, 0.6592145, 0.5590591, 0.3004455, 0.3761393, 0.664773,
        0.71529, 0.6057138, 0.4975886, 0.5712592, 0.6151551, 0.5609188, 0.485552, 0.7253035,
        0.6817959, 0.3846814, 0.7032738, 0.6062656, 0.1840029, 0.6308906, 0.6868026, 0.7687906,
      ])
  }

  /// Row 6 gives its label no probability at all, where cleanlab's floor shows.
  @Test func `confidence-weighted entropy`() throws {
    let found = try issues(ConfidenceWeightedEntropy())
    expect(
      found,
      scores: [
        0.7445218, 0.3170506, 0.5515026, 0.6583742, 0.7140799, 0.5045638, 2.45e-05, 0.8725757,
        0.6969721, 0.710169, 0.512803, 0.5612352, 0.6443563, 0.7120107, 0.45823, 0.8143503,
        0.8831482, 0.5749759, 0.7402797, 0.7915349, 0.3979535, 0.7006823, 0.8900789, 0.8020188,
      ], leaving: [6])
    #expect(found.labelScores[6] < 1e-6)
  }

  @Test func `the entropy score keeps its limits`() throws {
    let rare = [0.5, 1e-3, 1e-5, 1e-7, 1e-9, 1e-40, 0]
    let labels = try Labels(
      classIndices: [0, 0, 0, 0, 0, 0, 0, 0], classNames: ["a", "b"])
    let probabilities = ClassProbabilities(
      rowCount: 8, classCount: 2, elements: [1, 0] + rare.flatMap { [$0, 1 - $0] })
    let scores = try ConfidenceWeightedEntropy()
      .detect(labels, evidence: Evidence(probabilities: probabilities)).labelScores
    #expect(scores[0] == 1)
    for (one, next) in zip(scores, scores.dropFirst()) { #expect(next <= one) }
    #expect(scores[7] < 0.01)
  }

  @Test func `one class alone scores 1`() throws {
    let labels = try Labels(classIndices: [0, 0], classNames: ["a"])
    let evidence = Evidence(
      probabilities: ClassProbabilities(rowCount: 2, classCount: 1, elements: [1, 0.999_999_9]))
    for detector in [
      SelfConfidence(), NormalizedMargin(), ConfidenceWeightedEntropy(), ConfidentLearning(),
    ] as [any Detector] {
      let issues = try detector.detect(labels, evidence: evidence)
      #expect(issues.labelScores.allSatisfy { $0 > 0.999_99 } && issues.issueCount == 0)
    }
  }
}
