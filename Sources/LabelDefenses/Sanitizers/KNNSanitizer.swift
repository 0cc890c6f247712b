public import LabelContracts
public import LabelData
import Neighbors
public import VectorKernels

/// kNN label sanitization: Algorithm 2 of Paudice, Muñoz-González and Lupu (2018).
///
/// Each row whose k nearest neighbors carry one label with a share of at least `threshold` (the paper's eta)
/// is given that label. All rows are judged on the labels as they were, then relabeled together. Among
/// equally frequent labels the row's own wins if it is one of them, else the lowest class. Any number of
/// classes.
///
/// - Complexity: O(n · k) for each round, on top of the neighbor graph.
public struct KNNSanitizer: Sanitizer, Equatable {
  /// How often all rows are judged.
  public enum Rounds: Equatable, Sendable {
    /// So many times, or fewer if nothing changes any more; the paper's algorithm is one round.
    case atMost(Int)
    /// Until nothing changes, or the labels of an earlier round come back.
    case untilStable
  }

  /// Number of neighbors that vote, k; 1 or more.
  public var neighborCount: Int
  /// Smallest share of the neighbors that relabels a row, eta; 0.5...1.
  public var threshold: Double
  /// How often all rows are judged.
  public var rounds: Rounds
  /// What is done about a label that is not the one after the last round: it is replaced, as in the paper, its row is
  /// removed, or it is listed.
  public var action: SanitizeAction

  /// Makes the sanitizer.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - threshold: eta, 0.5...1; 0.5 by default.
  ///   - rounds: How often all rows are judged; once by default.
  ///   - action: relabel, the default, remove or flag.
  public init(
    neighborCount: Int = 10, threshold: Double = 0.5, rounds: Rounds = .atMost(1),
    action: SanitizeAction = .relabel
  ) {
    self.neighborCount = neighborCount
    self.threshold = threshold
    self.rounds = rounds
    self.action = action
  }

  /// The neighbors.
  public var needs: Set<Evidence.Kind> { [.neighbors] }

  /// Repairs labels.
  ///
  /// When the labels come back to those of an earlier round they would alternate for ever. Whole turns of the
  /// cycle are then left out, so the labels are those after all rounds asked for; where there is no limit,
  /// they are the ones that came back.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: A graph with at least k neighbors for each row.
  ///   - seed: Without effect.
  ///   - execution: Without effect.
  /// - Returns: The labels after the last round; each change with the votes of the round that made it last.
  /// - Throws: ``/LabelContracts/DefenseError``.
  public func sanitize(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> SanitizedLabels {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(
      neighborCount: neighborCount, threshold: threshold, graph: graph)
    if case .atMost(let limit) = rounds, limit < 1 {
      throw .invalidParameter(name: "rounds", value: "\(limit)", allowed: "1 or more, or stable")
    }
    guard action != .weight && action != .auto else {
      throw .invalidParameter(
        name: "action", value: action.rawValue,
        allowed: "relabel, remove or flag: the votes of neighbors are no probabilities of classes")
    }
    var current = labels
    var lastVotes: [Int: NeighborVote] = [:]
    // The rows that differ from the given labels tell a round's labels in little memory.
    var differences: [Int: Int] = [:]
    var seen = [differences: 0]
    var roundCount = 0
    var roundsLeft: Int? = if case .atMost(let limit) = rounds { limit } else { nil }
    var ending = SanitizedLabels.Ending.roundsDone
    while roundsLeft != 0 {
      let turned = (0..<labels.count).compactMap { row -> (row: Int, vote: NeighborVote)? in
        let vote = NeighborVote(
          graph: graph, row: row, labels: current, neighborCount: neighborCount)
        return vote.majority != current[row] && vote.confidence >= threshold ? (row, vote) : nil
      }
      roundCount += 1
      roundsLeft = roundsLeft.map { $0 - 1 }
      guard !turned.isEmpty else {
        ending = .stable
        break
      }
      for (row, vote) in turned {
        current[row] = vote.majority
        differences[row] = vote.majority == labels[row] ? nil : vote.majority
        lastVotes[row] = vote
      }
      guard ending == .roundsDone else { continue }
      if let earlier = seen.updateValue(roundCount, forKey: differences) {
        let length = roundCount - earlier
        ending = .cycle(length: length)
        roundsLeft = (roundsLeft ?? 0) % length
      }
    }
    let changes = (0..<labels.count).compactMap { row -> SanitizedLabels.Change? in
      guard current[row] != labels[row], let vote = lastVotes[row] else { return nil }
      let votes = vote.votes
      return SanitizedLabels.Change(
        row: row, from: labels[row], to: current[row], action: action,
        reason: .voters(
          graph.neighbors(of: row).prefix(neighborCount).map(Int.init), votes),
        confidence: Double(votes[current[row]]) / Double(max(1, votes.total)))
    }
    return SanitizedLabels(
      repairing: labels, changes: changes, roundCount: roundCount, ending: ending)
  }
}
