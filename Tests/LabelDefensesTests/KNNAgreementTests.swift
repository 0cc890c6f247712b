import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct KNNAgreementTests {
  @Test(arguments: [2, 3])
  func `issues are what the sanitizer changes, scores the share that agrees`(
    classCount: Int
  ) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 2, classCount: classCount, separation: 1, seed: 3)
    let graph = try ExactNeighbors.graph(of: features, count: 8)
    let evidence = Evidence(neighborGraph: graph)
    for threshold in [0.5, 0.7, 1] {
      let issues = try KNNAgreement(neighborCount: 8, threshold: threshold)
        .detect(labels, evidence: evidence)
      let sanitized = try KNNSanitizer(neighborCount: 8, threshold: threshold)
        .sanitize(labels, evidence: evidence)
      #expect(
        issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }
          == sanitized.changes.map(\.row))
      for row in 0..<60 {
        let agreeing = graph.neighbors(of: row).count { labels[Int($0)] == labels[row] }
        #expect(issues.labelScores[row] == Double(agreeing) / 8)
        #expect(
          issues.reasons[row]
            == .neighbors(ClassVotes(graph.neighbors(of: row).map { labels[Int($0)] })))
      }
    }
  }
}
