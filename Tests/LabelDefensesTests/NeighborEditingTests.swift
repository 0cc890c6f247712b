import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct NeighborEditingTests {
  private func data(classCount: Int = 3) throws -> (features: Matrix, labels: Labels) {
    try SyntheticData.clusters(
      rowCount: 90, featureCount: 3, classCount: classCount, separation: 1.5, seed: 8)
  }

  private func issues(
    _ rule: NeighborEditing.Rule, k: Int, _ features: Matrix, _ labels: Labels
  ) throws -> LabelIssues {
    let graph = try ExactNeighbors.graph(of: features, count: k)
    return try NeighborEditing(rule: rule, neighborCount: k)
      .detect(labels, evidence: Evidence(features: features, neighborGraph: graph))
  }

  /// The vote of each number of neighbors, by counting.
  private func votes(_ features: Matrix, _ labels: Labels, row: Int, upTo k: Int) -> [Int] {
    let nearest = (0..<labels.count).filter { $0 != row }
      .sorted {
        let metric = DistanceMetric.euclidean
        return (metric.distance(features.row(row), features.row($0)), $0)
          < (metric.distance(features.row(row), features.row($1)), $1)
      }
    return (1...k).map { count in
      let counts = (0..<labels.classCount).map { label in
        nearest.prefix(count).count { labels[$0] == label }
      }
      let winners = counts.indices.filter { counts[$0] == counts.max() }
      return winners.contains(labels[row]) ? labels[row] : winners[0]
    }
  }

  @Test func `rules follow their votes`() throws {
    let (features, labels) = try data()
    let (enn, unanimous, all) = (
      try issues(.enn, k: 4, features, labels), try issues(.unanimous, k: 4, features, labels),
      try issues(.allKNN, k: 4, features, labels)
    )
    for row in 0..<90 {
      let votes = votes(features, labels, row: row, upTo: 4)
      #expect(enn.isLabelIssue[row] == (votes[3] != labels[row]))
      #expect(all.isLabelIssue[row] == votes.contains { $0 != labels[row] })
      #expect(all.labelScores[row] == Double(votes.count { $0 == labels[row] }) / 4)
      #expect(unanimous.isLabelIssue[row] == (enn.labelScores[row] < 1))
      #expect(enn.predictedLabels[row] == votes[3])
      #expect(!enn.isLabelIssue[row] || all.isLabelIssue[row])
    }
    #expect(enn.issueCount > 0 && enn.issueCount < all.issueCount)
  }

  /// Every round on a new graph of what is left is the oracle.
  @Test(arguments: [1, 3, 5])
  func `repeated editing leaves what editing confirms`(k: Int) throws {
    let (features, labels) = try data()
    let found = try issues(.renn, k: k, features, labels)
    var kept = Array(0..<90)
    var rounds: [[Int]] = []
    while true {
      let round = try issues(
        .enn, k: k, features.selecting(rows: kept), labels.selecting(rows: kept))
      let dropped = kept.indices.filter { round.isLabelIssue[$0] }.map { kept[$0] }
      if dropped.isEmpty { break }
      rounds.append(dropped)
      kept.removeAll(where: dropped.contains)
    }
    #expect(rounds.count > 1)
    #expect(found.isLabelIssue.indices.filter { !found.isLabelIssue[$0] } == kept)
    for (number, rows) in rounds.enumerated() {
      let bounds =
        Double(number) / Double(2 * rounds.count)..<Double(number + 1)
        / Double(2 * rounds.count)
      for row in rows { #expect(bounds.contains(found.labelScores[row])) }
    }
    for row in kept { #expect(found.labelScores[row] >= 0.5) }
  }

  @Test func `no class is emptied`() throws {
    let features = Matrix(rows: [0, 0.5, 1, 1.5, 2, 2.1, 2.6].map { [$0] })
    let labels = try SyntheticData.labels([0, 0, 1, 0, 0, 0, 1], classCount: 2)
    // Both rows of the second class are outvoted: one by 5 of 5, the other by 4 of 5, and that one stays.
    let found = try issues(.renn, k: 5, features, labels)
    #expect(found.isLabelIssue == [false, false, true, false, false, false, false])
    #expect(found.labelScores[2] == 0 && found.labelScores[6] == 0.5)
    // By 3 of 3 each: both stay.
    #expect(try issues(.renn, k: 3, features, labels).issueCount == 0)
  }
}
