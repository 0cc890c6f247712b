internal import LabelContracts
internal import LabelData
internal import Neighbors

/// The vote of a row's k nearest neighbors, by which Algorithm 2 judges its label.
struct NeighborVote: Equatable, Sendable {
  /// Neighbors that carry each class.
  let votes: ClassVotes
  /// The most frequent class; among equals the row's own if it is one of them, else the lowest.
  let majority: Int
  /// Number of voters, k.
  let voterCount: Int

  /// Counts the votes of a row's nearest neighbors.
  ///
  /// - Complexity: O(k · c) for c classes voted for.
  init(graph: NeighborGraph, row: Int, labels: Labels, neighborCount: Int) {
    let classes = labels.classIndices
    let voters = graph.neighbors(of: row).prefix(neighborCount)
    self.init(voters.map { classes[Int($0)] }, own: classes[row])
  }

  /// Counts votes, given as the class of each voter, on a row with a label of its own.
  init(_ voters: [Int], own: Int) {
    let votes = ClassVotes(voters)
    majority = votes.majority(own: own)
    self.votes = votes
    voterCount = voters.count
  }

  /// Share of the neighbors that carry the majority's class, 0...1.
  var confidence: Double { share(of: majority) }

  /// Share of the neighbors that carry a class, 0...1; 1 when there are no neighbors.
  func share(of label: Int) -> Double {
    voterCount == 0 ? 1 : Double(votes[label]) / Double(voterCount)
  }
}

extension ClassVotes {
  /// The most frequent class; among equals the row's own if it is one of them, else the lowest.
  ///
  /// - Complexity: O(classes voted for).
  func majority(own: Int) -> Int {
    let largest = largest
    return self[own] == largest ? own : entries.first { $0.count == largest }?.label ?? own
  }
}

/// The parameters of Algorithm 2 and their ranges, shared by the sanitizer and the detector.
enum NeighborVoteParameters {
  static func check(
    neighborCount: Int, threshold: Double, graph: NeighborGraph
  ) throws(DefenseError) {
    guard neighborCount >= 1, neighborCount <= graph.neighborCount || graph.rowCount <= 1 else {
      throw .invalidParameter(
        name: "k", value: "\(neighborCount)",
        allowed: "1 to \(graph.neighborCount), the neighbors in the graph")
    }
    guard (0.5...1).contains(threshold) else {
      throw .invalidParameter(name: "threshold", value: "\(threshold)", allowed: "0.5 to 1")
    }
  }
}
