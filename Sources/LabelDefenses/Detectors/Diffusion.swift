internal import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// What the labels of all other rows say, spread over the neighbor graph.
///
/// The label quality score is 0...1, low means probably wrong; ``Rule`` tells how it is made, and which labels are
/// issues.
/// - Complexity: that of ``LabelSpreading``, of ``TrustedClusters`` for ``Rule/csd``.
public struct Diffusion: Detector, Equatable {
  /// How labels are judged.
  public enum Rule: String, CaseIterable, Sendable {
    /// By ``LabelSpreading`` (Zhou et al. 2004): the given label's share of the support; an issue where another class
    /// has the most.
    case spreading
    /// By three voters, as the defense LSD of Taheri et al. (2020): label propagation, spreading, and a trained model.
    ///
    /// Propagation fixes the labels of all other rows, which gives a row the mean of those that it is joined with; the
    /// model's vote is the most probable class of the out-of-sample probabilities. The score is the mean of the three
    /// shares of the given label; the predicted label has the largest mean share. An issue is where all three name the
    /// same class, and it is another.
    case lsd
    /// By ``TrustedClusters``, as the defense CSD of Taheri et al. (2020): an issue where taking the row with its label
    /// into the trusted clusters changes one of four measures of agreement by 0.1 or more, and another class fits better.
    ///
    /// The score is the mid-rank over n of the sum of the four changes. One row changes the measures by about one in
    /// the number of trusted rows, so issues are found by few trusted rows alone; the order of the scores
    /// does not need that.
    case csd

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .spreading: "share of the support that other labels spread over the graph"
      case .lsd: "propagation, spreading and a model name one other class"
      case .csd: "the label does not fit clusters of trusted rows"
      }
    }
  }

  /// How labels are judged.
  public var rule: Rule
  /// Number of neighbors that each row is joined with, k, 1 or more; those that are joined with it come on top.
  public var joinedCount: Int
  /// How far labels are spread, a; above 0 and below 1.
  public var reach: Double

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - rule: How labels are judged; ``Rule/spreading`` by default.
  ///   - joinedCount: k, 1 or more; 10 by default.
  ///   - reach: a, above 0 and below 1; 0.95 by default.
  public init(rule: Rule = .spreading, joinedCount: Int = 10, reach: Double = 0.95) {
    self.rule = rule
    self.joinedCount = joinedCount
    self.reach = reach
  }

  /// The neighbors, for ``Rule/lsd`` also the probabilities; features and trusted rows for ``Rule/csd``.
  public var needs: Set<Evidence.Kind> {
    switch rule {
    case .spreading: [.neighbors]
    case .lsd: [.neighbors, .probabilities]
    case .csd: [.features, .trusted]
    }
  }

  /// k; 0 for ``Rule/csd``, which needs no graph.
  public var neighborCount: Int { rule == .csd ? 0 : joinedCount }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    switch rule {
    case .spreading: try spread(labels, evidence, seed, execution)
    case .lsd: try voted(labels, evidence, seed, execution)
    case .csd:
      try TrustedClusters(
        evidence.trusted(for: labels), featureCount: evidence.features(for: labels).columnCount,
        seed: seed, execution: execution
      ).issues(labels, evidence.features(for: labels), execution: execution)
    }
  }

  private func spread(
    _ labels: Labels, _ evidence: Evidence, _ seed: UInt64, _ execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let spreading = try LabelSpreading(
      labels, evidence: evidence, neighborCount: joinedCount, reach: reach, seed: seed,
      execution: execution)
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        let share = spreading.share(of: labels[row], row: row)
        let leader = spreading.leader(row: row, own: labels[row])
        return RowFinding(
          score: share, isIssue: leader != labels[row], predictedLabel: leader,
          reason: .figure(share, of: "its share of what other labels spread over neighbors"))
      }
    }
  }

  private func voted(
    _ labels: Labels, _ evidence: Evidence, _ seed: UInt64, _ execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let probabilities = try evidence.probabilities(for: labels)
    let spreading = try LabelSpreading(
      labels, evidence: evidence, neighborCount: joinedCount, reach: reach, seed: seed,
      execution: execution)
    let graph = SymmetricGraph(try evidence.graph(for: labels), neighborCount: joinedCount)
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      var near = ClassTally(classCount: labels.classCount)
      return rows.map { row in
        near.clear()
        for neighbor in graph.neighbors(of: row) { near.add(1, to: labels[Int(neighbor)]) }
        let own = labels[row]
        let votes = [
          near.leader(own: own), spreading.leader(row: row, own: own),
          probabilities.predictedLabel(ofRow: row),
        ]
        func share(_ label: Int) -> Double {
          (near.share(of: label) + spreading.share(of: label, row: row) + probabilities[row, label])
            / 3
        }
        let leader = (0..<labels.classCount).reduce(own) { leader, label in
          share(label) > share(leader) ? label : leader
        }
        return RowFinding(
          score: min(1, share(own)), isIssue: votes.allSatisfy { $0 == votes[0] && $0 != own },
          predictedLabel: leader, reason: .count(agreeing: votes.count { $0 == own }, of: 3))
      }
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "diffusion", summary: "what the labels of all other rows say, spread over neighbors",
    cost: "O(K n k), and as much for each row up to 2000 rows, for 64 random vectors above",
    failure: "flips that cluster, or that outnumber right labels in a connected part",
    drawsAtRandom: true,
    variants: Rule.allCases.map { rule in
      Detectors.Variant(id: rule.rawValue, summary: rule.summary) {
        Diffusion(rule: rule, joinedCount: $0.neighborCount)
      }
    })
}
