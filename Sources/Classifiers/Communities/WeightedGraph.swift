/// An undirected graph with weighted edges, and a weight of every node's edge to itself.
struct WeightedGraph: Sendable {
  /// Where the edges of every node start; one more than there are nodes.
  private let starts: [Int]
  private let targets: [Int32]
  private let weights: [Double]
  /// Twice the weight inside each node.
  let loops: [Double]
  /// The sum of the weights of each node's edges, its loop counted twice.
  let degrees: [Double]
  /// The sum of all degrees.
  let volume: Double

  /// Number of nodes.
  var nodeCount: Int { loops.count }

  /// The graph of neighbors; every edge weighs 1.
  init(_ graph: SymmetricGraph) {
    var (starts, targets): ([Int], [Int32]) = ([0], [])
    for row in 0..<graph.rowCount {
      targets.append(contentsOf: graph.neighbors(of: row).filter { Int($0) != row })
      starts.append(targets.count)
    }
    self.init(
      starts: starts, targets: targets, weights: [Double](repeating: 1, count: targets.count),
      loops: [Double](repeating: 0, count: graph.rowCount))
  }

  private init(starts: [Int], targets: [Int32], weights: [Double], loops: [Double]) {
    self.starts = starts
    self.targets = targets
    self.weights = weights
    self.loops = loops
    degrees = loops.indices.map { node in
      weights[starts[node]..<starts[node + 1]].reduce(loops[node], +)
    }
    volume = degrees.reduce(0, +)
  }

  /// Calls a body with every edge of a node and its weight.
  func forEachEdge(of node: Int, _ body: (Int, Double) -> Void) {
    for place in starts[node]..<starts[node + 1] { body(Int(targets[place]), weights[place]) }
  }

  /// The graph whose nodes are groups of this one's.
  ///
  /// - Parameters:
  ///   - groups: The group of every node.
  ///   - count: Number of groups.
  /// - Returns: The graph of groups, its edges ascending.
  func contracted(_ groups: [Int32], count: Int) -> WeightedGraph {
    var members = [[Int32]](repeating: [], count: count)
    for (node, group) in groups.enumerated() { members[Int(group)].append(Int32(node)) }
    var (starts, targets, weights): ([Int], [Int32], [Double]) = ([0], [], [])
    var loops = [Double](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: count)
    for group in 0..<count {
      var touched: [Int32] = []
      for node in members[group] {
        loops[group] += self.loops[Int(node)]
        forEachEdge(of: Int(node)) { other, weight in
          let target = groups[other]
          if sums[Int(target)] == 0 { touched.append(target) }
          sums[Int(target)] += weight
        }
      }
      for target in touched.sorted() {
        if Int(target) == group {
          loops[group] += sums[Int(target)]
        } else {
          targets.append(target)
          weights.append(sums[Int(target)])
        }
        sums[Int(target)] = 0
      }
      starts.append(targets.count)
    }
    return WeightedGraph(starts: starts, targets: targets, weights: weights, loops: loops)
  }
}
