import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct ClusterVoteTests {
  @Test func `two far clusters give one vote of all labels`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 41, featureCount: 2, separation: 30, seed: 3)
    let problem = CertificateProblem(features: features, labels: labels, queries: features)
    let found = try ClusterVote(neighborCount: 5).certify(problem, seed: 1, execution: .serial)
    #expect(found.map(\.predictedLabel) == labels.classIndices)
    // 41 votes to none: 20 changes leave 21 to 20.
    #expect(found.allSatisfy { $0.radius == 20 && $0.attack?.count == 21 })
    var fewer = labels
    for row in 0..<10 { fewer[row] = 1 - labels[row] }
    let attacked = try ClusterVote(neighborCount: 5).certify(
      CertificateProblem(features: features, labels: fewer, queries: features), seed: 1,
      execution: .serial)
    #expect(attacked.map(\.predictedLabel) == labels.classIndices)
    #expect(attacked.allSatisfy { $0.radius == 10 })
  }

  @Test(arguments: [2, 3])
  func `no relabeling within the radius changes what the map decides`(classCount: Int) throws {
    let clusters: [Int32] = classCount == 2 ? [0, 0, 0, 0, 1, 1, 1] : [0, 0, 0, 1, 1, 2, 2]
    for seed in 0..<12 {
      var generator = SeededGenerator(seed: UInt64(seed), key: "map")
      let given = clusters.map { generator.below(5) < 4 ? Int($0) : generator.below(classCount) }
      let labels = try SyntheticData.labels(given, classCount: classCount)
      let vote = MapVote(labels, clusters: clusters, count: classCount)
      let found = (0..<classCount).map { vote.certified(cluster: $0, .anyLabels) }
      var total = 1
      for _ in clusters { total *= classCount }
      for code in 0..<total {
        var rest = code
        let other = clusters.map { _ -> Int in
          defer { rest /= classCount }
          return rest % classCount
        }
        let changes = zip(other, given).count { $0 != $1 }
        let changed = MapVote(
          try SyntheticData.labels(other, classCount: classCount), clusters: clusters,
          count: classCount)
        for cluster in 0..<classCount where changes <= found[cluster].radius {
          #expect(
            changed.certified(cluster: cluster, .anyLabels).predictedLabel
              == found[cluster].predictedLabel)
        }
      }
      for (cluster, certified) in found.enumerated() {
        guard let attack = certified.attack else { continue }
        let after = MapVote(labels.applying(attack), clusters: clusters, count: classCount)
        #expect(
          after.certified(cluster: cluster, .anyLabels).predictedLabel != certified.predictedLabel)
      }
    }
  }

  @Test func `corrupt sources are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    let threat = LabelThreat(unit: .groups(LabelGroups([String](repeating: "a", count: 20))))
    #expect(throws: CertificateError.self) {
      try ClusterVote().certify(
        CertificateProblem(
          features: features, labels: labels, queries: features, threat: threat), seed: 1,
        execution: .serial)
    }
  }
}
