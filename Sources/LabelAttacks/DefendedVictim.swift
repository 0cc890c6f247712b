internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// What models learn from labels behind defenses.
struct DefendedVictim: Sendable {
  let defenses: [KnownDefense]
  let evidence: Evidence
  let problem: AttackProblem
  /// The least-squares classifier that learns what a sanitizer leaves.
  let learner: Ridge
  /// The gains with the labels before the attack.
  let clean: SquaredLossGains

  /// The mean squared loss on the attacker's validation set, and its mean over the defenses.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where a defense cannot judge the labels, or leaves nothing to learn
  ///   from.
  func objective(_ labels: Labels) throws(AttackError) -> Double {
    var sum = 0.0
    for defense in defenses {
      switch defense {
      case .sanitizer(let sanitizer): sum += try loss(labels, behind: sanitizer)
      case .robustLearner(let learner): sum += try loss(labels, by: learner)
      }
    }
    return sum / Double(defenses.count)
  }

  /// Flips with the objective after each; `nil` where a defense refuses labels on the way.
  func plan(of flips: [Flip], from labels: Labels) -> FlipPlan? {
    var now = labels
    guard let initialObjective = try? objective(labels) else { return nil }
    var steps: [FlipPlan.Step] = []
    for flip in flips {
      now[flip.row] = flip.to
      guard let objective = try? objective(now) else { return nil }
      steps.append(FlipPlan.Step(flip: flip, objective: objective))
    }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  private func loss(_ labels: Labels, behind sanitizer: any Sanitizer) throws(AttackError)
    -> Double
  {
    let sanitized: SanitizedLabels
    do throws(DefenseError) {
      sanitized = try sanitizer.sanitize(labels, evidence: evidence)
    } catch {
      throw .invalidProblem("the sanitizer: \(error.description)")
    }
    return sanitized.weights.allSatisfy { $0 == 1 }
      ? clean.objective(of: sanitized.labels) : try retrainedLoss(sanitized)
  }

  /// The mean squared loss after learning from rows of which some are removed or count less.
  ///
  /// Other weights make other equations, so what flips do to those of the clean labels tells nothing of them.
  private func retrainedLoss(_ sanitized: SanitizedLabels) throws(AttackError) -> Double {
    let model: LinearModel
    do throws(ClassifierError) {
      model = try learner.fit(
        problem.features, sanitized.labels, weights: sanitized.weights, seed: 1,
        execution: .serial)
    } catch {
      throw .invalidProblem("after the sanitizer: \(error.description)")
    }
    return squaredLoss { model.scores(problem.validationFeatures, output: $0) }
  }

  /// The mean squared loss of the class probabilities p that a robust learner gives, as scores on the codes of the
  /// victim: 2 p - 1 of class 1 for two classes, else p - 1/K of every class.
  private func loss(_ labels: Labels, by robust: any RobustLearner) throws(AttackError) -> Double {
    let probabilities: ClassProbabilities
    do throws(DefenseError) {
      probabilities = try robust.fit(problem.features, labels, evidence: evidence)
        .probabilities(problem.validationFeatures, execution: .serial)
    } catch {
      throw .invalidProblem("the robust learner: \(error.description)")
    }
    let classCount = probabilities.classCount
    return squaredLoss { output in
      (0..<probabilities.rowCount).map { row in
        classCount == 2
          ? 2 * probabilities[row, 1] - 1 : probabilities[row, output] - 1 / Double(classCount)
      }
    }
  }

  /// The mean over the validation rows of the squared differences of codes and scores, summed over the outputs.
  private func squaredLoss(_ scores: (Int) -> [Double]) -> Double {
    let targets = problem.validationLabels
    var sum = 0.0
    for output in Ridge.outputs(classCount: targets.classCount) {
      for (score, code) in zip(scores(output), Ridge.codes(targets, output: output)) {
        sum += (code - score) * (code - score)
      }
    }
    return sum / Double(targets.count)
  }
}
