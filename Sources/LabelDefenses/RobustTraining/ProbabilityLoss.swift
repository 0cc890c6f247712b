internal import Classifiers

/// A loss of the logarithms of class probabilities.
protocol ProbabilityLoss: ScoreLoss {
  /// The loss, and its derivatives by scores of which the probabilities are the softmax.
  ///
  /// - Parameters:
  ///   - logs: The logarithm of each class's probability.
  ///   - label: The class of the row.
  ///   - residuals: As many values; then the derivatives.
  /// - Returns: The loss.
  func value(_ logs: [Double], label: Int, residuals: inout [Double]) -> Double
}

extension ProbabilityLoss {
  /// Not in general.
  var curvesAsCrossEntropy: Bool { false }

  /// Turns scores into residuals, and gives the loss.
  func replaceByResiduals(_ scores: inout [Double], label: Int) -> Double {
    let isSingle = scores.count == 1
    let all = isSingle ? [0, scores[0]] : scores
    let logs = logSoftmax(all)
    var residuals = [Double](repeating: 0, count: all.count)
    let loss = value(logs, label: label, residuals: &residuals)
    if isSingle { scores[0] = residuals[1] } else { scores = residuals }
    return loss
  }
}
