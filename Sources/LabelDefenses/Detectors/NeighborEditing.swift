public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// The editing rules of nearest-neighbor classification, which drop rows that their neighbors do not confirm.
///
/// The vote of some neighbors goes to the most frequent class; among equals to the given label if it is one of
/// them, else to the lowest. Each ``Rule`` tells which labels are issues and what their score is.
/// - Complexity: O(n · k) on top of the neighbor graph; ``Rule/renn`` also searches, in every round, the neighbors
///   of the rows that lost too many of theirs.
public struct NeighborEditing: Detector, Equatable {
  /// Which rows are dropped.
  ///
  /// Scores are 0...1; low means probably wrong.
  public enum Rule: String, CaseIterable, Sendable {
    /// Edited nearest neighbors (Wilson 1972): where the vote of k neighbors is another class.
    ///
    /// Score: the share of the k neighbors that carry the given label.
    case enn
    /// Where any of k neighbors carries another label.
    ///
    /// Score: the share of the k neighbors that carry the given label; an issue below 1.
    case unanimous = "enn-all"
    /// Repeated editing (Tomek 1976): ``enn`` again and again on what it left, until nothing is dropped.
    ///
    /// Score of a row dropped in round r of R: (r - 1 + s) / 2R, s the share of its neighbors then that carry its
    /// label, at most a half; of a row that is kept: (1 + s) / 2 with s of the last round. So what is dropped earlier
    /// scores lower, and all that is dropped below all that is kept. Where a round would drop all that is left of a
    /// class, the rows of it with the largest s stay. 100 rounds at most.
    case renn
    /// All k nearest neighbors (Tomek 1976): where any of the votes of 1, 2, ..., k neighbors is another class.
    ///
    /// All votes are among the rows as given. Score: the share of the k votes for the given label; an issue below 1.
    case allKNN = "all-knn"

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .enn: "the vote of k neighbors is another class"
      case .unanimous: "one of k neighbors carries another label"
      case .renn: "enn repeated on what it left"
      case .allKNN: "one of the votes of 1 to k neighbors is another class"
      }
    }
  }

  /// Which rows are dropped.
  public var rule: Rule
  /// Number of neighbors, k; 1 or more.
  public var neighborCount: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - rule: Which rows are dropped; ``Rule/enn`` by default.
  ///   - neighborCount: k, 1 or more; 3 by default, as in the paper.
  public init(rule: Rule = .enn, neighborCount: Int = 3) {
    self.rule = rule
    self.neighborCount = neighborCount
  }

  /// The neighbors; for ``Rule/renn`` also the features.
  public var needs: Set<Evidence.Kind> {
    rule == .renn ? [.neighbors, .features] : [.neighbors]
  }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let graph = try evidence.graph(for: labels)
    try NeighborVoteParameters.check(neighborCount: neighborCount, threshold: 1, graph: graph)
    if rule == .renn {
      return try RepeatedEditing(
        graph: graph, features: evidence.features(for: labels), labels: labels,
        neighborCount: neighborCount
      ).issues(execution: execution)
    }
    return LabelIssues(rowCount: labels.count, execution: execution) { rows in
      var near = NearLabels(graph, labels, count: neighborCount)
      var tally = ClassTally(classCount: labels.classCount)
      return rows.map { row in
        tally.clear()
        near.read(row: row)
        let own = labels[row]
        var (largest, confirmingVotes) = (0.0, 0)
        for label in near.values {
          tally.add(1, to: label)
          largest = max(largest, tally[label])
          if tally[own] == largest { confirmingVotes += 1 }
        }
        let agreeing = rule == .allKNN ? confirmingVotes : Int(tally[own])
        let score = near.values.isEmpty ? 1 : Double(agreeing) / Double(near.values.count)
        let leader = tally.leader(own: own)
        return RowFinding(
          score: score, isIssue: rule == .enn ? leader != own : score < 1, predictedLabel: leader,
          reason: .count(agreeing: agreeing, of: near.values.count))
      }
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "editing", summary: "whether the editing rules ENN, RENN and AllKNN keep the row",
    cost: "O(n k); renn searches neighbors in every round",
    failure: "a whole neighborhood flipped together; rows near a border are dropped although right",
    drawsAtRandom: false,
    variants: Rule.allCases.map { rule in
      Detectors.Variant(id: rule.rawValue, summary: rule.summary) {
        NeighborEditing(rule: rule, neighborCount: $0.neighborCount)
      }
    })
}
