import Classifiers
import LabelAttacks
import LabelContracts
import LabelData

/// What ridge regression does on a validation set after training on some labels.
struct RetrainedRidge {
  let problem: AttackProblem
  let learner: Ridge

  /// The mean squared loss, the mean hinge loss and the error.
  func losses(_ labels: Labels) throws -> (squared: Double, hinge: Double, error: Double) {
    let model = try learner.fit(problem.features, labels, seed: 1)
    let validation = problem.validationFeatures
    let scores = model.weights.indices.map { model.scores(validation, output: $0) }
    let targets = problem.validationLabels
    var squared = 0.0
    var hinge = 0.0
    for row in 0..<targets.count {
      for output in scores.indices {
        let code = Ridge.codes(targets, output: output)[row]
        squared += (code - scores[output][row]) * (code - scores[output][row])
      }
      let margin: Double
      if scores.count == 1 {
        margin = (targets[row] == 1 ? 1 : -1) * scores[0][row]
      } else {
        let others = scores.indices.filter { $0 != targets[row] }.map { scores[$0][row] }
        margin = scores[targets[row]][row] - (others.max() ?? 0)
      }
      hinge += max(0, 1 - margin)
    }
    let count = Double(targets.count)
    return (squared / count, hinge / count, model.error(validation, targets))
  }

  /// What an attack raises.
  func value(_ objective: LeastSquaresFlip.Objective, _ labels: Labels) throws -> Double {
    let losses = try losses(labels)
    return switch objective {
    case .squaredLoss: losses.squared
    case .hingeLoss: losses.hinge
    case .error: losses.error
    }
  }

  /// Greedy label flipping as it is defined: one training for each candidate that the limits allow.
  func greedy(
    _ objective: LeastSquaresFlip.Objective, flipCount: Int
  ) throws -> FlipPlan {
    var labels = problem.labels
    var steps: [FlipPlan.Step] = []
    for _ in 0..<flipCount {
      var best: (flip: Flip, value: Double, hinge: Double)?
      for row in PlainLimits(problem: problem).more(than: steps.map(\.flip.row)) {
        for to in 0..<labels.classCount where to != labels[row] {
          let flip = Flip(row: row, from: labels[row], to: to)
          let after = labels.applying([flip])
          let found = (try value(objective, after), try losses(after).hinge)
          // Far apart from rounding, so that a tie stays with the first.
          let isBetter =
            best.map {
              found.0 > $0.value + 1e-12
                || (objective == .error && found.0 == $0.value && found.1 > $0.hinge + 1e-12)
            } ?? true
          if isBetter { best = (flip, found.0, found.1) }
        }
      }
      guard let best else { break }
      labels[best.flip.row] = best.flip.to
      steps.append(FlipPlan.Step(flip: best.flip, objective: best.value))
    }
    return FlipPlan(steps: steps, initialObjective: try value(objective, problem.labels))
  }
}
