import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct KNNSanitizerTests {
  private func line(_ positions: [Float], k: Int) throws -> Evidence {
    Evidence(
      neighborGraph: try ExactNeighbors.graph(
        of: Matrix(rows: positions.map { [$0] }), count: k, execution: .serial))
  }

  @Test func `a row among another class takes its label`() throws {
    let evidence = try line([0, 1, 2, 10, 11, 12], k: 2)
    let labels = try SyntheticData.labels([0, 0, 1, 1, 1, 1], classCount: 2)
    let result = try KNNSanitizer(neighborCount: 2, threshold: 1)
      .sanitize(labels, evidence: evidence)
    #expect(result.labels.classIndices == [0, 0, 0, 1, 1, 1])
    #expect(
      result.changes == [
        SanitizedLabels.Change(
          row: 2, from: 1, to: 0, action: .relabel, reason: .voters([1, 0], ClassVotes([0, 0])),
          confidence: 1)
      ])
  }

  /// Counting votes over a sort of all distances, class by class, is the oracle for any number of classes.
  @Test(arguments: DistanceMetric.allCases, [2, 3, 5])
  func `equals a plain vote`(metric: DistanceMetric, classCount: Int) throws {
    let (grid, labels) = try SyntheticData.grid(
      rowCount: 90, featureCount: 4, levels: 3, classCount: classCount, seed: 11)
    let features = Matrix(
      rowCount: 90, columnCount: 4, elements: grid.elements.map { $0 + 1 })
    let graph = try ExactNeighbors.graph(of: features, count: 9, metric: metric)
    for k in [1, 2, 5, 9] {
      for threshold in [0.5, 0.6, 1] {
        let sanitized = try KNNSanitizer(neighborCount: k, threshold: threshold)
          .sanitize(labels, evidence: Evidence(neighborGraph: graph)).labels
        for row in 0..<90 {
          let nearest = (0..<90).filter { $0 != row }
            .map { (metric.distance(features.row(row), features.row($0)), $0) }
            .sorted { $0 < $1 }.prefix(k).map { labels[$0.1] }
          let counts = (0..<classCount).map { label in nearest.count { $0 == label } }
          let most = counts.max() ?? 0
          let winners = counts.indices.filter { counts[$0] == most }
          let winner = winners.contains(labels[row]) ? labels[row] : winners[0]
          let expected = Double(most) / Double(k) >= threshold ? winner : labels[row]
          #expect(sanitized[row] == expected)
        }
      }
    }
  }

  @Test func `two rows that point at each other never settle`() throws {
    let evidence = try line([0, 1], k: 1)
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let result = try KNNSanitizer(neighborCount: 1, rounds: .untilStable)
      .sanitize(labels, evidence: evidence)
    #expect(result.ending == .cycle(length: 2))
    #expect(result.labels == labels)
    #expect(result.changes.isEmpty)
    #expect(result.roundCount == 2)
    // A number of rounds gives the labels after that many, though whole turns are left out.
    for limit in [3, 4, 101, 1_000_000_000] {
      let limited = try KNNSanitizer(neighborCount: 1, rounds: .atMost(limit))
        .sanitize(labels, evidence: evidence)
      #expect(limited.ending == .cycle(length: 2))
      #expect(limited.labels.classIndices == (limit % 2 == 0 ? [0, 1] : [1, 0]))
      #expect(limited.roundCount <= 4)
    }
  }

  @Test func `rounds go on until nothing changes`() throws {
    // Row 3 turns in the first round, and then outvotes row 4 in the second.
    let evidence = try line([0, 1, 2, 3, 4.5, 6.2], k: 3)
    let labels = try SyntheticData.labels([0, 0, 0, 1, 1, 1], classCount: 2)
    let once = try KNNSanitizer(neighborCount: 3).sanitize(labels, evidence: evidence)
    let stable = try KNNSanitizer(neighborCount: 3, rounds: .untilStable)
      .sanitize(labels, evidence: evidence)
    #expect(once.labels.classIndices == [0, 0, 0, 0, 1, 1])
    #expect(once.ending == .roundsDone)
    #expect(stable.labels.classIndices == [0, 0, 0, 0, 0, 0])
    #expect(stable.ending == .stable)
    // At a fixed point sanitizing does nothing.
    let again = try KNNSanitizer(neighborCount: 3).sanitize(stable.labels, evidence: evidence)
    #expect(again.labels == stable.labels && again.changes.isEmpty && again.ending == .stable)
  }

  @Test func `even votes keep the label`() throws {
    let evidence = try line([0, 1, 2], k: 2)
    let labels = try SyntheticData.labels([0, 1, 1], classCount: 2)
    let result = try KNNSanitizer(neighborCount: 2).sanitize(labels, evidence: evidence)
    // Row 1 sees one vote for each class and keeps its own; row 0 sees two for the other.
    #expect(result.labels.classIndices == [1, 1, 1])
  }

  @Test func `parameters out of range are refused by name`() throws {
    let evidence = try line([0, 1, 2], k: 2)
    let labels = try SyntheticData.labels([0, 1, 1], classCount: 2)
    for sanitizer in [
      KNNSanitizer(neighborCount: 0), KNNSanitizer(neighborCount: 3),
      KNNSanitizer(neighborCount: 1, threshold: 0.4),
      KNNSanitizer(neighborCount: 1, threshold: 1.1),
      KNNSanitizer(neighborCount: 1, threshold: .nan),
      KNNSanitizer(neighborCount: 1, rounds: .atMost(0)),
    ] {
      #expect(throws: DefenseError.self) { try sanitizer.sanitize(labels, evidence: evidence) }
    }
    #expect(throws: DefenseError.rowCounts(of: .neighbors, evidence: 3, labels: 2)) {
      try KNNSanitizer(neighborCount: 1)
        .sanitize(labels.selecting(rows: 0..<2), evidence: evidence)
    }
  }
}
