internal import LabelContracts
internal import LabelData

/// What a method says about every label.
struct TrialVerdict: Sendable {
  /// Label scores, 0...1, low meaning probably wrong; `nil` for a method without.
  var scores: [Double]?
  /// Whether each label is taken for wrong.
  var flags: [Bool]
  /// The class that each row probably has.
  var predicted: [Int]

  /// The findings of a detector.
  init(_ issues: LabelIssues) {
    scores = issues.labelScores
    flags = issues.isLabelIssue
    predicted = issues.predictedLabels
  }

  /// Makes a verdict.
  init(scores: [Double]?, flags: [Bool], predicted: [Int]) {
    self.scores = scores
    self.flags = flags
    self.predicted = predicted
  }

  /// The verdict of a model: its probability of the given label as score, and its prediction wherever it differs.
  init(given: Labels, probability: (_ row: Int, _ label: Int) -> Double, predicted: [Int]) {
    scores = (0..<given.count).map { probability($0, given[$0]) }
    flags = (0..<given.count).map { predicted[$0] != given[$0] }
    self.predicted = predicted
  }

  /// The rows that are not flagged.
  var keptRows: [Int] { flags.indices.filter { !flags[$0] } }

  /// The labels with those of flagged rows replaced.
  func relabeled(_ given: Labels) -> Labels {
    var labels = given
    for row in flags.indices where flags[row] { labels[row] = predicted[row] }
    return labels
  }
}
