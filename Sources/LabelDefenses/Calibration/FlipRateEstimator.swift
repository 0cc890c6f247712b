internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Tells how many labels are flipped, with a range that says how sure that is.
///
/// From the best of what is known, in this order:
///
/// **Audited rows**, drawn at random from the rows, of which some labels were found wrong and which then left the pool:
/// exact bounds for draws without replacement (Clopper and Pearson 1934). They hold for all attacks.
///
/// **Trusted rows**, a random sample of the same population: for any classifier f that is not fitted to the given
/// labels, the share of flips lies within e of the share of given labels that are not what f says, where e is the
/// share of rows that f gets wrong: a row whose label is not f's is flipped or f is wrong there, and a flipped row whose
/// label is f's has f wrong. That holds for all attacks. f is a kernel least squares fit to the trusted rows; its
/// errors on the trusted rows, each left out in turn, bound e by the same exact bound, at half the probability of error
/// that the level leaves. That bound is exact for a fixed f; the half that is left pays for fits that share rows. The
/// estimate takes errors of f and flips to be independent.
///
/// **Out-of-sample probabilities** alone tell the rate only if flips are random within classes. Labels are compared
/// with confident predictions, which are taken to be right almost always, and a curve over falling confidence is
/// fitted (profile likelihood, of at most 2,000 rows drawn at random, as the curve is no more exact than that).
/// Right labels are taken to be the most frequent ones in every class. The answer is
/// ``FlipRate/notIdentifiable(_:)`` where the curve does not fit, or confident labels in some clusters of features
/// disagree more than in others, each at a level of 1 %. Flips that are chosen such that a classifier learns them leave
/// no trace in labels: against an attacker only the first two hold.
public struct FlipRateEstimator: Equatable, Sendable {
  /// The probability with which the range is to hold the true share; above 0, below 1.
  public var level: Double

  /// The most rows that probabilities are compared with, and the fewest.
  static let rowsCompared = 60...2000
  /// The p-value up to which clusters contradict random flips.
  static let smallestPValue = 0.01

  /// Describes an estimate.
  ///
  /// - Parameter level: The probability with which the range is to hold the true share, above 0, below 1; 0.95 by
  ///   default.
  public init(level: Double = 0.95) {
    self.level = level
  }

  /// Estimates.
  ///
  /// - Parameters:
  ///   - labels: The given labels of the pool, n, at least one; rows audited are not among them.
  ///   - evidence: Features and trusted rows, or probabilities (then features, if known, serve to test).
  ///   - auditedErrors: How many labels of rows drawn at random from all were wrong, and of how many; `nil` if none
  ///     were looked up.
  ///   - seed: Where draws and clusters start.
  ///   - execution: Threads; the result does not depend on them.
  /// - Returns: A range, or why there is none.
  /// - Throws: ``/LabelContracts/DefenseError`` for a level or counts out of range, no labels, evidence that is
  ///   missing or does not fit.
  /// - Complexity: O(n · m · (d + K) + m³) with m trusted rows; else O(n log n) and a curve of fixed cost.
  public func estimate(
    _ labels: Labels, evidence: Evidence, auditedErrors: (wrong: Int, of: Int)? = nil,
    seed: UInt64 = 1, execution: Execution = .serial
  ) throws(DefenseError) -> FlipRate {
    guard level > 0, level < 1 else {
      throw .invalidParameter(name: "level", value: "\(level)", allowed: "above 0 and below 1")
    }
    guard labels.count > 0 else {
      throw .invalidParameter(name: "number of labels", value: "0", allowed: "1 or more")
    }
    if let auditedErrors {
      return .interval(try audited(auditedErrors.wrong, of: auditedErrors.of, rest: labels.count))
    }
    if evidence.trusted != nil {
      return .interval(try byTrustedRows(labels, evidence, execution: execution))
    }
    return try byRandomFlips(labels, evidence, seed: seed, execution: execution)
  }

  private func audited(
    _ wrong: Int, of count: Int, rest: Int
  ) throws(DefenseError) -> FlipRateInterval {
    guard count >= 1, (0...count).contains(wrong) else {
      throw .invalidParameter(
        name: "audited errors", value: "\(wrong) of \(count)", allowed: "0 to all of 1 or more")
    }
    let errors = SampledErrors(wrong: wrong, count: count, rest: rest)
    return interval(
      estimate: Double(wrong) / Double(count), errors.smallestShare((1 - level) / 2),
      errors.largestShare((1 - level) / 2), .audited)
  }

  private func byTrustedRows(
    _ labels: Labels, _ evidence: Evidence, execution: Execution
  ) throws(DefenseError) -> FlipRateInterval {
    let features = try evidence.features(for: labels)
    let trusted = try evidence.trusted(for: labels, featureCount: features.columnCount)
    let kernel = try TrustedKernel(trusted, among: features, execution: execution)
    let predictions = kernel.predictions(features, execution: execution)
    let disagreeing = predictions.indices.filter { predictions[$0] != labels[$0] }.count
    let share = Double(disagreeing) / Double(labels.count)
    let wrong = kernel.leaveOneOutErrors
    let most = SampledErrors(wrong: wrong, count: kernel.count, rest: labels.count)
      .largestShare((1 - level) / 2)
    let error = Double(wrong) / Double(kernel.count)
    let kept = 1 - error * Double(labels.classCount) / Double(max(1, labels.classCount - 1))
    return interval(
      estimate: kept > 0 ? (share - error) / kept : share, share - most, share + most, .trusted)
  }

  private func byRandomFlips(
    _ labels: Labels, _ evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> FlipRate {
    let probabilities = try evidence.probabilities(for: labels)
    let features = evidence.features == nil ? nil : try evidence.features(for: labels)
    guard labels.count >= Self.rowsCompared.lowerBound else {
      return .notIdentifiable(.tooFewRows(least: Self.rowsCompared.lowerBound))
    }
    guard labels.classSizes.filter({ $0 > 0 }).count > 1 else {
      return .notIdentifiable(.oneClass)
    }
    var generator = SeededGenerator(seed: seed, key: "rows-compared")
    let rows =
      labels.count <= Self.rowsCompared.upperBound
      ? Array(0..<labels.count)
      : generator.permutation(count: labels.count).prefix(Self.rowsCompared.upperBound).sorted()
    let ranks = ConfidenceRanks(
      labels.selecting(rows: rows), probabilities.selecting(rows: rows))
    let curve = DisagreementCurve(ranks, level: level)
    guard curve.fits else { return .notIdentifiable(.unevenConfidence) }
    if let features {
      let test = try ClusterHomogeneity(
        ranks, features.selecting(rows: rows), seed: seed, execution: execution)
      guard test.pValue > Self.smallestPValue else { return .notIdentifiable(.unevenClusters) }
    }
    return .interval(
      interval(
        estimate: curve.estimate, curve.range.lowerBound, curve.range.upperBound, .randomFlips))
  }

  private func interval(
    estimate: Double, _ lower: Double, _ upper: Double, _ basis: FlipRateInterval.Basis
  ) -> FlipRateInterval {
    let (low, high) = (max(0, lower), min(1, upper))
    return FlipRateInterval(
      estimate: min(high, max(low, estimate)), lower: low, upper: high, level: level, basis: basis)
  }
}
