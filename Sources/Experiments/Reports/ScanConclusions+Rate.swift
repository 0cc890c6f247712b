internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import VectorKernels

extension ScanConclusions.Rate {
  /// Most trusted rows that the share is estimated by; of more a random sample.
  private static let trustedLimit = 1000
  /// Most rows that a classifier predicts where no probabilities are known: as many as the estimate looks at.
  private static let rowLimit = 2000

  /// Estimates the share of wrong labels by the best of what is known: ``/LabelDefenses/FlipRateEstimator``.
  ///
  /// Where there are neither audited nor trusted rows nor probabilities, a random forest predicts at most 2,000 rows
  /// drawn at random, held out in five folds.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - evidence: Features and trusted rows, or probabilities, or features alone.
  ///   - audited: How many labels of rows that were looked up were wrong, and of how many.
  ///   - seed: Where draws start.
  ///   - execution: Threads; the estimate does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError``.
  init(
    _ labels: Labels, evidence: Evidence, audited: (wrong: Int, of: Int)?, seed: UInt64,
    execution: Execution
  ) throws(DefenseError) {
    var (labels, evidence) = (labels, evidence)
    if let trusted = evidence.trusted, trusted.labels.count > Self.trustedLimit {
      let rows = Self.drawn(Self.trustedLimit, of: trusted.labels.count, seed: seed)
      evidence.trusted = TrustedRows(
        features: trusted.features.selecting(rows: rows),
        labels: trusted.labels.selecting(rows: rows))
    }
    if audited == nil, evidence.trusted == nil, evidence.probabilities == nil {
      let features = try evidence.features(for: labels)
      let rows = Self.drawn(Self.rowLimit, of: labels.count, seed: seed)
      let sample = features.selecting(rows: rows)
      labels = labels.selecting(rows: rows)
      evidence = Evidence(
        features: sample,
        probabilities: try Self.predicted(sample, labels, seed: seed, execution: execution))
    }
    let found = try FlipRateEstimator().estimate(
      labels, evidence: evidence, auditedErrors: audited, seed: seed, execution: execution)
    switch found {
    case .interval(let interval):
      self = .estimated(
        interval.estimate, interval: interval.lower...interval.upper, level: interval.level,
        basis: Self.words(interval.basis, evidence, audited))
    case .notIdentifiable(let obstacle):
      self = .notIdentifiable(
        "\(obstacle); correct labels of rows drawn at random would tell (--trusted)")
    }
  }

  private static func drawn(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    guard total > count else { return Array(0..<total) }
    var generator = SeededGenerator(seed: seed, key: "rate/\(total)")
    return generator.permutation(count: total).prefix(count).sorted()
  }

  private static func predicted(
    _ features: Matrix, _ labels: Labels, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> ClassProbabilities {
    do throws(ClassifierError) {
      return try CrossValidation().probabilities(
        of: RandomForest(), features, labels, seed: seed, execution: execution
      ).probabilities
    } catch {
      throw .classifier(error)
    }
  }

  private static func words(
    _ basis: FlipRateInterval.Basis, _ evidence: Evidence, _ audited: (wrong: Int, of: Int)?
  ) -> String {
    switch basis {
    case .audited:
      "\(audited.map { "\($0.of.text(of: "looked-up row")), \($0.wrong.groupedText) of them with a wrong label" } ?? ""); "
        + "it holds for every attack if they were drawn at random"
    case .trusted:
      "\((evidence.trusted?.labels.count ?? 0).text(of: "trusted row")); it holds for every attack if they are a random "
        + "sample of the same population"
    case .randomFlips:
      "predictions of rows held out; it holds for random flips alone, as an attacker who chooses rows can hide them"
    }
  }
}

extension ScanConclusions.Discoveries {
  /// Rejects labels: ``/LabelDefenses/FalseDiscoveryControl``.
  init(
    _ labels: Labels, evidence: Evidence, level: Double, execution: Execution
  ) throws(DefenseError) {
    let found = try FalseDiscoveryControl(level: level).rejections(
      labels, evidence: evidence, execution: execution)
    self.init(
      isRejected: found.isRejected, level: level, smallestRate: found.smallestRate,
      trustedCount: found.trustedCount)
  }
}
