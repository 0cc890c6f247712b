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
  private let scoreTolerance: Double
  private let validationSigns: [Double]
  private var signs: [Double]

  init(_ problem: AttackProblem, learner: LinearHinge, order: [Int32]) {
    self.problem = problem
    self.learner = learner
    self.order = order
    tolerance = CandidateTraining.tolerance(problem.features, learningRate: learner.learningRate)
    scoreTolerance = CandidateTraining.scoreTolerance(problem, learningRate: learner.learningRate)
    signs = problem.labels.signs()
    validationSigns = problem.validationLabels.signs()
  }

  func outcomes(flipping rows: [Int], execution: Execution) -> [CandidateTraining.Outcome] {
    let groups = execution.mapBlocks(of: rows.count, size: HingeLanes.count) { block in
      let candidates = rows[block]
      let lanes = HingeLanes(
        features: problem.features, signs: signs, order: order, rate: learner.learningRate,
        decay: 1 - learner.learningRate * learner.regularization, tolerance: tolerance,
        candidates: candidates)
      return zip(candidates, zip(lanes.weights, lanes.isNearTie)).map { row, lane in
        let model = LinearModel(weights: [lane.0])
        return CandidateTraining.outcome(
          row: row, scores: model.scores(problem.validationFeatures), signs: validationSigns,
          loss: model.meanHingeLoss(problem.validationFeatures, problem.validationLabels),
          tolerance: scoreTolerance, isNearTie: lane.1)
      }
    }
    return Array(groups.joined())
  }

  mutating func keep(_ flip: Flip) {
    signs[flip.row].negate()
  }
}
