internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Candidates trained by their weights, a group of them side by side.
///
/// Memory: 8 (d + 1) bytes for each candidate in training.
struct WeightCandidates: CandidateTraining.Form {
  private let problem: AttackProblem
  private let learner: LinearHinge
  private let order: [Int32]
  private let tolerance: Double
  private var signs: [Double]

  init(_ problem: AttackProblem, learner: LinearHinge, order: [Int32]) {
    self.problem = problem
    self.learner = learner
    self.order = order
    tolerance = CandidateTraining.tolerance(problem.features, learningRate: learner.learningRate)
    signs = problem.labels.signs()
  }

  func objectives(flipping rows: [Int], execution: Execution) -> [CandidateTraining.Outcome] {
    let groups = execution.mapBlocks(of: rows.count, size: HingeLanes.count) { block in
      let candidates = rows[block]
      let lanes = HingeLanes(
        features: problem.features, signs: signs, order: order, rate: learner.learningRate,
        decay: 1 - learner.learningRate * learner.regularization, tolerance: tolerance,
        candidates: candidates)
      return zip(candidates, zip(lanes.weights, lanes.isNearTie)).map { row, lane in
        CandidateTraining.Outcome(
          row: row,
          objective: LinearModel(weights: [lane.0])
            .meanHingeLoss(problem.validationFeatures, problem.validationLabels),
          isNearTie: lane.1)
      }
    }
    return Array(groups.joined())
  }

  mutating func keep(_ flip: Flip) {
    signs[flip.row].negate()
  }
}
