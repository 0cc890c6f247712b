import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct DetectorSanitizerTests {
  private func run(
    _ rows: [[Double]], labels: [Int], _ action: SanitizeAction
  ) throws -> SanitizedLabels {
    let classCount = rows[0].count
    let evidence = Evidence(
      probabilities: ClassProbabilities(
        rowCount: rows.count, classCount: classCount, elements: rows.flatMap { $0 }))
    return try DetectorSanitizer(KnownPosteriors(), action: action).sanitize(
      SyntheticData.labels(labels, classCount: classCount), evidence: evidence)
  }

  private func decisions(_ result: SanitizedLabels) -> [String] {
    result.changes.map { "\($0.row) \($0.action.rawValue) \($0.from)>\($0.to)" }
  }

  private static let three: [[Double]] = [
    [0.9, 0.05, 0.05],  // right
    [0.02, 0.97, 0.01],  // surely class 1
    [0.25, 0.45, 0.3],  // none more likely than not
    [0.41, 0.58, 0.01],  // class 1 ahead by less than the margin
    [0.498, 0.5, 0.002],  // ambiguous
    [0, 0.1, 0.9],  // surely class 2
  ]

  @Test func `auto takes for each issue what helps most`() throws {
    let result = try run(Self.three, labels: [0, 0, 0, 0, 0, 0], .auto)
    #expect(decisions(result) == ["1 relabel 0>1", "2 remove 0>1", "5 relabel 0>2"])
    #expect(result.labels.classIndices == [0, 1, 0, 0, 0, 2])
    #expect(result.weights == [1, 1, 0, 1, 1, 1])
    #expect(result.ambiguousCount == 1 && result.withheldCount == 0)
    let wrong = 0.1 + 0.98 + 0.75 + 0.59 + 0.502 + 1
    #expect(abs((result.estimatedErrorRate ?? 0) - wrong / 6) < 1e-12)
    let change = result.changes[0]
    #expect(change.confidence == 0.97 && change.givenProbability == 0.02)
    #expect(change.reason == .probabilities(given: 0.02, predicted: 0.97))
  }

  /// The best of the three is found by the benefit of each, over the true classes.
  @Test func `no other decision has a higher benefit but for the margin`() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<100 {
      var row = (0..<4).map { _ in Double.random(in: 0.01..<1, using: &generator) }
      let sum = row.reduce(0, +)
      row = row.map { $0 / sum }
      let given = 0
      // Other rows are no issues.
      let highest = row.sorted(by: >)
      guard highest[0] - highest[1] >= 0.01, highest[0] > row[given] else { continue }
      // Many such rows together are beyond chance.
      let result = try run(
        [[Double]](repeating: row, count: 500), labels: [Int](repeating: given, count: 500), .auto)
      /// The mean over the true classes of +1 where the label is right and -1 where not.
      func benefit(_ label: Int?) -> Double {
        guard let label else { return 0 }
        return row.indices.reduce(0) { $0 + row[$1] * ($1 == label ? 1 : -1) }
      }
      let best = row.indices.map { benefit($0) }.max() ?? 0
      let chosen =
        switch result.changes.first?.action {
        case .relabel: benefit(result.changes[0].to)
        case .remove: benefit(nil)
        default: benefit(given)
        }
      #expect(chosen >= benefit(given))
      #expect(max(best, 0) - chosen < 2 * 0.2 + 1e-12)
      if result.changes.first?.action == .relabel { #expect(chosen == best) }
    }
  }

  @Test func `with two classes no row is removed`() throws {
    let rows = stride(from: 0.01, through: 1, by: 0.02).map { [$0, 1 - $0] }
    let result = try run(rows, labels: [Int](repeating: 0, count: rows.count), .auto)
    #expect(result.changes.count > 15 && result.changes.allSatisfy { $0.action == .relabel })
    // p_c - p_y is at least the margin.
    #expect(result.changes.map(\.row) == Array(0..<20))
  }

  @Test func `a repair that chance may turn into harm is not made`() throws {
    // One row: G = 2 * 0.4 = 0.8, V = 4 - 0.64 = 3.36, and 0.8 < 1.645 * 1.833.
    let one = try run([[0.3, 0.7], [1, 0]], labels: [0, 0], .auto)
    #expect(one.changes.isEmpty && one.withheldCount == 1)
    #expect(one.labels.classIndices == [0, 0] && one.weights == [1, 1])
    // n rows gain 0.8 n, with the standard error 1.833 sqrt n: beyond chance from n = 15 on.
    for (count, isMade) in [(14, false), (15, true)] {
      let many = try run(
        [[Double]](repeating: [0.3, 0.7], count: count), labels: [Int](repeating: 0, count: count),
        .auto)
      #expect(many.changes.count == (isMade ? count : 0))
      #expect(many.withheldCount == (isMade ? 0 : count))
    }
  }

  @Test func `weights are probabilities, and those that round to 1 are 1`() throws {
    let result = try run(
      [[0.9996, 0.0004], [0.9994, 0.0006], [0.2, 0.8], [0, 1]], labels: [0, 0, 0, 0], .weight)
    #expect(result.weights == [1, 0.9994, 0.2, 0])
    #expect(decisions(result) == ["1 weight 0>0", "2 weight 0>1", "3 weight 0>1"])
    #expect(result.labels.classIndices == [0, 0, 0, 0])
  }

  @Test func `an issue without another class is flagged`() throws {
    /// Takes every label for wrong and knows no better one.
    struct Suspicious: Detector {
      let needs: Set<Evidence.Kind> = []

      func detect(
        _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
      ) throws(DefenseError) -> LabelIssues {
        LabelIssues(
          labelScores: labels.classIndices.map { _ in 0.25 },
          isLabelIssue: labels.classIndices.map { _ in true }, predictedLabels: labels.classIndices,
          reasons: labels.classIndices.map { _ in .margin(-1) })
      }
    }
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let result = try DetectorSanitizer(Suspicious()).sanitize(labels, evidence: Evidence())
    #expect(decisions(result) == ["0 flag 0>0", "1 flag 1>1"])
    #expect(result.changes.allSatisfy { $0.confidence == 0.75 && $0.givenProbability == nil })
    #expect(result.labels == labels && result.estimatedErrorRate == nil)
    for action in [SanitizeAction.auto, .weight] {
      let error = try #require(throws: DefenseError.self) {
        try DetectorSanitizer(Suspicious(), action: action).sanitize(labels, evidence: Evidence())
      }
      #expect(error.description.contains("action is \(action.rawValue); allowed: relabel, remove"))
    }
  }

  @Test func `posteriors of other classes are refused`() throws {
    struct Foreign: Detector {
      let needs: Set<Evidence.Kind> = []
      let givesPosteriors = true

      func detect(
        _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
      ) throws(DefenseError) -> LabelIssues {
        LabelIssues(
          labelScores: [1], isLabelIssue: [false], predictedLabels: [0], reasons: [.margin(1)],
          posteriors: ClassProbabilities(rowCount: 1, classCount: 1, elements: [1]))
      }
    }
    let labels = try SyntheticData.labels([0], classCount: 2)
    #expect(
      throws: DefenseError.classCounts(of: .probabilities, evidence: 1, labels: 2)
    ) { try DetectorSanitizer(Foreign()).sanitize(labels, evidence: Evidence()) }
  }
}
