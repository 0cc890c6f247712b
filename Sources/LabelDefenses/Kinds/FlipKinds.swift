public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// What kind of flips the issues look like: a test for each kind that can be seen in what is known.
///
/// - Class-directed: pairs of given and predicted class against flips that hit every row and lead to every other
///   class alike (Pearson's statistic; named from an effect of w = 0.3).
/// - Source: issues per group against sets of rows drawn from the same predicted classes; named where
///   ``GroupEvidence`` rejects a group too.
/// - Colluding: the share of issues among the neighbors of issues against such sets; named from an excess of 0.2.
/// - Adversarial: the mean depth of issues in their predicted class against such sets; named from 0.75.
///
/// All probabilities are by permutation with 499 draws and corrected for the number of tests (``HolmCorrection``). The
/// least effects keep what every detector does, such as missing flips near a border, from counting as a kind. Where
/// no test finds its kind, nothing speaks against flips at random. What the detector does not flag is not seen.
///
/// - Complexity: O(n · k) beside 499 draws of as many rows as there are issues, and O(n · d · K) for the depth.
public struct FlipKinds: Equatable, Sendable {
  /// Fewest issues of which a kind can be told.
  public static let leastIssueCount = 10
  /// The probability of naming any kind wrongly, by the model.
  public static let level = 0.05

  /// Number of issues.
  public let issueCount: Int
  /// The tests that could be made, in the order of ``FlipKind``; none with too few issues.
  public let tests: [FlipKindTest]

  /// Whether there are too few issues to tell.
  public var isTooFew: Bool { issueCount < Self.leastIssueCount }

  /// The kinds that are named; random where the tests name none; nothing with too few issues.
  public var kinds: [FlipKind] {
    let found = tests.filter(\.isFound).map(\.kind)
    return isTooFew || tests.isEmpty ? [] : found.isEmpty ? [.random] : found
  }

  /// Tests the issues of a detector.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - issues: What a detector found about them.
  ///   - evidence: Neighbors, features and groups, as far as known; what is not known is not tested.
  ///   - seed: Where the draws start.
  ///   - execution: Threads; the result does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError`` where a part of the evidence is about other rows.
  public init(
    _ labels: Labels, _ issues: LabelIssues, evidence: Evidence, seed: UInt64,
    execution: Execution = .serial
  ) throws(DefenseError) {
    issueCount = issues.issueCount
    guard issueCount >= Self.leastIssueCount else {
      tests = []
      return
    }
    let rows = issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }
    let direction = DirectionTest(labels, issues, seed: seed)
    let groups = evidence.groups == nil ? nil : try evidence.groups(for: labels)
    let groupSizes = groups?.rowsByGroup.map(\.count) ?? []
    let regions =
      evidence.neighborGraph == nil ? nil : IssueRegions(try evidence.graph(for: labels))
    var predicted = labels
    for (row, label) in issues.predictedLabels.enumerated() { predicted[row] = label }
    let depths =
      evidence.features == nil
      ? nil
      : IssueDepths(try evidence.features(for: labels), predicted: predicted, execution: execution)
    let statistics: @Sendable ([Int], [Bool]) -> [Double] = { rows, isIn in
      [
        groups.map { Self.sourceStatistic($0, sizes: groupSizes, rows) },
        regions?.share(rows, isIn),
        depths?.mean(rows),
      ].compactMap(\.self)
    }
    let pValues = IssueDraws(
      predictedLabels: issues.predictedLabels, isIssue: issues.isLabelIssue,
      classCount: labels.classCount
    ).pValues(
      of: statistics(rows, issues.isLabelIssue), seed: seed, execution: execution, statistics)
    var found: [(kind: FlipKind, pValue: Double, isLarge: Bool, evidence: FlipKindEvidence)] = []
    if let direction {
      found.append(
        (
          .classDirected, direction.pValue, direction.effect >= DirectionTest.leastEffect,
          .direction(direction.direction, effect: direction.effect)
        ))
    }
    var next = pValues.makeIterator()
    if let groups, let pValue = next.next() {
      let disagrees = labels.classIndices.indices.map {
        issues.isLabelIssue[$0] && issues.predictedLabels[$0] != labels[$0]
      }
      let rejected = GroupEvidence.all(groups, disagrees: disagrees, scores: issues.labelScores)
        .enumerated().filter(\.element.isRejected).map(\.offset)
      found.append((.source, pValue, !rejected.isEmpty, .sources(rejected)))
    }
    if let regions, let pValue = next.next() {
      let share = regions.share(rows, issues.isLabelIssue)
      let expected = Self.expectedShare(predicted, issues)
      found.append(
        (
          .colluding, pValue, share - expected >= IssueRegions.leastExcess,
          .regions(share: share, expected: expected, largest: regions.regions(issues))
        ))
    }
    if let depths, let pValue = next.next() {
      let mean = depths.mean(rows)
      found.append((.adversarial, pValue, mean >= IssueDepths.leastMean, .depth(mean)))
    }
    tests = zip(found, HolmCorrection.adjusted(found.map(\.pValue))).map { test, corrected in
      FlipKindTest(
        kind: test.kind, pValue: corrected, isFound: corrected < Self.level && test.isLarge,
        evidence: test.evidence)
    }
  }

  /// Pearson's statistic of the groups of a set of rows against their shares of all rows.
  private static func sourceStatistic(
    _ groups: LabelGroups, sizes: [Int], _ rows: [Int]
  ) -> Double {
    var counts = [Int](repeating: 0, count: sizes.count)
    for row in rows { counts[groups.groupIndices[row]] += 1 }
    return zip(counts, sizes).reduce(0) { sum, group in
      let expected = Double(rows.count) * Double(group.1) / Double(groups.count)
      let difference = Double(group.0) - expected
      return expected > 0 ? sum + difference * difference / expected : sum
    }
  }

  /// The share of the rows of an issue's predicted class that are issues, on average over the issues: what its
  /// neighbors would be by chance.
  private static func expectedShare(_ predicted: Labels, _ issues: LabelIssues) -> Double {
    let sizes = predicted.classSizes
    var counts = [Int](repeating: 0, count: sizes.count)
    for (label, isIssue) in zip(predicted.classIndices, issues.isLabelIssue) where isIssue {
      counts[label] += 1
    }
    let sum = zip(counts, sizes).reduce(0) {
      $0 + Double($1.0) * Double($1.0) / Double(max(1, $1.1))
    }
    return sum / Double(max(1, issues.issueCount))
  }
}
