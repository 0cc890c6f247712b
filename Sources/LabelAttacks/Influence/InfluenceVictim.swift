internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A linear learner whose training loss has second derivatives, exact or smoothed.
protocol InfluenceVictim: Sendable {
  /// What is attacked.
  var problem: AttackProblem { get }
  /// The loss by which harm is judged.
  var loss: LearnerLoss { get }
  /// What is taken off every row where derivatives are formed; d values.
  var center: [Double] { get }

  /// Trains on some labels.
  ///
  /// - Parameters:
  ///   - labels: The labels.
  ///   - near: A training on labels that differ little, whose model is a start; what is learnt is the same without.
  ///   - execution: Threads.
  func train(
    _ labels: Labels, near: PoisonedModel?, execution: Execution
  ) throws(AttackError) -> LinearModel

  /// The second derivatives of the training loss by weights and bias of every score, factored.
  func curvature(
    _ model: LinearModel, _ labels: Labels, execution: Execution
  ) throws(AttackError) -> Cholesky

  /// How many times (e_a - e_b) ⊗ (x, 1) the gradient of a row's loss changes when its label goes from a to b.
  ///
  /// With two classes there is one score, and e_1 - e_0 is 1. Whichever of the two labels the row has, the factor is
  /// the same.
  ///
  /// - Returns: A factor for each row; `nil` where all are 1.
  func gradientFactors(_ model: LinearModel) -> [Double]?
}

/// What is learnt from some labels, and the harm that it is.
struct PoisonedModel: Sendable {
  /// The labels, with flips.
  let labels: Labels
  /// What was learnt from them.
  let model: LinearModel
  /// How wrong it is on the validation set.
  let damage: Damage
  /// The second derivatives of the training loss there, or at the model that this one was trained from.
  var curvature: Cholesky
}

extension InfluenceVictim {
  /// The factor of second derivatives.
  func factor(_ matrix: [Double], size: Int) throws(AttackError) -> Cholesky {
    guard let factor = Cholesky.raised(matrix, size: size) else { throw Retraining.divergence }
    return factor
  }
}

/// Logistic regression, by its own second derivatives, which labels do not enter.
struct LogisticVictim: InfluenceVictim {
  let problem: AttackProblem
  let learner: LogisticRegression
  let center: [Double]

  init(_ problem: AttackProblem, learner: LogisticRegression) throws(AttackError) {
    self.problem = problem
    self.learner = learner
    do throws(ClassifierError) {
      center = try TrainingExamples(problem.features, problem.labels, weights: nil).means
    } catch {
      throw .invalidProblem(error.description)
    }
  }

  var loss: LearnerLoss { .crossEntropy }

  func train(
    _ labels: Labels, near: PoisonedModel?, execution: Execution
  ) throws(AttackError) -> LinearModel {
    // A class that no row had has a bias of minus infinity, from where nothing descends.
    let isStart = near?.model.weights.allSatisfy { $0.allSatisfy(\.isFinite) } == true
    do throws(ClassifierError) {
      return try learner.fit(
        problem.features, labels, weights: nil, loss: CrossEntropy(),
        from: isStart ? near?.model : nil, curvature: isStart ? near?.curvature : nil,
        execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
  }

  func curvature(
    _ model: LinearModel, _ labels: Labels, execution: Execution
  ) throws(AttackError) -> Cholesky {
    let outputCount = model.weights.count
    let probabilities = model.probabilities(problem.features, execution: execution)
    let matrix = softmaxHessian(
      problem.features,
      probabilities: outputCount == 1
        ? (0..<labels.count).map { probabilities[$0, 1] } : probabilities.elements,
      outputCount: outputCount, center: center, penalty: learner.regularization,
      execution: execution)
    return try factor(matrix, size: outputCount * (center.count + 1))
  }

  func gradientFactors(_ model: LinearModel) -> [Double]? { nil }
}

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

  /// How wide the kink is smoothed. Of 0.5, 1, 2 and 4 this ranks the flips of a hundred rows most like retraining.
  static let width = 4.0

  init(_ problem: AttackProblem, learner: LinearHinge, seed: UInt64) throws(AttackError) {
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
    func steepness(_ margin: Double) -> Double { min(1, max(0, (1 - margin) / Self.width + 0.5)) }
    return model.scores(problem.features).map { steepness($0) + steepness(-$0) }
  }
}
