public import LabelContracts
public import LabelData
public import VectorKernels

/// Finds flipped labels such that the expected share of right labels among them is bounded, whoever chose the flips.
///
/// The trusted rows must be a random sample of the population that the rows judged come from, with right labels. Whoever
/// flips may know everything and choose which rows keep their labels; if he knows the trusted rows he can hide flips,
/// but not make more of those rejected right.
///
/// Each row i with its given label joins the m trusted rows, and a learner that does not depend on the order of rows
/// gives each of the m + 1 a margin of its label, predicted by the other m. The p-value is the share of the m + 1
/// whose margin is no larger than that of row i (full conformal prediction, Vovk, Gammerman and Shafer 2005). The
/// e-value is `e_i = (m + 1) / r` where `p_i <= r / (m + 1)`, else 0, with r fixed by m and the parameters alone.
/// Labels are rejected by the e-BH rule (Wang and Ramdas 2022): all R with an e-value above 0 if
/// `(m + 1) / r >= n / (level · R)`, else none.
///
/// Why it holds: let p* and e* be what row i would get with its true label. They depend on row i and the trusted rows
/// alone, which are exchangeable, so `P(p* <= r / (m + 1)) <= r / (m + 1)` and `E e* <= 1`; no flip can change them. A
/// row with a right label has e = e*, so over the right labels H, whichever they are, `E Σ_H e <= E Σ e* <= n`. Each
/// rejected row has `e >= n / (level · R)`, so the share of right labels among them is at most
/// `Σ_H level · e / n`, and its expectation at most the level. The p-values need not be independent, nor right for
/// the rows that are left: that is where the rule of Benjamini and Hochberg would fail.
///
/// Without any assumption on the population it also holds where the trusted rows are drawn at random from all rows.
public struct FalseDiscoveryControl: Equatable, Sendable {
  /// The largest expected share of right labels among those rejected; above 0, below 1.
  public var level: Double
  /// The share of flips that should be enough to be seen, above 0, at most 1: sets r.
  public var targetRate: Double

  /// Describes the rule.
  ///
  /// - Parameters:
  ///   - level: The largest expected share of right labels among those rejected; above 0, below 1; 0.1 by default.
  ///   - targetRate: The share of flips that should be enough to be seen, above 0, at most 1; 0.1 by default. With
  ///     more trusted rows a smaller rate is possible: `r = max(1, floor(level · targetRate · (m + 1)))`.
  public init(level: Double = 0.1, targetRate: Double = 0.1) {
    self.level = level
    self.targetRate = targetRate
  }

  /// Judges labels.
  ///
  /// A label of a class that no trusted row carries is never rejected, and has a p-value of 1.
  ///
  /// - Parameters:
  ///   - labels: The given labels, n.
  ///   - evidence: The features and the trusted rows; scale both alike.
  ///   - execution: Threads; the result does not depend on them.
  /// - Returns: The labels that are rejected.
  /// - Throws: ``/LabelContracts/DefenseError`` for parameters out of range, evidence that is missing or does not
  ///   fit, features that are not finite, and more than 10,000 trusted rows.
  /// - Complexity: O(m³) once and O(m · (m + d + K)) for each row; 8 m² bytes and 9 n.
  public func rejections(
    _ labels: Labels, evidence: Evidence, execution: Execution = .serial
  ) throws(DefenseError) -> FalseDiscoveries {
    guard level > 0, level < 1 else {
      throw .invalidParameter(
        name: "level", value: "\(level)", allowed: "above 0 and below 1")
    }
    guard targetRate > 0, targetRate <= 1 else {
      throw .invalidParameter(
        name: "target rate", value: "\(targetRate)", allowed: "above 0, at most 1")
    }
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    let kernel = try TrustedKernel(trusted, among: features, execution: execution)
    let ranks = Array(
      execution.mapBlocks(of: labels.count, size: 256) { rows in
        rows.map { kernel.rank(features, row: $0, label: labels[$0]) }
      }.joined())
    return FalseDiscoveries(
      ranks: ranks, trustedCount: trusted.labels.count, level: level,
      smallRank: smallRank(trustedCount: trusted.labels.count))
  }

  /// The rank up to which a row has an e-value: r.
  func smallRank(trustedCount: Int) -> Int {
    // A product that is whole must not be rounded down below it.
    max(1, Int(level * targetRate * Double(trustedCount + 1) + 1e-9))
  }
}

/// The labels that ``FalseDiscoveryControl`` rejects.
public struct FalseDiscoveries: Equatable, Sendable {
  /// Whether each label is rejected.
  public let isRejected: [Bool]
  /// The p-value of each label; low means probably wrong.
  public let pValues: [Double]
  /// The smallest share of flips at which labels can be rejected, `r / (level · (m + 1))`; above 1 where the trusted
  /// rows are too few for any.
  ///
  /// Fewer labels than this share of all are never rejected.
  public let smallestRate: Double
  /// Number of trusted rows, m.
  public let trustedCount: Int

  /// Applies the e-BH rule.
  ///
  /// - Precondition: ranks are 1...m + 1.
  init(ranks: [Int], trustedCount: Int, level: Double, smallRank: Int) {
    let size = Double(trustedCount + 1)
    let small = ranks.filter { $0 <= smallRank && $0 <= trustedCount }.count
    let isEnough = size * level * Double(small) >= Double(ranks.count * smallRank)
    isRejected = ranks.map { isEnough && $0 <= smallRank && $0 <= trustedCount }
    pValues = ranks.map { Double($0) / size }
    smallestRate = Double(smallRank) / (level * size)
    self.trustedCount = trustedCount
  }
}
