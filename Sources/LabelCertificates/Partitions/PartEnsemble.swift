internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The models over the parts of a training set, learnt.
struct PartEnsemble: Sendable {
  private enum Models: Sendable {
    case classifiers([Learnt])
    case labelLinear(PartWeights)
  }

  private enum Learnt: Sendable {
    case mute
    case failed
    case constant(Int)
    case model(any FittedClassifier)
  }

  private let models: Models
  private let problem: CertificateProblem
  private let rowsOfModel: [[Int]]
  private let execution: Execution

  /// Learns all models, each with a seed of its own.
  ///
  /// - Throws: ``CertificateError`` where a parameter of the learner is out of its range.
  init(
    _ problem: CertificateProblem, rowsOfModel: [[Int]], learner: PartLearner, seed: UInt64,
    execution: Execution
  ) throws(CertificateError) {
    self.problem = problem
    self.rowsOfModel = rowsOfModel
    self.execution = execution
    switch learner {
    case .labelLinear(let base, let features):
      models = .labelLinear(
        try PartWeights(
          problem, rowsOfModel: rowsOfModel, base: base, fittedOn: features, seed: seed,
          execution: execution))
    case .classifier(let base):
      models = .classifiers(
        try execution.silent.tryMap(count: rowsOfModel.count) { model throws(CertificateError) in
          try Self.learn(
            base, problem, rows: rowsOfModel[model],
            seed: SeededGenerator.derivedSeed(seed, key: "certificate/model/\(model)"))
        })
    }
  }

  private static func learn(
    _ base: any Classifier, _ problem: CertificateProblem, rows: [Int], seed: UInt64
  ) throws(CertificateError) -> Learnt {
    guard let first = rows.first else { return .mute }
    let label = problem.labels[first]
    if rows.allSatisfy({ problem.labels[$0] == label }) { return .constant(label) }
    do throws(ClassifierError) {
      return .model(
        try base.fit(
          problem.features.selecting(rows: rows), problem.labels.selecting(rows: rows), seed: seed))
    } catch {
      // A certificate that failed on some labels would let an attacker choose those: the model abstains instead.
      // Faults that no label can cause are the caller's to mend.
      switch error {
      case .diverged, .notConverged, .neighbors, .oneDistinctRow: return .failed
      case .invalidParameter, .rowCounts, .tooFewClasses, .notFinite, .weightCounts, .invalidWeight,
        .noWeight:
        throw CertificateError(error)
      }
    }
  }

  /// What all models say of some queries.
  ///
  /// - Throws: ``CertificateError`` where weights cannot be told.
  func ballots(_ queries: Range<Int>) throws(CertificateError) -> PartBallots {
    switch models {
    case .classifiers(let learnt):
      let block = problem.queries.selecting(rows: queries)
      return PartBallots(
        models: execution.silent.map(count: learnt.count) { model in
          switch learnt[model] {
          case .mute: return .mute
          case .failed: return .failed
          case .constant(let label): return .constant(label)
          case .model(let fitted):
            let found = fitted.probabilities(block, execution: .serial)
            return .scores((0..<block.rowCount).map { Array(found.row($0)) })
          }
        })
    case .labelLinear(let weights):
      let ofModels = try weights.weights(queries)
      return PartBallots(
        models: execution.silent.map(count: ofModels.count) { model in
          if rowsOfModel[model].isEmpty { return .mute }
          let labels = problem.labels.selecting(rows: rowsOfModel[model])
          return .scores(ofModels[model].map { $0.speaks ? $0.scores(labels) : nil })
        })
    }
  }
}
