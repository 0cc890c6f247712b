internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A learner that is trained anew on whatever labels, from the same seed each time.
struct Retraining: Sendable {
  let problem: AttackProblem
  let learner: any Classifier
  let seed: UInt64

  /// How wrong the learner is on the validation set after training on some labels.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where it cannot learn from them, or the loss is not finite.
  func damage(_ labels: Labels, execution: Execution) throws(AttackError) -> Damage {
    let damage: Damage
    do throws(ClassifierError) {
      damage = try train(learner, labels, execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
    guard damage.loss.isFinite else { throw Self.divergence }
    return damage
  }

  /// The same for many labellings, each on one thread.
  func damages(
    count: Int, execution: Execution, labels: @Sendable (Int) -> Labels
  ) throws(AttackError) -> [Damage] {
    let tried = execution.map(count: count) { index in
      Result { () throws(AttackError) in try damage(labels(index), execution: .serial) }
    }
    var damages: [Damage] = []
    damages.reserveCapacity(count)
    for result in tried { damages.append(try result.get()) }
    return damages
  }

  private func train(
    _ learner: some Classifier, _ labels: Labels, execution: Execution
  ) throws(ClassifierError) -> Damage {
    let model = try learner.fit(
      problem.features, labels, weights: nil, seed: seed, execution: execution)
    return LearnerLoss(of: learner)
      .damage(model, problem.validationFeatures, problem.validationLabels)
  }

  /// Why flips cannot be told from one another.
  static let divergence = AttackError.invalidProblem(
    "\(ClassifierError.diverged), so no flip can be told from another")
}
