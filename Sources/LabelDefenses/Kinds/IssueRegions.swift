internal import LabelContracts
internal import Neighbors

/// How issues lie among the neighbors of one another.
struct IssueRegions: Sendable {
  /// Most neighbors of each row that are looked at.
  static let neighborLimit = 10
  /// How far the share of issues among the neighbors of issues must be above that by chance to matter.
  static let leastExcess = 0.2
  /// Most issues whose neighbors are counted; of more every so-many-th.
  private static let issueLimit = 5000
  /// Fewest issues that are told as a region.
  static let leastSize = 3

  private let graph: NeighborGraph
  private let k: Int

  init(_ graph: NeighborGraph) {
    self.graph = graph
    k = min(Self.neighborLimit, graph.neighborCount)
  }

  /// The share of the neighbors of the rows of a set that are in it.
  func share(_ rows: [Int], _ isIn: [Bool]) -> Double {
    let step = max(1, (rows.count + Self.issueLimit - 1) / Self.issueLimit)
    var (count, total) = (0, 0)
    for place in stride(from: 0, to: rows.count, by: step) {
      for neighbor in graph.neighbors(of: rows[place]).prefix(k) {
        total += 1
        if isIn[Int(neighbor)] { count += 1 }
      }
    }
    return Double(count) / Double(max(1, total))
  }

  /// The regions of issues, largest first (ties: lowest row), of at least ``leastSize`` rows each.
  ///
  /// - Complexity: nearly O(n + issues · k).
  func regions(_ issues: LabelIssues) -> [IssueRegion] {
    var parent = Array(issues.isLabelIssue.indices)
    func root(_ row: Int) -> Int {
      var row = row
      while parent[row] != row {
        parent[row] = parent[parent[row]]
        row = parent[row]
      }
      return row
    }
    let predicted = issues.predictedLabels
    for row in parent.indices where issues.isLabelIssue[row] {
      for neighbor in graph.neighbors(of: row).prefix(k).map(Int.init)
      where issues.isLabelIssue[neighbor] && predicted[neighbor] == predicted[row] {
        let (one, other) = (root(row), root(neighbor))
        parent[max(one, other)] = min(one, other)
      }
    }
    var rows: [Int: [Int]] = [:]
    for row in parent.indices where issues.isLabelIssue[row] {
      rows[root(row), default: []].append(row)
    }
    return rows.filter { $0.value.count >= Self.leastSize }
      .sorted { (-$0.value.count, $0.key) < (-$1.value.count, $1.key) }
      .map { IssueRegion(rows: $0.value, predicted: predicted[$0.key]) }
  }
}
