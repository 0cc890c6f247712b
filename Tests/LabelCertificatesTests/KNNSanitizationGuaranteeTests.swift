import FlipguardTestSupport
import LabelCertificates
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct KNNSanitizationGuaranteeTests {
  /// A few rows among which equal distances and equal votes abound.
  struct Case: CustomTestStringConvertible, Sendable {
    let rowCount: Int
    let classCount: Int
    let neighborCount: Int
    let threshold: Double
    let seed: UInt64

    var testDescription: String {
      "\(rowCount) rows, \(classCount) classes, k \(neighborCount), eta \(threshold), seed \(seed)"
    }

    func make() throws -> (graph: NeighborGraph, labels: Labels) {
      let (features, labels) = try SyntheticData.grid(
        rowCount: rowCount, featureCount: 2, levels: 4, classCount: classCount, seed: seed)
      return (
        try ExactNeighbors.graph(of: features, count: rowCount - 1, execution: .serial), labels
      )
    }
  }

  static let cases: [Case] =
    [1, 2, 3, 4, 5, 6].flatMap { k in
      [0.5, 0.6, 1].map {
        Case(rowCount: 7, classCount: 2, neighborCount: k, threshold: $0, seed: UInt64(k))
      }
    }
    + [2, 3, 4].flatMap { k in
      [0.5, 0.67].map {
        Case(rowCount: 5, classCount: 3, neighborCount: k, threshold: $0, seed: UInt64(k) + 20)
      }
    } + [Case(rowCount: 4, classCount: 4, neighborCount: 3, threshold: 0.5, seed: 2)]

  /// Every labelling there is goes through the sanitizer itself.
  @Test(arguments: cases)
  func `it says what the sanitizer undoes, no more and no less`(given: Case) throws {
    let (graph, labels) = try given.make()
    let sanitizer = KNNSanitizer(
      neighborCount: given.neighborCount, threshold: given.threshold)
    var fewestAround = [Int](repeating: .max, count: labels.count)
    var fewestInAll = fewestAround
    for relabelling in Relabelling.all(labels) {
      let repaired = try sanitizer.sanitize(
        relabelling.labels, evidence: Evidence(neighborGraph: graph), seed: 1, execution: .serial
      ).labels
      let flipped = Set(relabelling.flips.map(\.row))
      for row in flipped where repaired[row] != labels[row] {
        let around = graph.neighbors(of: row).prefix(given.neighborCount)
          .count { flipped.contains(Int($0)) }
        fewestAround[row] = min(fewestAround[row], around)
        fewestInAll[row] = min(fewestInAll[row], flipped.count)
      }
    }
    let guarantee = try KNNSanitizationGuarantee(
      graph: graph, labels: labels, neighborCount: given.neighborCount,
      threshold: given.threshold)
    #expect(guarantee.neighborFlips == fewestAround.map { $0 - 1 })
    for budget in 0...labels.count {
      #expect(
        guarantee.survivors(budget: budget)
          == labels.classIndices.indices.filter { fewestInAll[$0] <= budget })
    }
  }

  /// One row with ten neighbors; the row carries b.
  @Test(arguments: [
    // Alone against ten, a tie takes five flips.
    ("bbbbbbbbbb", 0.5, 4), ("bbbbbbbbba", 0.5, 3), ("bbbbbbaaaa", 0.5, 0), ("bbbbbaaaaa", 0.5, -1),
    ("bbbbbbacca", 0.5, 1), ("bbbbaaaccc", 0.5, -1), ("bbbbbaaacc", 0.5, 0),
    // Votes that fall below the threshold come first.
    ("bbbbbbbbbb", 0.8, 2), ("bbbbbbbbaa", 0.8, 0), ("bbbbbbbaaa", 0.8, -1), ("bbbbbbbbbb", 1, 0),
  ])
  func `ten neighbors`(around: String, threshold: Double, flips: Int) throws {
    let classes = [1] + around.utf8.map { Int($0) - 97 }
    let indices = [Int32](1...10) + (1...10).flatMap { row in (0...10).filter { $0 != row } }
    let graph = NeighborGraph(
      rowCount: 11, neighborCount: 10, metric: .euclidean, indices: indices,
      distances: [Float](repeating: 1, count: 110))
    let guarantee = try KNNSanitizationGuarantee(
      graph: graph, labels: SyntheticData.labels(classes, classCount: 3), neighborCount: 10,
      threshold: threshold)
    #expect(guarantee.neighborFlips[0] == flips)
    #expect(guarantee.survivors(budget: flips + 2).contains(0))
    #expect(!guarantee.survivors(budget: flips + 1).contains(0))
  }

  @Test func `shares and medians`() throws {
    // The first five rows look at each other, and so do the others, of which one has another label.
    let classes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0]
    let features = Matrix(rows: (0..<10).map { [$0 < 5 ? Float($0) : Float($0) + 100] })
    let graph = try ExactNeighbors.graph(of: features, count: 4, execution: .serial)
    let guarantee = try KNNSanitizationGuarantee(
      graph: graph, labels: SyntheticData.labels(classes, classCount: 2), neighborCount: 4,
      threshold: 0.5)
    #expect(guarantee.neighborFlips == [1, 1, 1, 1, 1, 0, 0, 0, 0, -1])
    #expect(guarantee.loneFlipShare == 0.9 && guarantee.medianNeighborFlips == 1)
    #expect(guarantee.survivors(budget: 0).isEmpty && guarantee.survivors(budget: 1) == [9])
    #expect(guarantee.survivors(budget: 3).count == 10)
    let none = try KNNSanitizationGuarantee(
      graph: NeighborGraph(
        rowCount: 0, neighborCount: 4, metric: nil, indices: [], distances: []),
      labels: SyntheticData.labels([], classCount: 2), neighborCount: 4, threshold: 0.5)
    #expect(none.loneFlipShare == 0 && none.medianNeighborFlips == nil)
    #expect(none.survivors(budget: 9).isEmpty)
  }

  @Test func `what does not fit is refused by name`() throws {
    let (graph, labels) = try Case(
      rowCount: 6, classCount: 2, neighborCount: 3, threshold: 0.5, seed: 1
    ).make()
    let one = try Labels(classIndices: [0, 0, 0, 0, 0, 0], classNames: ["only"])
    let cases: [(Labels, Int, Double, String)] = [
      (labels, 0, 0.5, "k is 0; allowed: 1 to 5"), (labels, 6, 0.5, "k is 6; allowed: 1 to 5"),
      (labels, 3, 0.4, "threshold is 0.4; allowed: 0.5 to 1"),
      (labels, 3, .nan, "threshold is nan"),
      (labels.selecting(rows: 0..<5), 3, 0.5, "the neighbors of 6 rows and 5 labels"),
      (one, 3, 0.5, "1 class; a flip needs at least two classes"),
    ]
    for (labels, count, threshold, reason) in cases {
      let error = #expect(throws: CertificateError.self) {
        try KNNSanitizationGuarantee(
          graph: graph, labels: labels, neighborCount: count, threshold: threshold)
      }
      #expect(error?.description.contains(reason) == true)
    }
  }
}
