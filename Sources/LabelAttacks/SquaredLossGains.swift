internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// What flips add to the squared loss of a least-squares classifier on the attacker's validation set, exactly.
///
/// With r = t - S, the codes t of the validation labels less the scores S, a flip takes f M_i from the scores of
/// some outputs, so r becomes r + f M_i and the sum of squares grows by 2 f M_i . r + f² |M_i|². For two classes
/// there is one output with codes -1 and +1, and f = -2 s for a flip to the class of sign s; for more there is one
/// output for each class with codes 1 and 0 (less 1/K), f = 1 for the class before and -1 for the class after.
struct SquaredLossGains: Sendable {
  /// The labels after the flips kept so far.
  private(set) var labels: Labels
  /// Sum of squared losses over the validation rows.
  private(set) var lossSum: Double
  private let response: LabelResponse
  /// For each output what ``LabelResponse`` needs to know of r.
  private var states: [[Double]]
  private let validationCount: Int

  /// Starts with the labels before the attack.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where the parts of the problem do not fit.
  init(_ problem: AttackProblem, learner: Ridge, execution: Execution) throws(AttackError) {
    let response = try LabelResponse(problem, learner: learner, execution: execution)
    self.response = response
    labels = problem.labels
    validationCount = problem.validationLabels.count
    let residuals = Ridge.outputs(classCount: problem.labels.classCount).map { output in
      response.residual(
        Ridge.codes(problem.labels, output: output),
        Ridge.codes(problem.validationLabels, output: output))
    }
    states = residuals.map(\.state)
    lossSum = residuals.reduce(0) { $0 + $1.squaredNorm }
  }

  /// The attacker's objective: the mean squared loss, summed over the outputs.
  var objective: Double { lossSum / Double(validationCount) }

  /// Number of training rows.
  var rowCount: Int { labels.count }

  /// Every flip of one row with its gain in the sum of squares, ascending in class.
  func flips(row: Int) -> [(flip: Flip, gain: Double)] {
    let given = labels[row]
    let square = response.squares[row]
    let alignments = states.map { response.alignment(row: row, state: $0) }
    if alignments.count == 1 {
      let flip = Flip(row: row, from: given, to: 1 - given)
      return [(flip, 4 * ((given == 1 ? alignments[0] : -alignments[0]) + square))]
    }
    return alignments.indices.filter { $0 != given }.map { to in
      (
        Flip(row: row, from: given, to: to),
        2 * (alignments[given] - alignments[to] + square)
      )
    }
  }

  /// The flip of one row that gains most (ties: lowest class).
  func best(row: Int) -> (flip: Flip, gain: Double) {
    let flips = flips(row: row)
    return flips.reduce(flips[0]) { $1.gain > $0.gain ? $1 : $0 }
  }

  /// What flips of distinct rows gain together, in the sum of squares.
  ///
  /// - Complexity: O(flips · width of the response).
  func gain(_ flips: some Sequence<Flip>) -> Double {
    var terms = [[LabelResponse.Term]](repeating: [], count: states.count)
    for flip in flips {
      for move in Self.moves(flip, outputCount: states.count) {
        terms[move.output].append(.init(row: flip.row, factor: move.factor))
      }
    }
    return zip(terms, states).reduce(0) { sum, pair in
      pair.0.isEmpty
        ? sum
        : sum + response.square(pair.0)
          + 2
          * pair.0.reduce(0) {
            $0 + $1.factor * response.alignment(row: $1.row, state: pair.1)
          }
    }
  }

  /// The objective with other labels of the same rows.
  func objective(of labels: Labels) -> Double {
    let flips = labels.classIndices.indices.filter { labels[$0] != self.labels[$0] }
      .map { Flip(row: $0, from: self.labels[$0], to: labels[$0]) }
    return (lossSum + gain(flips)) / Double(validationCount)
  }

  /// Makes a flip part of the labels.
  mutating func keep(_ flip: Flip) {
    lossSum += gain(CollectionOfOne(flip))
    for move in Self.moves(flip, outputCount: states.count) {
      response.add(move.factor, row: flip.row, to: &states[move.output])
    }
    labels[flip.row] = flip.to
  }

  /// Length of the way that a flip of a row moves r.
  func reach(row: Int) -> Double {
    ((states.count == 1 ? 4 : 2) * response.squares[row]).squareRoot()
  }

  private static func moves(_ flip: Flip, outputCount: Int) -> [(output: Int, factor: Double)] {
    outputCount == 1
      ? [(0, flip.to == 1 ? -2 : 2)] : [(flip.from, 1), (flip.to, -1)]
  }
}
