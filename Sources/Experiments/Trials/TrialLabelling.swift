internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// One trial at one poisoning rate: the labels as the defender gets them, and the judgement of what methods say.
struct TrialLabelling: Sendable {
  let trial: BenchmarkTrial
  let split: BenchmarkSplit
  let poisoningRate: Double
  /// The labels after the attack.
  let given: Labels
  /// Whether each was flipped.
  let isWrong: [Bool]
  /// Test error of the victim that learns from them.
  let plainError: Double

  init(
    _ trial: BenchmarkTrial, split: BenchmarkSplit, poisoningRate: Double, flips: [Flip]
  ) throws(ClassifierError) {
    self.trial = trial
    self.split = split
    self.poisoningRate = poisoningRate
    let given = split.truth.applying(flips)
    self.given = given
    isWrong = (0..<given.count).map { given[$0] != split.truth[$0] }
    plainError = try Self.victimError(split.training, given, split: split, trial: trial)
  }

  var flipCount: Int { isWrong.count { $0 } }

  /// The seed of a method's own randomness, or of a part of the evidence.
  func seed(_ part: String) -> UInt64 { trial.seed("\(poisoningRate)/\(part)") }

  /// The test error of the victim after learning from some rows.
  static func victimError(
    _ features: Matrix, _ labels: Labels, split: BenchmarkSplit, trial: BenchmarkTrial
  ) throws(ClassifierError) -> Double {
    try BenchmarkPlan.victim.fit(features, labels, seed: trial.victimSeed)
      .error(split.test.features, split.test.labels)
  }

  /// Judges a method by its verdict, and by the victims that learn from what it makes of the labels.
  ///
  /// - Throws: ``/Classifiers/ClassifierError`` where a victim cannot learn.
  func row(
    _ method: String, trusted: Int = 0, _ verdict: TrialVerdict
  ) throws(ClassifierError) -> BenchmarkRow {
    var row = unjudged(method, trusted: trusted, verdict)
    guard verdict.flags.contains(true) else {
      row.errorRemoved = plainError
      row.errorRelabeled = plainError
      return row
    }
    let kept = verdict.keptRows
    row.errorRemoved = try learnt(
      split.training.selecting(rows: kept), given.selecting(rows: kept))
    row.errorRelabeled = try learnt(split.training, verdict.relabeled(given))
    return row
  }

  /// The test error of the victim; `nil` where one class or none is left to learn.
  private func learnt(
    _ features: Matrix, _ labels: Labels
  ) throws(ClassifierError) -> Double? {
    guard labels.classSizes.count(where: { $0 > 0 }) > 1 else { return nil }
    return try Self.victimError(features, labels, split: split, trial: trial)
  }

  /// Judges a method by its verdict alone.
  func unjudged(_ method: String, trusted: Int, _ verdict: TrialVerdict) -> BenchmarkRow {
    let flags = FlagMetrics(isFlagged: verdict.flags, isWrong: isWrong)
    var row = BenchmarkRow(
      dataset: trial.source.name, attack: trial.attack, poisoningRate: poisoningRate,
      seed: trial.number, method: method, trusted: trusted, flips: flipCount,
      flags: flags.flagCount)
    if let scores = verdict.scores {
      let ranking = RankingMetrics(labelScores: scores, isWrong: isWrong)
      row.averagePrecision = ranking.averagePrecision
      row.auroc = ranking.auroc
      row.precisionAtFlips = ranking.precision(budget: flipCount)
    }
    row.precision = flags.precision
    row.recall = flags.recall
    row.f1 = flags.f1
    row.accuracy = flags.accuracy
    row.balancedAccuracy = flags.balancedAccuracy
    let repair = RelabelMetrics(
      given: given.classIndices, repaired: verdict.relabeled(given).classIndices,
      truth: split.truth.classIndices)
    row.relabelAccuracy = repair.relabelAccuracy
    row.harm = repair.harm
    row.residualFlipRate = repair.residualFlipRate
    return row
  }
}
