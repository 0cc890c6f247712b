internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Candidates trained in dual form: each is a difference to the run with the labels as they are.
///
/// Memory: 8 n (n + m) bytes for n training and m validation rows.
struct DualCandidates: CandidateTraining.Form {
  private let rowCount: Int
  private let order: [Int32]
  private let tolerance: Double
  private let scoreTolerance: Double
  private let validationSigns: [Double]
  /// n x n: rate * s_i * s_j * (x_i.x_j + 1).
  private var gram: [Double]
  /// n x m: rate * s_i * (x_i.v_j + 1), what one update at row i adds to the score of validation row j.
  private var scoreSteps: [Double]

  init(_ problem: AttackProblem, learner: LinearHinge, order: [Int32], execution: Execution) {
    rowCount = problem.labels.count
    self.order = order
    tolerance = CandidateTraining.tolerance(problem.features, learningRate: learner.learningRate)
    scoreTolerance = CandidateTraining.scoreTolerance(problem, learningRate: learner.learningRate)
    validationSigns = problem.validationLabels.signs()
    let signs = problem.labels.signs()
    let rate = learner.learningRate
    gram = rowProducts(problem.features, problem.features, adding: 1, execution: execution)
    scoreSteps = rowProducts(
      problem.features, problem.validationFeatures, adding: 1, execution: execution)
    let n = rowCount
    let m = validationSigns.count
    for i in 0..<n {
      for j in 0..<n { gram[i * n + j] *= rate * signs[i] * signs[j] }
      for j in 0..<m { scoreSteps[i * m + j] *= rate * signs[i] }
    }
  }

  func outcomes(flipping rows: [Int], execution: Execution) -> [CandidateTraining.Outcome] {
    let base = HingeTrajectory(gram: gram, rowCount: rowCount, order: order)
    let baseScores = scores(base.updates, startingFrom: nil)
    let blocks = execution.mapBlocks(of: rows.count, size: HingeTrajectory.replayCount) { block in
      let candidates = rows[block]
      let runs = base.replays(flipping: candidates, gram: gram, tolerance: tolerance)
      return zip(candidates, runs).map { row, run in
        let scores = scores(run.updateChanges, startingFrom: baseScores)
        // Written so that a score that is no number gives a loss that is none.
        let loss = zip(scores, validationSigns).reduce(0) { sum, pair in
          1 - pair.1 * pair.0 <= 0 ? sum : sum + (1 - pair.1 * pair.0)
        }
        return CandidateTraining.outcome(
          row: row, scores: scores, signs: validationSigns,
          loss: loss / Double(validationSigns.count), tolerance: scoreTolerance,
          isNearTie: run.isNearTie)
      }
    }
    return Array(blocks.joined())
  }

  /// The scores of the validation rows after so many updates at each training row.
  private func scores(
    _ updates: some Collection<Int32>, startingFrom start: [Double]?
  ) -> [Double] {
    var scores = start ?? [Double](repeating: 0, count: validationSigns.count)
    for (row, count) in updates.enumerated() where count != 0 {
      addScaled(Double(count), table: scoreSteps, row: row, to: &scores)
    }
    return scores
  }

  mutating func keep(_ flip: Flip) {
    let m = validationSigns.count
    let n = rowCount
    for j in 0..<n {
      gram[flip.row * n + j].negate()
      gram[j * n + flip.row].negate()
    }
    for j in 0..<m { scoreSteps[flip.row * m + j].negate() }
  }
}
