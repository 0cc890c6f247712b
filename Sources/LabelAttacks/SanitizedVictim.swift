internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A least-squares classifier trained on what sanitizers make of labels.
struct SanitizedVictim: Sendable {
  let sanitizers: [any Sanitizer]
  let evidence: Evidence
  let problem: AttackProblem
  let learner: Ridge
  /// The gains with the labels before the attack.
  let clean: SquaredLossGains

  /// The mean squared loss on the attacker's validation set, and its mean over the sanitizers.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where a sanitizer cannot judge the labels, or leaves nothing to learn
  ///   from.
  func objective(_ labels: Labels) throws(AttackError) -> Double {
    var sum = 0.0
    for sanitizer in sanitizers {
      let sanitized: SanitizedLabels
      do throws(DefenseError) {
        sanitized = try sanitizer.sanitize(labels, evidence: evidence)
      } catch {
        throw .invalidProblem("the sanitizer: \(error.description)")
      }
      sum +=
        sanitized.weights.allSatisfy { $0 == 1 }
        ? clean.objective(of: sanitized.labels) : try retrainedLoss(sanitized)
    }
    return sum / Double(sanitizers.count)
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
    let targets = problem.validationLabels
    var sum = 0.0
    for output in Ridge.outputs(classCount: targets.classCount) {
      let scores = model.scores(problem.validationFeatures, output: output)
      for (score, code) in zip(scores, Ridge.codes(targets, output: output)) {
        sum += (code - score) * (code - score)
      }
    }
    return sum / Double(targets.count)
  }
}
