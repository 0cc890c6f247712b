/// Communities of a neighbor graph: groups of rows with more edges inside than chance would give.
///
/// What is maximised is the modularity Q = sum over groups g of E_g / V - (vol_g / V)² (Newman and Girvan 2004), with
/// E_g twice the number of edges inside, vol_g the sum of degrees and V the sum of all degrees, by the method of
/// Blondel, Guillaume, Lambiotte and Lefebvre (2008): every node moves to the group next to it that gains most, until
/// none moves; then groups become nodes. The number of groups is found, not given. Nodes are visited in the order of
/// their rows, and ties go to a node's own group, then to the lowest.
package struct Communities: Sendable {
  /// The community of every row; they are numbered by their first row.
  package private(set) var assignments: [Int32]
  /// Number of communities.
  package private(set) var count: Int
  /// The graph whose nodes are the communities.
  private var graph: WeightedGraph

  /// A gain that is no more than rounding.
  private static let leastGain = 1e-12

  /// Finds communities.
  ///
  /// - Parameter graph: The neighbor graph.
  /// - Complexity: O(n · k) for each pass; some tens of passes.
  package init(_ graph: SymmetricGraph) {
    var level = WeightedGraph(graph)
    var assignments = (0..<graph.rowCount).map { Int32($0) }
    while true {
      let (groups, count) = Self.moved(level)
      for row in assignments.indices { assignments[row] = groups[Int(assignments[row])] }
      let isDone = count == level.nodeCount
      level = level.contracted(groups, count: count)
      if isDone { break }
    }
    self.assignments = assignments
    count = level.nodeCount
    self.graph = level
  }

  /// Moves nodes until none gains; groups are numbered by their first node.
  private static func moved(_ graph: WeightedGraph) -> (groups: [Int32], count: Int) {
    let n = graph.nodeCount
    var groups = (0..<n).map { Int32($0) }
    guard graph.volume > 0 else { return (groups, n) }
    var volumes = graph.degrees
    var links = [Double](repeating: 0, count: n)
    var hasMoved = true
    while hasMoved {
      hasMoved = false
      for node in 0..<n {
        let own = Int(groups[node])
        var touched: [Int] = [own]
        graph.forEachEdge(of: node) { other, weight in
          let group = Int(groups[other])
          if links[group] == 0, group != own { touched.append(group) }
          links[group] += weight
        }
        volumes[own] -= graph.degrees[node]
        func gain(_ group: Int) -> Double {
          links[group] - graph.degrees[node] * volumes[group] / graph.volume
        }
        var best = (group: own, gain: gain(own))
        for group in touched.dropFirst().sorted() {
          let gain = gain(group)
          if gain > best.gain + leastGain { best = (group, gain) }
        }
        for group in touched { links[group] = 0 }
        volumes[best.group] += graph.degrees[node]
        if best.group != own {
          groups[node] = Int32(best.group)
          hasMoved = true
        }
      }
    }
    var numbers = [Int32](repeating: -1, count: n)
    var count: Int32 = 0
    for node in 0..<n {
      if numbers[Int(groups[node])] < 0 {
        numbers[Int(groups[node])] = count
        count += 1
      }
      groups[node] = numbers[Int(groups[node])]
    }
    return (groups, Int(count))
  }

  /// Joins communities two by two until no more than some are left.
  ///
  /// Of all pairs the one with the largest E_ab / (vol_a vol_b)^1.25 is joined, E_ab being the weight between them (ties:
  /// the lowest pair). With the power 1 it would be the mean weight of pairs of nodes; the larger power spares large
  /// groups, so that groups end up of like size. Pairs without any edge between them are joined last, the smallest first.
  ///
  /// - Parameter limit: Most communities that are left, 1 or more.
  package mutating func merge(to limit: Int) {
    while count > max(1, limit) {
      var best: (first: Int, second: Int, worth: Double)?
      for first in 0..<count {
        graph.forEachEdge(of: first) { second, weight in
          guard second > first else { return }
          let worth = weight / Self.power(graph.degrees[first] * graph.degrees[second])
          if worth > best?.worth ?? 0 { best = (first, second, worth) }
        }
      }
      let (first, second) = best.map { ($0.first, $0.second) } ?? smallestPair
      let groups = (0..<count).map { node -> Int32 in
        node == second ? Int32(first) : node > second ? Int32(node - 1) : Int32(node)
      }
      graph = graph.contracted(groups, count: count - 1)
      for row in assignments.indices { assignments[row] = groups[Int(assignments[row])] }
      count -= 1
    }
  }

  /// x^1.25 by square roots alone, so that it is the same on all machines.
  private static func power(_ x: Double) -> Double { x * x.squareRoot().squareRoot() }

  /// The two communities of the fewest rows, ascending.
  private var smallestPair: (Int, Int) {
    var sizes = [Int](repeating: 0, count: count)
    for community in assignments { sizes[Int(community)] += 1 }
    let order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    return (min(order[0], order[1]), max(order[0], order[1]))
  }
}
