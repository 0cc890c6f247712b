public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// SimiFeat (Zhu, Dong and Liu 2022): a vote of near rows in which the row itself takes part, without any training.
///
/// k rows vote: the row itself and its k - 1 nearest. In a graph of the cosine metric a voter at distance d weighs
/// 1 - d, where the row itself is put at 2 d1 - d2 by the distances of its two nearest; in a graph of any other metric
/// all weigh alike. The label quality score is the share of the weight that carries the given label: 0...1, low means
/// probably wrong. The predicted label has the most weight; among equals the given label, else the lowest class. A
/// ``Rule`` tells which labels are issues.
/// - Complexity: O(n · k) on top of the neighbor graph; for ``Rule/rank`` also that of ``NoiseTransition``.
public struct SimiFeat: Detector, Equatable {
  /// Which labels are issues.
  public enum Rule: String, CaseIterable, Sendable {
    /// Of each class the lowest scores, as many as ``NoiseTransition`` estimates to be wrong, 5 to 95 % of the class.
    case rank
    /// Where the predicted label is another.
    case vote

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .rank: "the lowest scores of each class, as many as are estimated to be wrong"
      case .vote: "where the vote is another class"
      }
    }
  }

  /// Which labels are issues.
  public var rule: Rule
  /// Number of voters, k, the row itself included; 3 or more.
  public var voterCount: Int

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - rule: Which labels are issues; ``Rule/rank`` by default.
  ///   - voterCount: k, the row itself included, 3 or more; 10 by default.
  public init(rule: Rule = .rank, voterCount: Int = 10) {
    self.rule = rule
    self.voterCount = voterCount
  }

  /// The neighbors alone.
  public var needs: Set<Evidence.Kind> { [.neighbors] }

  /// k - 1: the row itself is no neighbor.
  public var neighborCount: Int { max(2, voterCount - 1) }

  /// The share of a class that may be issues.
  private static let shareOfClass = 0.05...0.95

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let graph = try evidence.graph(for: labels)
    guard voterCount >= 3, voterCount <= graph.neighborCount + 1 else {
      throw .invalidParameter(
        name: "k", value: "\(voterCount)",
        allowed: "3 to \(graph.neighborCount + 1), the neighbors in the graph and the row itself")
    }
    let votes = execution.mapBlocks(of: labels.count, size: 4096) { rows in
      self.votes(on: rows, labels, graph)
    }.flatMap(\.self)
    let flags =
      switch rule {
      case .vote: votes.indices.map { votes[$0].leader != labels[$0] }
      case .rank: try ranked(votes.map(\.share), labels, evidence, execution)
      }
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        RowFinding(
          score: votes[row].share, isIssue: flags[row], predictedLabel: votes[row].leader,
          reason: .figure(
            votes[row].share, of: "the share of the vote, its own included, for its label"))
      }
    }
  }

  /// The vote on one row.
  private struct Vote {
    let share: Double
    let leader: Int
  }

  private func votes(on rows: Range<Int>, _ labels: Labels, _ graph: NeighborGraph) -> [Vote] {
    var near = NearLabels(graph, labels, count: voterCount - 1)
    var tally = ClassTally(classCount: labels.classCount)
    return rows.map { row in
      tally.clear()
      near.read(row: row)
      let distances = graph.distances(of: row).prefix(voterCount - 1).map { distance in
        graph.metric == .cosine ? Double(distance) : 0
      }
      // Cosine distances reach 2; what lies opposite has no say.
      let own = max(0, 1 - (2 * distances[0] - distances[1]))
      if own > 0 { tally.add(own, to: labels[row]) }
      for (label, distance) in zip(near.values, distances) where distance < 1 {
        tally.add(1 - distance, to: label)
      }
      return Vote(share: tally.share(of: labels[row]), leader: tally.leader(own: labels[row]))
    }
  }

  /// Flags the lowest scores of each class.
  private func ranked(
    _ scores: [Double], _ labels: Labels, _ evidence: Evidence, _ execution: Execution
  ) throws(DefenseError) -> [Bool] {
    let transition = try NoiseTransition(labels, evidence: evidence, execution: execution)
    var flags = [Bool](repeating: false, count: labels.count)
    for (label, rows) in labels.rowsByClass.enumerated() {
      let wrong = 1 - transition.probabilityOfBeingRight(label)
      let rate = min(max(wrong, Self.shareOfClass.lowerBound), Self.shareOfClass.upperBound)
      for (row, flag) in zip(rows, LowestScores.flags(rows.map { scores[$0] }, rate: rate)) {
        flags[row] = flag
      }
    }
    return flags
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "simifeat", summary: "vote of near rows, the row itself among them, without training",
    cost: "O(n k); rank also fits K x K noise rates in O(K⁴) a step",
    failure: "near rows of other classes, or flipped together",
    drawsAtRandom: false,
    variants: Rule.allCases.map { rule in
      Detectors.Variant(id: rule.rawValue, summary: rule.summary) {
        SimiFeat(rule: rule, voterCount: $0.neighborCount)
      }
    })
}
