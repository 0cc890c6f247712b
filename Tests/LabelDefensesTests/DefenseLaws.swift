import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// The laws of ``Sanitizer`` and ``Detector``, run on every member of their lists.
@Suite struct DefenseLaws {
  /// Distinct distances, so that the order of the rows cannot matter.
  private func data(classCount: Int) throws -> (features: Matrix, labels: Labels) {
    try SyntheticData.clusters(
      rowCount: 50, featureCount: 3, classCount: classCount, separation: 1, seed: 21)
  }

  private func evidence(_ features: Matrix) throws -> Evidence {
    Evidence(
      neighborGraph: try ExactNeighbors.graph(of: features, count: 10, execution: .serial))
  }

  private func permutation() -> [Int] {
    var generator = SeededGenerator(seed: 2)
    return generator.permutation(count: 50)
  }

  @Test(arguments: Sanitizers.all.map(\.id), [2, 4])
  func sanitizers(id: String, classCount: Int) throws {
    let sanitizer = try #require(Sanitizers.all.first { $0.id == id }).make(.init())
    let (features, labels) = try data(classCount: classCount)
    let result = try sanitizer.sanitize(labels, evidence: evidence(features))
    #expect(result.labels.count == labels.count)
    #expect(result.labels.classNames == labels.classNames)
    #expect(!result.changes.isEmpty)
    let changed = labels.classIndices.indices.filter { labels[$0] != result.labels[$0] }
    #expect(result.changes.map(\.row) == changed)
    for change in result.changes {
      #expect(change.from == labels[change.row] && change.to == result.labels[change.row])
      #expect((0...1).contains(change.confidence))
    }
    let order = permutation()
    let shuffled = try sanitizer.sanitize(
      labels.selecting(rows: order), evidence: evidence(features.selecting(rows: order)))
    #expect(shuffled.labels == result.labels.selecting(rows: order))
    let same = try Labels(
      classIndices: [Int](repeating: 0, count: 50), classNames: labels.classNames)
    #expect(try sanitizer.sanitize(same, evidence: evidence(features)).changes.isEmpty)
  }

  @Test(arguments: Detectors.all.map(\.id), [2, 4])
  func detectors(id: String, classCount: Int) throws {
    let detector = try #require(Detectors.all.first { $0.id == id }).make(.init())
    let (features, labels) = try data(classCount: classCount)
    let issues = try detector.detect(labels, evidence: evidence(features))
    #expect(issues.labelScores.count == 50 && issues.predictedLabels.count == 50)
    #expect(issues.labelScores.allSatisfy { (0...1).contains($0) })
    #expect(issues.predictedLabels.allSatisfy { (0..<classCount).contains($0) })
    #expect(issues.rowsWorstFirst.sorted() == Array(0..<50))
    let order = permutation()
    let shuffled = try detector.detect(
      labels.selecting(rows: order), evidence: evidence(features.selecting(rows: order)))
    #expect(shuffled.labelScores == order.map { issues.labelScores[$0] })
    #expect(shuffled.isLabelIssue == order.map { issues.isLabelIssue[$0] })
    #expect(throws: DefenseError.rowCounts(evidence: 50, labels: 49)) {
      try detector.detect(labels.selecting(rows: 0..<49), evidence: evidence(features))
    }
  }

  @Test(arguments: Detectors.all.map(\.id))
  func `a flipped label scores below the others`(id: String) throws {
    let detector = try #require(Detectors.all.first { $0.id == id }).make(.init())
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 50, featureCount: 3, separation: 9, seed: 21)
    var labels = clean
    labels[7] = 1 - clean[7]
    let issues = try detector.detect(labels, evidence: evidence(features))
    #expect(issues.rowsWorstFirst[0] == 7)
    #expect(issues.predictedLabels[7] == clean[7])
  }
}
