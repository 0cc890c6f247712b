internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Hinge loss and error of a least-squares classifier on the attacker's validation set, after any one flip.
///
/// The scores of all validation rows are kept, and what every training row does to them.
struct MarginLosses: Sendable {
  /// How wrong the classifier is.
  struct Losses: Equatable, Sendable {
    /// Share of wrong predictions, 0...1.
    let error: Double
    /// Mean hinge loss, 0 or more.
    let hinge: Double
  }

  /// The labels after the flips kept so far.
  private var labels: Labels
  private let validationLabels: Labels
  private let response: LabelResponse
  /// For each output the score of every validation row.
  private var scores: [[Double]]

  /// Starts with the labels before the attack.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where the parts of the problem do not fit, or the table is too large.
  init(_ problem: AttackProblem, learner: Ridge, execution: Execution) throws(AttackError) {
    let response = try LabelResponse(
      problem, learner: learner, keepingScores: true, execution: execution)
    scores = Ridge.outputs(classCount: problem.labels.classCount).map { output in
      var scores = [Double](repeating: 0, count: response.width)
      for (row, code) in Ridge.codes(problem.labels, output: output).enumerated() {
        response.add(code, row: row, to: &scores)
      }
      return scores
    }
    self.response = response
    labels = problem.labels
    validationLabels = problem.validationLabels
  }

  /// The losses with the labels as they are.
  var losses: Losses { Self.losses(scores, validationLabels) }

  /// The losses after every possible flip of some rows, one for each row and other class.
  ///
  /// - Complexity: O(rows · m · K²).
  func losses(
    flipping rows: [Int], execution: Execution
  ) -> [(flip: Flip, losses: Losses)] {
    execution.mapBlocks(of: rows.count, size: 64) { block in
      rows[block].flatMap { row in
        (0..<labels.classCount).filter { $0 != labels[row] }.map { to in
          let flip = Flip(row: row, from: labels[row], to: to)
          return (flip, Self.losses(flipped(flip), validationLabels))
        }
      }
    }.flatMap(\.self)
  }

  /// Makes a flip part of the labels.
  mutating func keep(_ flip: Flip) {
    scores = flipped(flip)
    labels[flip.row] = flip.to
  }

  /// The scores after a flip.
  private func flipped(_ flip: Flip) -> [[Double]] {
    var changed = scores
    if scores.count == 1 {
      response.add(flip.to == 1 ? 2 : -2, row: flip.row, to: &changed[0])
    } else {
      response.add(-1, row: flip.row, to: &changed[flip.from])
      response.add(1, row: flip.row, to: &changed[flip.to])
    }
    return changed
  }

  private static func losses(_ scores: [[Double]], _ labels: Labels) -> Losses {
    var wrong = 0
    var hinge = 0.0
    if scores.count == 1 {
      for (score, label) in zip(scores[0], labels.classIndices) {
        let margin = label == 1 ? score : -score
        hinge += max(0, 1 - margin)
        if (score > 0) != (label == 1) { wrong += 1 }
      }
    } else {
      for (row, label) in labels.classIndices.enumerated() {
        let own = scores[label][row]
        var other = -Double.infinity
        var isWrong = false
        for output in scores.indices where output != label {
          let score = scores[output][row]
          other = max(other, score)
          // Among equal scores the lowest class is predicted.
          if score > own || (score == own && output < label) { isWrong = true }
        }
        hinge += max(0, 1 - (own - other))
        if isWrong { wrong += 1 }
      }
    }
    return Losses(
      error: Double(wrong) / Double(labels.count), hinge: hinge / Double(labels.count))
  }
}
