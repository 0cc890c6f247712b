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

  init(_ problem: AttackProblem, learner: LinearHinge, order: [Int32]) {
    self.problem = problem
    self.learner = learner
    self.order = order
  }

  /// The mean hinge loss on the validation set after training on these labels; NaN when training diverges.
  func objective(labels: Labels) -> Double {
    let weights = learner.weights(problem.features, signs: labels.signs(), order: order)
    guard weights.allSatisfy({ $0.isFinite }) else { return .nan }
    return LinearModel(weights: [weights])
      .meanHingeLoss(problem.validationFeatures, problem.validationLabels)
  }

  /// The best candidate: the largest objective, ties going to the lowest row.
  ///
  /// - Parameters:
  ///   - tried: Every candidate with the objective that it was found to have; near ties are trained plainly.
  ///   - labels: The labels before the flip.
  ///   - execution: Threads.
  /// - Returns: Its row, and the objective of the plain loop; `nil` when an objective is not finite.
  func best(
    of tried: [CandidateTraining.Outcome], labels: Labels, execution: Execution
  ) -> (row: Int, objective: Double)? {
    guard tried.allSatisfy(\.objective.isFinite) else { return nil }
    func retrain(_ rows: [Int]) -> [Int: Double] {
      let objectives = execution.map(count: rows.count) { index in
        var flipped = labels
        flipped[rows[index]] = 1 - labels[rows[index]]
        return objective(labels: flipped)
      }
      return Dictionary(uniqueKeysWithValues: zip(rows, objectives))
    }
    var plain = retrain(tried.filter(\.isNearTie).map(\.row))
    let largest = tried.map { plain[$0.row] ?? $0.objective }.max() ?? 0
    let margin = GreedyLabelFlip.objectiveTolerance * max(1, largest)
    let close = tried.filter { plain[$0.row] == nil && $0.objective >= largest - margin }
    plain.merge(retrain(close.map(\.row))) { $1 }
    guard plain.values.allSatisfy({ $0.isFinite }) else { return nil }
    let contenders = tried.filter { (plain[$0.row] ?? -.infinity) >= largest - margin }
    return contenders.compactMap { candidate in
      plain[candidate.row].map { (row: candidate.row, objective: $0) }
    }.max { ($0.objective, $1.row) < ($1.objective, $0.row) }
  }
}
