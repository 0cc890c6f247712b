internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension TrialLabelling {
  /// Judges a baseline that needs no trusted rows; `nil` for the one that does.
  ///
  /// - Throws: ``/Classifiers/ClassifierError``.
  func baseline(_ baseline: BenchmarkBaseline) throws -> BenchmarkRow? {
    let none = [Bool](repeating: false, count: given.count)
    let verdict: TrialVerdict
    switch baseline {
    case .noDefense:
      verdict = TrialVerdict(scores: nil, flags: none, predicted: given.classIndices)
    case .oracle:
      verdict = TrialVerdict(
        scores: isWrong.map { $0 ? 0 : 1 }, flags: isWrong, predicted: split.truth.classIndices)
    case .random: verdict = random
    case .ceiling:
      let probabilities = try TrialEvidence.outOfSample(
        trial.plan.probabilityClassifier, split.training, split.truth, seed: seed("ceiling"))
      verdict = TrialVerdict(
        given: given, probability: { probabilities[$0, $1] },
        predicted: probabilities.predictedLabels)
    case .trustedOnly: return nil
    }
    return try row(baseline.rawValue, verdict)
  }

  /// Judges the model that learns from trusted rows alone: its scores, and its own test error.
  ///
  /// - Throws: ``/Classifiers/ClassifierError``.
  func trustedOnly(_ trusted: TrustedRows) throws(ClassifierError) -> BenchmarkRow {
    let model = try BenchmarkPlan.victim.fit(
      trusted.features, trusted.labels, seed: trial.victimSeed)
    let probabilities = model.probabilities(split.training, execution: .serial)
    var row = unjudged(
      BenchmarkBaseline.trustedOnly.rawValue, trusted: trusted.labels.count,
      TrialVerdict(
        given: given, probability: { probabilities[$0, $1] },
        predicted: probabilities.predictedLabels))
    let error = model.error(split.test.features, split.test.labels)
    row.errorRemoved = error
    row.errorRelabeled = error
    return row
  }

  /// A random order of the labels, and as many flags as there are flips.
  private var random: TrialVerdict {
    var generator = SeededGenerator(seed: seed("random"))
    let order = generator.permutation(count: given.count)
    var scores = [Double](repeating: 0, count: given.count)
    var flags = [Bool](repeating: false, count: given.count)
    for (place, row) in order.enumerated() {
      scores[row] = (Double(place) + 0.5) / Double(given.count)
      flags[row] = place < flipCount
    }
    let predicted = (0..<given.count).map { row in
      (given[row] + 1 + generator.below(given.classCount - 1)) % given.classCount
    }
    return TrialVerdict(scores: scores, flags: flags, predicted: predicted)
  }
}
