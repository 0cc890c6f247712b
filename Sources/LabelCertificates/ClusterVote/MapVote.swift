internal import LabelContracts
internal import LabelData

/// The votes of labels for maps from clusters to classes.
struct MapVote: Sendable {
  private let labels: Labels
  private let clusters: [Int32]
  /// Number of labels of every class in every cluster.
  private let counts: [[Int]]
  private let best: BestAssignment

  /// Counts the votes.
  ///
  /// - Parameters:
  ///   - labels: n labels.
  ///   - clusters: The cluster of every row.
  ///   - count: Number of clusters, at most as many as classes.
  init(_ labels: Labels, clusters: [Int32], count: Int) {
    self.labels = labels
    self.clusters = clusters
    counts = Self.counts(labels, clusters, count)
    best = BestAssignment(counts)
  }

  private static func counts(_ labels: Labels, _ clusters: [Int32], _ count: Int) -> [[Int]] {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: labels.classCount), count: count)
    for (row, cluster) in clusters.enumerated() { counts[Int(cluster)][labels[row]] += 1 }
    return counts
  }

  /// What is predicted in a cluster, and how many changes of labels cannot change that.
  ///
  /// Trusted rows and forbidden changes only take changes away from the attacker, and every change costs at least 1, so
  /// the radius holds for them too.
  func certified(
    cluster: Int, _ threat: LabelThreat, namingAttack: Bool = true
  ) -> CertifiedPrediction {
    let label = best.classes[cluster]
    let all: Int =
      if case .costs(let costs) = threat.unit { costs.reduce(0, +) } else { labels.count }
    guard labels.classCount > 1 else {
      return CertifiedPrediction(predictedLabel: label, radius: all)
    }
    let rival = BestAssignment(counts, forbidding: (cluster, label))
    let lead = best.total - rival.total
    return CertifiedPrediction(
      predictedLabel: label, radius: max(0, (lead + 1) / 2 - 1),
      attack: namingAttack ? attack(cluster, label: label, rival, lead: lead, threat) : nil)
  }

  /// Changes that move two votes each, just as many as the rival map needs; `nil` where the threat forbids too many.
  private func attack(
    _ cluster: Int, label: Int, _ rival: BestAssignment, lead: Int, _ threat: LabelThreat
  ) -> [Flip]? {
    var flips: [Flip] = []
    var changed = labels
    for row in clusters.indices where flips.count <= lead / 2 {
      let own = Int(clusters[row])
      let (from, to) = (best.classes[own], rival.classes[own])
      guard labels[row] == from, threat.allows(row: row, from: from, to: to) else { continue }
      flips.append(Flip(row: row, from: from, to: to))
      changed[row] = to
    }
    // Among more than two classes a third map may win, and decide as before.
    let after = BestAssignment(Self.counts(changed, clusters, counts.count))
    return after.classes[cluster] == label ? nil : flips
  }
}
