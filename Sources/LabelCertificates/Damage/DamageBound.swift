internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// An upper bound on the training loss that any flips within a budget can leave a learner with.
///
/// After Steinhardt, Koh and Liang (2017), for attackers that flip labels. The learner is ``/Classifiers/LogisticRegression``
/// with a penalised bias; L(theta; F) is its penalised mean loss when the labels of the rows F are flipped. Whatever theta,
///
///     max_F min_theta' L(theta'; F) <= max_F L(theta; F) = L(theta) + (the largest gains of distinct rows) / n
///
/// with the gain of a row the most that its loss grows by an allowed flip. This bound U(theta) is convex. It is brought
/// down by online learning: at each step the worst flips for the model at hand are picked, each row at most once, and the
/// model steps against them (AdaGrad, Duchi, Hazan and Singer 2011). The smallest U of all steps and of their mean is the bound.
/// The flips picked most often, and those of the best step, are an attack; the larger loss that it truly leaves after
/// learning is a lower bound, and the rest is the ``Damage/gap``.
///
/// What it says: losses are above 0, so on the labels that were not flipped the learnt model's losses sum to at most
/// `n · upperBound`. It says nothing of the flipped rows' true labels, and of new data only what the training data do.
/// It is no radius of a prediction.
public struct DamageBound: Sendable, Equatable {
  /// Strength of the L2 penalty, lambda, on the sum of the losses; above 0.
  public var regularization: Double
  /// Number of steps of online learning; 0 or more.
  public var stepCount: Int

  /// Makes a bound.
  ///
  /// - Parameters:
  ///   - regularization: L2 penalty on the sum of the losses, above 0; 1 by default.
  ///   - stepCount: Steps of online learning, 0 or more; 200 by default.
  public init(regularization: Double = 1, stepCount: Int = 200) {
    self.regularization = regularization
    self.stepCount = stepCount
  }

  /// Bounds the loss that flips within a budget can leave.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes, as given.
  ///   - budget: How many labels may be flipped.
  ///   - threat: Which may be; it must count labels.
  ///   - execution: Threads and progress.
  /// - Returns: Bounds from both sides, and the attack.
  /// - Throws: ``/LabelContracts/CertificateError``.
  /// - Complexity: O(n · d · K) for each step, and learning three times.
  public func damage(
    _ features: Matrix, _ labels: Labels, budget: FlipBudget, threat: LabelThreat = .anyLabels,
    execution: Execution = .serial
  ) throws(CertificateError) -> Damage {
    let problem = CertificateProblem(
      features: features, labels: labels,
      queries: Matrix(rowCount: 0, columnCount: features.columnCount, elements: []),
      threat: threat)
    try problem.checkWhole()
    guard case .labels = threat.unit else {
      throw .invalidProblem("costs or sources of labels; the bound on damage counts labels")
    }
    guard stepCount >= 0 else {
      throw .invalidParameter(name: "steps", value: "\(stepCount)", allowed: "0 or more")
    }
    let learner = LogisticRegression(regularization: regularization, penalizesBias: true)
    do throws(ClassifierError) {
      let clean = try learner.fit(
        features, labels, weights: nil, seed: 0, execution: execution.silent)
      let game = DamageGame(
        problem, budget: budget.flipCount(rowCount: labels.count), regularization: regularization,
        execution: execution)
      let cleanLoss = game.loss(clean, labels)
      var best = (loss: cleanLoss, flips: [Flip]())
      let (bound, candidates) = game.play(from: clean, stepCount: stepCount)
      for flips in candidates {
        let flipped = labels.applying(flips)
        let model = try learner.fit(
          features, flipped, weights: nil, seed: 0, execution: execution.silent)
        let loss = game.loss(model, flipped)
        if loss > best.loss { best = (loss, flips) }
      }
      return Damage(
        cleanLoss: cleanLoss, upperBound: bound, attack: best.flips,
        attackLoss: min(best.loss, bound))
    } catch {
      throw CertificateError(error)
    }
  }
}

/// What flips within a budget can do to the training loss of a learner.
///
/// Losses are penalised mean losses, 0 or more, after learning.
public struct Damage: Equatable, Sendable {
  /// The loss on the labels as given.
  public let cleanLoss: Double
  /// No flips within the budget leave a larger loss.
  public let upperBound: Double
  /// Flips within the budget.
  public let attack: [Flip]
  /// The loss that these flips leave.
  public let attackLoss: Double

  /// How far the bound is from what was attained; 0 or more.
  public var gap: Double { upperBound - attackLoss }
}
