internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The linear hinge learner of two classes, with its loss smoothed around the kink.
///
/// The smoothed loss max(0, 1 - m) is quadratic where |1 - m| < width / 2. Gradient descent that takes E passes of
/// step size r over the rows ends about where a penalty of 1 / (2 r E) |w|² would (Ali, Kolter and Tibshirani 2019),
/// so 1 / (r E) is added to the diagonal.
struct HingeVictim: InfluenceVictim {
  let problem: AttackProblem
  let learner: LinearHinge
  let center: [Double]
  /// The order of visits, the same for all trainings.
  private let order: [Int32]
  /// What trains many candidates together, with the labels before the attack.
  private let candidates: any CandidateTraining.Form

  /// How wide the kink is smoothed.
  ///
  /// Of 0.5, 1, 2 and 4 this ranks the flips of a hundred rows most like retraining.
  static let width = 4.0

  /// Up to so many rows candidates are trained in dual form, whose table is copied for every block.
  private static let mostDualRows = 1024

  init(
    _ problem: AttackProblem, learner: LinearHinge, seed: UInt64, execution: Execution
  ) throws(AttackError) {
    guard problem.labels.classCount == 2 else {
      throw .invalidProblem(
        "\(problem.labels.classCount) classes; by influence the hinge learner is attacked with exactly two "
          + "classes, others by logistic regression")
    }
    do throws(ClassifierError) {
      try learner.checkParameters(rowCount: problem.labels.count)
      _ = try TrainingExamples(problem.features, problem.labels, weights: nil)
    } catch {
      throw .invalidProblem(error.description)
    }
    self.problem = problem
    self.learner = learner
    center = [Double](repeating: 0, count: problem.features.columnCount)
    order = EpochOrder.visits(rowCount: problem.labels.count, epochs: learner.epochs, seed: seed)
    candidates =
      learner.regularization == 0 && problem.labels.count <= Self.mostDualRows
      ? DualCandidates(problem, learner: learner, order: order, execution: execution)
      : WeightCandidates(problem, learner: learner, order: order)
  }

  var loss: LearnerLoss { .hinge }

  func train(
    _ labels: Labels, near: PoisonedModel?, execution: Execution
  ) throws(AttackError) -> LinearModel {
    let weights = learner.weights(problem.features, signs: labels.signs(), order: order)
    guard weights.allSatisfy(\.isFinite) else { throw Retraining.divergence }
    return LinearModel(weights: [weights])
  }

  func curvature(
    _ model: LinearModel, _ labels: Labels, execution: Execution
  ) throws(AttackError) -> Cholesky {
    let margins = zip(model.scores(problem.features), labels.signs()).map(*)
    var matrix = gramMatrix(
      problem.features, center: center,
      weights: margins.map { abs(1 - $0) < Self.width / 2 ? 1 / Self.width : 0 },
      execution: execution)
    let size = center.count + 1
    let shrinking = 1 / (learner.learningRate * Double(learner.epochs))
    for index in 0..<size {
      matrix[index * size + index] += shrinking
      if index < size - 1 {
        matrix[index * size + index] += learner.regularization * Double(labels.count)
      }
    }
    return try factor(matrix, size: size)
  }

  func gradientFactors(_ model: LinearModel) -> [Double]? {
    model.scores(problem.features).map { Self.steepness($0) + Self.steepness(-$0) }
  }

  /// By how much the smoothed loss falls with the margin.
  private static func steepness(_ margin: Double) -> Double {
    min(1, max(0, (1 - margin) / width + 0.5))
  }

  /// Trained together: a margin so near 1 that rounding decides goes either way, which proposals can bear.
  func damages(
    _ flips: [Flip], in state: PoisonedModel, execution: Execution
  ) throws(AttackError) -> [Damage] {
    var candidates = candidates
    for (row, label) in state.labels.classIndices.enumerated() where label != problem.labels[row] {
      candidates.keep(Flip(row: row, from: problem.labels[row], to: label))
    }
    let damages = candidates.outcomes(flipping: flips.map(\.row), execution: execution)
      .map(\.damage)
    guard damages.allSatisfy(\.loss.isFinite) else { throw Retraining.divergence }
    return damages
  }
}
