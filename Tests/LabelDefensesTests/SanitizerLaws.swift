import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// The laws of ``Sanitizer``, run on every member of the list.
@Suite struct SanitizerLaws {
  /// Distinct distances, so that the order of the rows cannot matter.
  private func data(classCount: Int) throws -> (features: Matrix, labels: Labels) {
    try SyntheticData.clusters(
      rowCount: 50, featureCount: 3, classCount: classCount, separation: 1, seed: 21)
  }

  private func evidence(_ features: Matrix) throws -> Evidence {
    Evidence(neighborGraph: try ExactNeighbors.graph(of: features, count: 10))
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
}
