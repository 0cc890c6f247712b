import LabelContracts
import LabelData
import Neighbors
import VectorKernels

/// Algorithm 2 of Paudice, Muñoz-González and Lupu (2018) as it is written.
///
/// One round, each row by the labels as they were.
struct PlainNeighborVote: Sanitizer {
  var neighborCount = 10
  var threshold = 0.5

  /// The label that every row gets.
  func relabeled(_ labels: Labels, graph: NeighborGraph) -> [Int] {
    (0..<labels.count).map { row in
      var votes = [Int](repeating: 0, count: labels.classCount)
      let voters = graph.neighbors(of: row).prefix(neighborCount)
      for voter in voters { votes[labels[Int(voter)]] += 1 }
      let most = votes.max() ?? 0
      guard votes[labels[row]] < most, Double(most) / Double(voters.count) >= threshold else {
        return labels[row]
      }
      return votes.firstIndex(of: most) ?? labels[row]
    }
  }

  /// The rows whose label would change.
  func flagged(_ labels: Labels, graph: NeighborGraph) -> Set<Int> {
    let changed = relabeled(labels, graph: graph)
    return Set(changed.indices.filter { changed[$0] != labels[$0] })
  }

  var needs: Set<Evidence.Kind> { [.neighbors] }

  func sanitize(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> SanitizedLabels {
    let graph = try evidence.graph(for: labels)
    let changed = relabeled(labels, graph: graph)
    let changes = changed.indices.filter { changed[$0] != labels[$0] }.map { row in
      let votes = ClassVotes(
        graph.neighbors(of: row).prefix(neighborCount).map { labels[Int($0)] })
      return SanitizedLabels.Change(
        row: row, from: labels[row], to: changed[row], action: .relabel, reason: .neighbors(votes),
        confidence: 1)
    }
    return SanitizedLabels(repairing: labels, changes: changes)
  }
}
