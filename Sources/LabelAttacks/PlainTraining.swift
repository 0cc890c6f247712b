internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The plain loop of Algorithm 1: one training for each candidate.
///
/// It has the last word.
struct PlainTraining: Sendable {
  let problem: AttackProblem
  let learner: LinearHinge
  let order: [Int32]
  let objective: FlipObjective

  init(
    _ problem: AttackProblem, learner: LinearHinge, order: [Int32],
    objective: FlipObjective = .loss
  ) {
    self.problem = problem
    self.learner = learner
    self.order = order
    self.objective = objective
  }

  /// The harm on the validation set after training on these labels; a loss of NaN when training diverges.
  func damage(labels: Labels) -> Damage {
    let weights = learner.weights(problem.features, signs: labels.signs(), order: order)
    guard weights.allSatisfy({ $0.isFinite }) else { return Damage(error: .nan, loss: .nan) }
    return LearnerLoss.hinge.damage(
      LinearModel(weights: [weights]), problem.validationFeatures, problem.validationLabels)
  }

  /// The best candidate: the most harm, ties going to the lowest row.
  ///
  /// - Parameters:
  ///   - tried: Every candidate with the harm that it was found to do; near ties are trained plainly.
  ///   - labels: The labels before the flip.
  ///   - execution: Threads.
  /// - Returns: Its row, and the harm by the plain loop; `nil` when a loss is not finite.
  func best(
    of tried: [CandidateTraining.Outcome], labels: Labels, execution: Execution
  ) -> (row: Int, damage: Damage)? {
    guard tried.allSatisfy(\.damage.loss.isFinite) else { return nil }
    func retrain(_ rows: [Int]) -> [Int: Damage] {
      let damages = execution.map(count: rows.count) { index in
        var flipped = labels
        flipped[rows[index]] = 1 - labels[rows[index]]
        return damage(labels: flipped)
      }
      return Dictionary(uniqueKeysWithValues: zip(rows, damages))
    }
    let isError = objective == .error
    var plain = retrain(tried.filter { $0.isNearTie || isError && $0.isNearBorder }.map(\.row))
    func known(_ candidate: CandidateTraining.Outcome) -> Damage {
      plain[candidate.row] ?? candidate.damage
    }
    // Errors are counts, which no rounding blurs any more.
    let mostError = isError ? tried.map { known($0).error }.max() : nil
    let pool = tried.filter { mostError == nil || known($0).error == mostError }
    let largest = pool.map { known($0).loss }.max() ?? 0
    let margin = GreedyLabelFlip.objectiveTolerance * max(1, largest)
    let close = pool.filter { plain[$0.row] == nil && $0.damage.loss >= largest - margin }
    plain.merge(retrain(close.map(\.row))) { $1 }
    guard plain.values.allSatisfy({ $0.loss.isFinite }) else { return nil }
    let contenders = pool.filter { (plain[$0.row]?.loss ?? -.infinity) >= largest - margin }
    return contenders.compactMap { candidate in
      plain[candidate.row].map { (row: candidate.row, damage: $0) }
    }.max { ($0.damage.loss, $1.row) < ($1.damage.loss, $0.row) }
  }
}
