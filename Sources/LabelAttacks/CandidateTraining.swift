internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Trains all candidates of one greedy step together; the two forms agree with the plain loop up to rounding.
enum CandidateTraining {
  /// One candidate flip and the objective after it.
  struct Outcome: Equatable, Sendable {
    /// The row whose label is flipped.
    let row: Int
    /// Mean hinge loss on the validation set, up to rounding.
    let objective: Double
    /// Whether a margin came so close to 1 that another order of summation might decide otherwise.
    let isNearTie: Bool
  }

  /// A form of training many candidates, with the labels as they are after the flips kept so far.
  protocol Form: Sendable {
    /// The objective after each candidate flip.
    func objectives(flipping rows: [Int], execution: Execution) -> [Outcome]
    /// Makes a flip part of the labels.
    mutating func keep(_ flip: Flip)
  }

  /// A margin this close to 1, relative to the size of one update, is a near tie.
  static let marginTolerance = 1e-10

  /// The form that costs less for this problem.
  ///
  /// A visit costs O(1) in the dual form, plus O(n) at the few visits (about 3 %) where a candidate decides
  /// otherwise than the base run; it costs O(d) in the weight form. The dual form holds n x n doubles, and
  /// has no way to decay the weights.
  static func make(
    _ problem: AttackProblem, learner: LinearHinge, order: [Int32], execution: Execution
  ) -> any Form {
    let n = problem.features.rowCount
    let d = problem.features.columnCount
    let isDual = learner.regularization == 0 && n <= 8_192 && (n <= 1_024 || n <= 32 * d)
    return isDual
      ? DualCandidates(problem, learner: learner, order: order, execution: execution)
      : WeightCandidates(problem, learner: learner, order: order)
  }

  /// The absolute margin tolerance: rounding grows with the margins, and these with the size of an update.
  static func tolerance(_ features: Matrix, learningRate: Double) -> Double {
    let largest = (0..<features.rowCount).map { row in
      features.row(row).reduce(1.0) { $0 + Double($1) * Double($1) }
    }.max()
    return marginTolerance * max(1, learningRate * (largest ?? 0))
  }
}
