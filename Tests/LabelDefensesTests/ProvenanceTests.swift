import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ProvenanceTests {
  private func data(flippedIn group: Int?) throws -> (labels: Labels, evidence: Evidence) {
    let data = try SyntheticDataset.gaussians.make(rowCount: 400, seed: 4)
    var labels = data.labels
    // Eight annotators of fifty rows each; a bad one flips two of five.
    for row in 0..<400 where row / 2 % 8 == group && row % 5 < 2 { labels[row] = 1 - labels[row] }
    var evidence = Evidence(
      neighborGraph: try ExactNeighbors.graph(of: data.features, count: 10),
      groups: LabelGroups((0..<400).map { "annotator \($0 / 2 % 8)" }))
    evidence.probabilities = try NeighborProbabilities().probabilities(labels, evidence: evidence)
    return (labels, evidence)
  }

  @Test(arguments: Provenance.Base.allCases)
  func `a bad group is rejected as a whole`(base: Provenance.Base) throws {
    let (labels, evidence) = try data(flippedIn: 3)
    let issues = try Provenance(base: base).detect(labels, evidence: evidence)
    for row in 0..<400 {
      if row / 2 % 8 == 3 { #expect(issues.isLabelIssue[row]) }
      guard case .group(let group, let rate) = issues.reasons[row] else {
        Issue.record("another reason")
        continue
      }
      #expect(group == row / 2 % 8)
      #expect(group == 3 ? rate > 0.3 : rate < 0.06)
    }
    #expect(issues.issueCount < 60)
  }

  @Test(arguments: Provenance.Base.allCases)
  func `good groups are kept, and lone flips found`(base: Provenance.Base) throws {
    var (labels, evidence) = try data(flippedIn: nil)
    labels[100] = 1 - labels[100]
    evidence.probabilities = try NeighborProbabilities().probabilities(labels, evidence: evidence)
    let issues = try Provenance(base: base).detect(labels, evidence: evidence)
    #expect(issues.issueCount < 8)
    #expect(issues.isLabelIssue[100] && issues.predictedLabels[100] == 1 - labels[100])
  }

  @Test func `scores add log odds`() throws {
    let (labels, evidence) = try data(flippedIn: 3)
    let groups = try #require(evidence.groups)
    let plain = try KNNAgreement().detect(labels, evidence: evidence)
    let issues = try Provenance().detect(labels, evidence: evidence)
    let shares = plain.labelScores.map { ($0 * 10 + 0.5) / 11 }
    let disagrees = (0..<400).map { plain.predictedLabels[$0] != labels[$0] }
    let found = GroupEvidence.all(groups, disagrees: disagrees, scores: shares)
    let all = (Double(disagrees.count { $0 }) + 0.5) / 401
    for row in 0..<400 {
      let rate = found[groups.groupIndices[row]].errorRate
      let sum =
        log(shares[row] / (1 - shares[row])) + log((1 - rate) / rate) - log((1 - all) / all)
      #expect(abs(issues.labelScores[row] - 1 / (1 + exp(-sum))) < 1e-12)
      #expect(
        issues.isLabelIssue[row]
          == (found[groups.groupIndices[row]].isRejected || issues.labelScores[row] < 0.5))
    }
  }
}

@Suite struct GroupEvidenceTests {
  /// The distribution's density, integrated by small steps.
  @Test(arguments: [(1, 1), (2, 9), (12, 5), (40, 160)], [0.05, 0.2, 0.7])
  func `the tail of a Beta distribution`(beta: (Int, Int), x: Double) {
    let (a, b) = (Double(beta.0), Double(beta.1))
    let front = lgamma(a + b) - lgamma(a) - lgamma(b)
    let steps = 20_000
    let width = (1 - x) / Double(steps)
    let area = (0..<steps).reduce(0.0) { sum, step in
      let t = x + (Double(step) + 0.5) * width
      return sum + width * exp(front + (a - 1) * log(t) + (b - 1) * log1p(-t))
    }
    #expect(abs(GroupEvidence.probability(beta: beta, isAbove: x) - area) < 1e-5)
    #expect(GroupEvidence.probability(beta: beta, isAbove: 0) == 1)
    #expect(GroupEvidence.probability(beta: beta, isAbove: 1) == 0)
  }

  @Test func `rates come from the labels and from the other groups`() {
    let groups = LabelGroups((0..<200).map { $0 < 100 ? "a" : "b" })
    let disagrees = (0..<200).map { $0 < 60 || $0 == 150 }
    let found = GroupEvidence.all(
      groups, disagrees: disagrees, scores: disagrees.map { $0 ? 0.1 : 0.9 })
    #expect(found.map(\.disagreementCount) == [60, 1] && found.map(\.count) == [100, 100])
    // Others of a: 1 of 100, so the prior has 1 of 10; others of b: 60 of 100, so 6 of 10.
    #expect(found[0].errorRate == 61 / 110.0 && found[1].errorRate == 7 / 110.0)
    #expect(found[0].isRejected && !found[1].isRejected)
    #expect(found[0].meanRank < 0.4 && found[1].meanRank > 0.6)
  }

  @Test func `one group alone has nothing to be held against`() {
    let found = GroupEvidence.all(
      LabelGroups(["a", "a"]), disagrees: [true, true], scores: [0, 0])
    #expect(found[0].excessProbability == 0 && !found[0].isRejected)
  }

  @Test func `few groups of few labels are not rejected`() {
    let groups = LabelGroups((0..<60).map { "\($0 / 3)" })
    let found = GroupEvidence.all(
      groups, disagrees: (0..<60).map { $0 == 0 || $0 == 1 },
      scores: [Double](repeating: 0, count: 60))
    #expect(found.allSatisfy { !$0.isRejected })
  }
}
