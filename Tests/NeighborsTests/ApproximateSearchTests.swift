import FlipguardTestSupport
import LabelData
import Synchronization
import Testing
import VectorKernels

@testable import Neighbors

@Suite struct ApproximateSearchTests {
  private func search(
    _ rows: FeatureRows, _ target: Double, metric: DistanceMetric = .euclidean, threads: Int = 2,
    policy: CodeChoice.Policy = .rounded
  ) throws -> NeighborGraph {
    try GraphSearch(
      count: 6, metric: metric, instructionSet: .best, recall: target, policy: policy
    ).graph(
      of: rows, recorder: nil, execution: Execution(threadCount: threads), telling: { _ in })
  }

  /// The share of the true neighbors in a graph, over some rows.
  private func recall(_ graph: NeighborGraph, _ rows: FeatureRows, _ metric: DistanceMetric)
    -> Double
  {
    let plain = PlainNeighbors(rows, metric)
    let shares = stride(from: 0, to: rows.rowCount, by: 17).map { row in
      let farthest = Float(plain.sorted(row: row)[graph.neighborCount - 1].distance)
      let hits = graph.distances(of: row).count { $0 <= farthest }
      return Double(hits) / Double(graph.neighborCount)
    }
    return shares.reduce(0, +) / Double(shares.count)
  }

  @Test(arguments: [DistanceMetric.euclidean, .cosine], [CodeChoice.Policy.rounded, .floats])
  func `finds the share that is asked for, and says how much`(
    metric: DistanceMetric, policy: CodeChoice.Policy
  ) throws {
    let rows = FeatureRows(
      try SyntheticData.clusters(
        rowCount: 1500, featureCount: 7, classCount: 7, separation: 5, seed: 4
      ).features)
    for target in [0.7, 0.95] {
      let graph = try search(rows, target, metric: metric, policy: policy)
      let estimate = try #require(graph.recall)
      let truth = recall(graph, rows, metric)
      #expect(estimate.interval.contains(estimate.recall))
      // 89 rows here and 400 there: three standard errors of the difference.
      #expect(abs(truth - estimate.recall) < 0.1)
      #expect(truth > target - 0.06)
      for row in stride(from: 0, to: 1500, by: 31) {
        let neighbors = Array(graph.neighbors(of: row))
        #expect(Set(neighbors).count == 6 && !neighbors.contains(Int32(row)))
        for (neighbor, distance) in zip(neighbors, graph.distances(of: row)) {
          #expect(
            distance == Float(metric.distance(rows.row(row), rows.row(Int(neighbor)))))
        }
        #expect(graph.distances(of: row).elementsEqual(graph.distances(of: row).sorted()))
      }
    }
  }

  @Test func `threads change nothing`() throws {
    let rows = FeatureRows(
      try SyntheticData.clusters(rowCount: 1200, featureCount: 5, seed: 9).features)
    let one = try search(rows, 0.8, threads: 1)
    #expect(try search(rows, 0.8, threads: 3) == one)
  }

  @Test(arguments: HardData.all.filter { $0.rows.rowCount > 100 })
  func `hard data give whole lists`(data: HardData) throws {
    let graph = try search(data.rows, 0.9)
    for row in 0..<data.rows.rowCount {
      #expect(Set(graph.neighbors(of: row)).count == 6)
      #expect(!graph.neighbors(of: row).contains(Int32(row)))
    }
  }

  @Test func `tells which way was chosen and why`() throws {
    let few = FeatureRows(
      try SyntheticData.clusters(rowCount: 60, featureCount: 3, seed: 2).features)
    func told(_ metric: DistanceMetric, _ recall: NeighborSearch.Recall) throws -> (String, Bool) {
      var words: [String] = []
      let graph = try NeighborSearch(count: 3, metric: metric, recall: recall)
        .graph(of: few, telling: { words.append($0) })
      return (words.joined(separator: "; "), graph.recall == nil)
    }
    let automatic = try told(.euclidean, .automatic)
    #expect(automatic.0.hasPrefix("exact: pairs are ruled out by") && automatic.1)
    let small = try told(.euclidean, .atLeast(0.9))
    #expect(small.0.hasPrefix("exact: 60 rows are too few") && small.1)
    let other = try told(.manhattan, .atLeast(0.9))
    #expect(other.0.hasPrefix("exact: there is no approximate search for manhattan") && other.1)
  }
}

/// A search that is cut short and goes on.
@Suite struct NeighborRecorderTests {
  private struct Stop: Error {}

  /// Keeps rows, and fails when it was given some number of times.
  private final class MemoryRecorder: NeighborRecorder {
    private let kept = Mutex<[(rows: [Int32], indices: [Int32], distances: [Float])]>([])
    private let limit: Int

    init(limit: Int, after earlier: MemoryRecorder? = nil) {
      self.limit = limit
      let records = earlier?.records ?? []
      kept.withLock { $0 = records }
    }

    var records: [(rows: [Int32], indices: [Int32], distances: [Float])] { kept.withLock { $0 } }

    func restore(
      _ body: (_ rows: [Int32], _ indices: [Int32], _ distances: [Float]) -> Void
    ) throws {
      for record in records { body(record.rows, record.indices, record.distances) }
    }

    func record(rows: [Int32], indices: [Int32], distances: [Float]) throws {
      try kept.withLock {
        if $0.count == limit { throw Stop() }
        $0.append((rows, indices, distances))
      }
    }
  }

  @Test(arguments: [nil, 0.9] as [Double?])
  func `goes on where it was, to the same graph`(recall: Double?) throws {
    let matrix = try SyntheticData.grid(
      rowCount: 3600, featureCount: 3, levels: 17, classCount: 2, seed: 6
    ).features
    let rows = FeatureRows(matrix)
    let search = GraphSearch(
      count: 4, metric: .euclidean, instructionSet: .best, recall: recall, policy: .rounded)
    func run(_ recorder: MemoryRecorder?) throws -> NeighborGraph {
      try search.graph(
        of: rows, recorder: recorder, execution: Execution(threadCount: 2), telling: { _ in })
    }
    let whole = try run(nil)
    let counting = MemoryRecorder(limit: .max)
    #expect(try run(counting) == whole)
    let first = MemoryRecorder(limit: counting.records.count - 1)
    #expect(throws: Stop.self) { try run(first) }
    let second = MemoryRecorder(limit: .max, after: first)
    #expect(try run(second) == whole)
    let rowsKept = second.records.flatMap(\.rows)
    #expect(rowsKept.count == 3600 && Set(rowsKept).count == 3600)
  }
}
