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
  /// - Returns: What was learnt.
  /// - Throws: ``/LabelContracts/AttackError`` where it cannot learn.
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

  /// How wrong the learner is on the validation set after each of some flips alone, up to rounding.
  ///
  /// - Parameters:
  ///   - flips: Flips of rows that have the label that they had before the attack.
  ///   - state: The labels besides.
  ///   - execution: Threads.
  /// - Returns: The harm after each.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func damages(
    _ flips: [Flip], in state: PoisonedModel, execution: Execution
  ) throws(AttackError) -> [Damage]
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
  /// Training for each flip, on one thread.
  func damages(
    _ flips: [Flip], in state: PoisonedModel, execution: Execution
  ) throws(AttackError) -> [Damage] {
    let tried = execution.silent.map(count: flips.count) { index in
      Result { () throws(AttackError) in
        loss.damage(
          try train(state.labels.applying([flips[index]]), near: state, execution: .serial),
          problem.validationFeatures, problem.validationLabels)
      }
    }
    var damages: [Damage] = []
    for result in tried { damages.append(try result.get()) }
    return damages
  }

  /// The factor of second derivatives.
  func factor(_ matrix: [Double], size: Int) throws(AttackError) -> Cholesky {
    guard let factor = Cholesky.raised(matrix, size: size) else { throw Retraining.divergence }
    return factor
  }
}
