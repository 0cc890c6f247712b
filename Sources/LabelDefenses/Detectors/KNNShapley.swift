public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// What each row contributes to classifying trusted rows by their nearest neighbors: its exact Shapley value.
///
/// The value of a set of rows is how well a vote of its K nearest predicts a trusted row, see ``Utility``, averaged
/// over the trusted rows; a row's Shapley value is what it adds to that, averaged over all orders in which rows can
/// come. Jia et al. (2019) and Wang and Jia (2023) give it by one pass over the rows by distance, without sampling.
/// The values sum to the value of all rows less that of none.
///
/// The label quality score is the mid-rank of the value over n: 0...1, low means probably wrong. Issues are the lowest
/// scores, as many as the estimated share of wrong labels. The predicted label is the vote of the row's K nearest
/// trusted rows; among equals the given label, else the lowest class.
/// - Complexity: O(m · n · (d + log n)) for m trusted rows, of which so many are looked at together that the memory
///   stays in proportion to n: some 150 MB, or 40 bytes a row where that is more.
public struct KNNShapley: Detector, Equatable {
  /// How well K neighbors predict a trusted row.
  public enum Utility: String, CaseIterable, Sendable {
    /// The share of the nearest rows, K or all if there are fewer, that carry its label; 1 / classes without rows.
    case soft
    /// The number of those rows over K; 0 without rows.
    case hard

    /// What it does, in half a sentence.
    var summary: String {
      switch self {
      case .soft: "votes count as a share of the voters"
      case .hard: "votes count as a share of K, even where voters are fewer"
      }
    }
  }

  /// How well K neighbors predict a trusted row.
  public var utility: Utility
  /// Number of neighbors that vote, K; 1 or more; of fewer rows, all vote.
  public var voterCount: Int
  /// How distance is measured.
  public var metric: DistanceMetric

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - utility: How well K neighbors predict a trusted row; ``Utility/soft`` by default.
  ///   - voterCount: K, 1 or more; 5 by default.
  ///   - metric: How distance is measured; Euclidean by default.
  public init(
    utility: Utility = .soft, voterCount: Int = 5, metric: DistanceMetric = .euclidean
  ) {
    self.utility = utility
    self.voterCount = voterCount
    self.metric = metric
  }

  /// Features, trusted rows, and how many labels are wrong.
  public var needs: Set<Evidence.Kind> { [.features, .trusted, .noiseRate] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels)
    let rate = try evidence.noiseRate(for: labels)
    let values = try values(features, labels, trusted: trusted, execution: execution)
    let predicted = try predictedLabels(features, labels, trusted, execution)
    let scores = MidRanks.scores(values)
    let flags = LowestScores.flags(scores, rate: rate)
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        RowFinding(
          score: scores[row], isIssue: flags[row], predictedLabel: predicted[row],
          reason: .figure(
            values[row] * Double(values.count),
            of: "what it adds to the agreement with trusted rows, times the number of rows,"))
      }
    }
  }

  /// The Shapley value of every row.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: The given labels, n.
  ///   - trusted: The rows that are classified.
  ///   - execution: Threads and progress; the values do not depend on it.
  /// - Returns: n values, which sum to the utility of all rows less that of none.
  /// - Throws: ``/LabelContracts/DefenseError`` for parameters out of range, other numbers of features, and distances
  ///   that there are not.
  public func values(
    _ features: Matrix, _ labels: Labels, trusted: TrustedRows, execution: Execution = .serial
  ) throws(DefenseError) -> [Double] {
    try check(features, trusted)
    let n = labels.count
    guard n > 0 else { return [] }
    let rows = FeatureRows(features)
    var sums = [Double](repeating: 0, count: n)
    let blockSize = max(1, (1 << 22) / n)
    for start in stride(from: 0, to: trusted.labels.count, by: blockSize) {
      let block = start..<min(trusted.labels.count, start + blockSize)
      let order = try neighbors(
        of: FeatureRows(trusted.features.selecting(rows: block)), in: rows, count: n, execution)
      for (place, row) in block.enumerated() {
        let nearest = order.neighbors(of: place)
        let agrees = nearest.map { labels[Int($0)] == trusted.labels[row] }
        let values = ShapleyValues.values(
          agrees, voterCount: voterCount, utility: utility, classCount: labels.classCount)
        for (neighbor, value) in zip(nearest, values) { sums[Int(neighbor)] += value }
      }
      execution.progress?(Double(block.upperBound) / Double(trusted.labels.count))
    }
    return sums.map { $0 / Double(trusted.labels.count) }
  }

  private func check(_ features: Matrix, _ trusted: TrustedRows) throws(DefenseError) {
    guard voterCount >= 1 else {
      throw .invalidParameter(name: "k", value: "\(voterCount)", allowed: "1 or more")
    }
    try trusted.check(featureCount: features.columnCount)
  }

  private func neighbors(
    of queries: FeatureRows, in reference: FeatureRows, count: Int, _ execution: Execution
  ) throws(DefenseError) -> NeighborGraph {
    try searching { () throws(NeighborError) in
      try ExactNeighbors.neighbors(
        of: queries, in: reference, count: count, metric: metric, execution: execution.silent)
    }
  }

  /// The vote of each row's nearest trusted rows.
  private func predictedLabels(
    _ features: Matrix, _ labels: Labels, _ trusted: TrustedRows, _ execution: Execution
  ) throws(DefenseError) -> [Int] {
    guard labels.count > 0 else { return [] }
    let voters = try neighbors(
      of: FeatureRows(features), in: FeatureRows(trusted.features),
      count: min(voterCount, trusted.labels.count), execution)
    var tally = ClassTally(classCount: labels.classCount)
    return (0..<labels.count).map { row in
      tally.clear()
      for voter in voters.neighbors(of: row) { tally.add(1, to: trusted.labels[Int(voter)]) }
      return tally.leader(own: labels[row])
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "knn-shapley",
    summary: "what the row adds to classifying trusted rows by their neighbors (Shapley value)",
    cost: "O(m n (d + log n)) for m trusted rows",
    failure: "trusted rows that leave parts of the data out",
    drawsAtRandom: false,
    variants: Utility.allCases.map { utility in
      Detectors.Variant(id: utility.rawValue, summary: utility.summary) {
        KNNShapley(utility: utility, voterCount: $0.neighborCount, metric: $0.metric)
      }
    })
}
