internal import Classifiers
internal import LabelAttacks
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// One random split of one data set in one scaling: attacked flip by flip, with and without defenses.
struct PaperSplit: Sendable {
  let plan: PaperReproduction.Plan
  let setting: PaperSetting
  let split: Int

  private static let settings = PaperSettings()
  /// Figure 1 goes to a poisoning rate of 20 %, Figure 2 to 30 %.
  private static let flipCount1 = 20
  private static let flipCount2 = 30

  /// Training rows, and the trusted and test rows scaled alike.
  private struct Parts {
    let training: Matrix
    let trusted: (features: Matrix, labels: Labels)
    let test: (features: Matrix, labels: Labels)
    let graph: NeighborGraph
    let learner: LinearHinge
    let learnerSeed: UInt64

    /// The test error after learning from these labels of the training rows.
    func error(_ labels: Labels) throws -> Double {
      try learner.fit(training, labels, seed: learnerSeed).error(test.features, test.labels)
    }
  }

  /// Runs the attack and all trainings.
  func run(_ dataset: Dataset) throws -> [PaperTrial] {
    let settings = Self.settings
    // All scalings of a data set share its splits.
    var generator = SeededGenerator(seed: plan.seed, key: "\(setting.dataset)/split/\(split)")
    let rows = Split(
      rowCount: dataset.rowCount, trainingCount: settings.trainingCount,
      validationCounts: [Int](
        repeating: settings.validationCount, count: plan.separateValidation ? 2 : 1),
      using: &generator)
    let features = try scaled(dataset.features, fittedOn: rows.training)
    func part(_ rows: [Int]) -> (features: Matrix, labels: Labels) {
      (features.selecting(rows: rows), dataset.labels.selecting(rows: rows))
    }
    let (training, labels) = part(rows.training)
    let parts = Parts(
      training: training, trusted: part(rows.validations[rows.validations.count - 1]),
      test: part(rows.test),
      graph: try ExactNeighbors.graph(
        of: training, count: settings.kCandidates.max() ?? 1, execution: .serial),
      learner: LinearHinge(learningRate: settings.learningRate, epochs: settings.epochs),
      learnerSeed: SeededGenerator.derivedSeed(
        plan.seed, key: "\(setting.dataset)/learner/\(split)"))
    let hasFigure2 =
      setting == PaperReproduction.figure2Setting
      && !Set(plan.figures).isDisjoint(with: ["2a", "2b"])
    let attack = try GreedyLabelFlip(learner: parts.learner).craft(
      AttackProblem(
        features: training, labels: labels, validation: part(rows.validations[0])),
      budget: .count(hasFigure2 ? Self.flipCount2 : Self.flipCount1), seed: parts.learnerSeed,
      execution: .serial)
    var result: [PaperTrial] = []
    let trustedOnly = try parts.learner.fit(
      parts.trusted.features, parts.trusted.labels, seed: parts.learnerSeed
    ).error(parts.test.features, parts.test.labels)
    for flips in 0...attack.steps.count {
      let poisoned = labels.applying(attack.prefix(flips).flips)
      let undefended = try parts.error(poisoned)
      if plan.figures.contains("1"), flips <= Self.flipCount1 {
        let (k, defended) = try defend(poisoned, parts)
        result.append(trial("1", .none, flips: flips, error: undefended))
        result.append(trial("1", .knn, k: k, eta: settings.thresholdFigure1, flips, defended))
        result.append(trial("1", .trustedOnly, flips: flips, error: trustedOnly))
      }
      if hasFigure2 {
        try addFigure2(poisoned, parts, flips: flips, undefended: undefended, to: &result)
      }
    }
    return result
  }

  /// Sanitizes with the k that does best on the trusted rows.
  private func defend(_ labels: Labels, _ parts: Parts) throws -> (k: Int, error: Double) {
    let selection = try NeighborCountSelection(
      candidates: Self.settings.kCandidates, threshold: Self.settings.thresholdFigure1,
      training: (parts.training, labels), graph: parts.graph, trusted: parts.trusted,
      learner: parts.learner, seed: parts.learnerSeed)
    let k = selection.neighborCount
    return (k, try sanitizedError(labels, parts, k: k, eta: Self.settings.thresholdFigure1))
  }

  private func sanitizedError(
    _ labels: Labels, _ parts: Parts, k: Int, eta: Double
  ) throws -> Double {
    let sanitized = try KNNSanitizer(neighborCount: k, threshold: eta)
      .sanitize(labels, evidence: Evidence(neighborGraph: parts.graph))
    return try parts.error(sanitized.labels)
  }

  private func addFigure2(
    _ labels: Labels, _ parts: Parts, flips: Int, undefended: Double,
    to result: inout [PaperTrial]
  ) throws {
    let eta = Self.settings.thresholdFigure1
    if plan.figures.contains("2a") {
      result.append(trial("2a", .none, flips: flips, error: undefended))
      for k in PaperReproduction.figure2aNeighborCounts {
        let error = try sanitizedError(labels, parts, k: k, eta: eta)
        result.append(trial("2a", .knn, k: k, eta: eta, flips, error))
      }
    }
    if plan.figures.contains("2b") {
      result.append(trial("2b", .none, flips: flips, error: undefended))
      let k = Self.settings.kFigure2b
      for eta in PaperReproduction.figure2bThresholds {
        let error = try sanitizedError(labels, parts, k: k, eta: eta)
        result.append(trial("2b", .knn, k: k, eta: eta, flips, error))
      }
    }
  }

  /// Scaling is fitted on the training rows alone; binarizing needs no fit.
  private func scaled(_ features: Matrix, fittedOn training: [Int]) throws -> Matrix {
    if setting.scaling == "binarize" {
      return Matrix(
        rowCount: features.rowCount, columnCount: features.columnCount,
        elements: features.elements.map { $0 > 0 ? 1 : 0 })
    }
    guard let scaling = Scaling(rawValue: setting.scaling) else {
      preconditionFailure("no scaling is called \(setting.scaling)")
    }
    return scaling.fit(features.selecting(rows: training)).apply(to: features)
  }

  private func trial(
    _ figure: String, _ defense: PaperDefense, flips: Int, error: Double
  ) -> PaperTrial {
    trial(figure, defense, k: nil, eta: nil, flips, error)
  }

  private func trial(
    _ figure: String, _ defense: PaperDefense, k: Int?, eta: Double?, _ flips: Int, _ error: Double
  ) -> PaperTrial {
    PaperTrial(
      figure: figure, dataset: setting.dataset, scaling: setting.scaling, split: split,
      defense: defense, k: k, eta: eta, flips: flips,
      poisoningRate: Double(flips) / Double(Self.settings.trainingCount), error: error)
  }
}
