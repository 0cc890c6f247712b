import Classifiers
import LabelContracts
import LabelData
import Neighbors

extension ScanResult {
  /// Why a row's label scores as it does, in words; for an issue also what else is known of it.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - listsNeighbors: Whether the neighbors that voted on an issue are listed, nearest first.
  /// - Returns: A sentence without its full stop, in parts set off by semicolons.
  func explanation(ofRow row: Int, listsNeighbors: Bool) -> String {
    let reason = issues.reasons[row]
    guard issues.isLabelIssue[row] else { return words(reason, row) }
    var parts = [words(reason, row) + (listsNeighbors ? voters(for: reason, row) : "")]
    for other in otherReasons(ofRow: row, than: reason) {
      parts.append(words(other, row) + (listsNeighbors ? voters(for: other, row) : ""))
    }
    return parts.joined(separator: "; ")
  }

  /// The votes of the neighbors of a row; `nil` where there are no neighbors.
  func votes(ofRow row: Int) -> ClassVotes? {
    if case .neighbors(let votes) = issues.reasons[row] { return votes }
    guard let graph = evidence.neighborGraph, let k = sources.neighbors?.count else { return nil }
    let classIndices = rows.labels.classIndices
    return ClassVotes(graph.neighbors(of: row).prefix(k).map { classIndices[Int($0)] })
  }

  /// What the evidence says about a row beside the reason that the detector gives.
  private func otherReasons(ofRow row: Int, than reason: Reason) -> [Reason] {
    let (kind, predicted) = (reason.evidence, issues.predictedLabels[row])
    var others: [Reason] = []
    if kind != .neighbors, let votes = votes(ofRow: row) { others.append(.neighbors(votes)) }
    if kind != .probabilities, let probabilities = evidence.probabilities {
      others.append(
        .probabilities(
          given: probabilities[row, rows.labels[row]], predicted: probabilities[row, predicted]))
    }
    if kind != .groups, let groups = evidence.groups, let ranking = groupRanking {
      let group = groups.groupIndices[row]
      others.append(.group(group, errorRate: ranking.errorRate(ofGroup: group)))
    }
    return others
  }

  private func voters(for reason: Reason, _ row: Int) -> String {
    guard case .neighbors(let votes) = reason, let graph = evidence.neighborGraph else { return "" }
    let listed = graph.neighbors(of: row).prefix(votes.total)
    return ": rows \(listed.map { "\(rows.fileRow(Int($0)))" }.joined(separator: " "))"
  }

  private func words(_ reason: Reason, _ row: Int) -> String {
    reason.words(
      predicted: issues.predictedLabels[row], given: rows.labels[row],
      classNames: rows.labels.classNames, groupNames: evidence.groups?.names ?? [])
  }
}

extension Reason {
  /// The part of the evidence that the reason tells in full, if it is one that reports add to other reasons.
  fileprivate var evidence: Evidence.Kind? {
    switch self {
    case .neighbors, .voters: .neighbors
    case .probabilities: .probabilities
    case .group: .groups
    case .margin, .centers, .count, .figure, .duplicates: nil
    }
  }
}
