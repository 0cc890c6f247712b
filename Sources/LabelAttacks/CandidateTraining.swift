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
    /// Mean hinge loss on the validation set, up to rounding, and the share of wrong predictions.
    let damage: Damage
    /// Whether a margin came so close to 1 that another order of summation might decide otherwise.
    let isNearTie: Bool
    /// Whether a validation row's score is so close to 0 that it might be predicted otherwise.
    let isNearBorder: Bool
  }

  /// A form of training many candidates, with the labels as they are after the flips kept so far.
  protocol Form: Sendable {
    /// What comes of each candidate flip.
    func outcomes(flipping rows: [Int], execution: Execution) -> [Outcome]
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

  /// What comes of a candidate whose validation scores are known.
  static func outcome(
    row: Int, scores: [Double], signs: [Double], loss: Double, tolerance: Double, isNearTie: Bool
  ) -> Outcome {
    var wrong = 0
    var isNearBorder = false
    for (score, sign) in zip(scores, signs) {
      if (score > 0) != (sign > 0) { wrong += 1 }
      if abs(score) <= tolerance { isNearBorder = true }
    }
    return Outcome(
      row: row, damage: Damage(error: Double(wrong) / Double(signs.count), loss: loss),
      isNearTie: isNearTie, isNearBorder: isNearBorder)
  }

  /// The absolute margin tolerance: rounding grows with the margins, and these with the size of an update.
  static func tolerance(_ features: Matrix, learningRate: Double) -> Double {
    marginTolerance * max(1, learningRate * largestSquare(features))
  }

  /// The same for the scores of validation rows.
  static func scoreTolerance(_ problem: AttackProblem, learningRate: Double) -> Double {
    let squares = largestSquare(problem.features) * largestSquare(problem.validationFeatures)
    return marginTolerance * max(1, learningRate * squares.squareRoot())
  }

  /// The largest |x|² + 1 of any row.
  private static func largestSquare(_ features: Matrix) -> Double {
    (0..<features.rowCount).map { row in
      features.row(row).reduce(1.0) { $0 + Double($1) * Double($1) }
    }.max() ?? 0
  }
}
