import Classifiers
import LabelContracts
import LabelData
import LabelDefenses
import Testing

@Suite struct ConfidentLearningTests {
  private func flagged(_ issues: LabelIssues) -> [Int] {
    issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }
  }

  @Test(arguments: PruneRule.allCases)
  func `every rule finds what can be counted by hand`(rule: PruneRule) throws {
    let (labels, probabilities) = try ConfidentExamples.two()
    let issues = try ConfidentLearning(pruneRule: rule)
      .detect(labels, evidence: Evidence(probabilities: probabilities))
    #expect(flagged(issues) == [2, 5])
    #expect(issues.predictedLabels == [1, 1, 0, 0, 0, 1])
    for (score, expected) in zip(issues.labelScores, [0.9, 0.8, 0.3, 0.8, 0.9, 0.3]) {
      #expect(abs(score - expected) < 1e-12)
    }
  }

  @Test(arguments: [
    (PruneRule.pruneByNoiseRate, [1, 2, 5, 6, 17, 20]), (.pruneByClass, [1, 5, 6, 14, 17, 20]),
    (.both, [1, 5, 6, 17, 20]), (.confidentLearning, [1, 2, 5, 17, 20]),
    (.predictedNotGiven, [1, 2, 5, 6, 10, 11, 14, 17, 20]),
  ])
  func `rules find what cleanlab finds`(rule: PruneRule, expected: [Int]) throws {
    let (labels, probabilities) = try ConfidentExamples.three()
    let issues = try ConfidentLearning(pruneRule: rule)
      .detect(labels, evidence: Evidence(probabilities: probabilities))
    #expect(flagged(issues) == expected)
  }

  @Test(arguments: PruneRule.allCases)
  func `certain and right labels are never issues`(rule: PruneRule) throws {
    let labels = try Labels(
      classIndices: (0..<30).map { $0 % 3 }, classNames: ["a", "b", "c", "none"])
    let elements = labels.classIndices.flatMap { label in (0..<4).map { $0 == label ? 1.0 : 0 } }
    let evidence = Evidence(
      probabilities: ClassProbabilities(rowCount: 30, classCount: 4, elements: elements))
    let issues = try ConfidentLearning(pruneRule: rule).detect(labels, evidence: evidence)
    #expect(issues.issueCount == 0)
    #expect(issues.labelScores.allSatisfy { $0 == 1 })
  }
}
