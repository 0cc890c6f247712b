#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A smooth loss of the scores that a linear classifier gives a row.
///
/// For two classes there is one score, positive for class 1; for more there is one for each class.
package protocol ScoreLoss: Sendable {
  /// Whether its second derivatives by the scores are those of the cross-entropy; then it is convex.
  var curvesAsCrossEntropy: Bool { get }

  /// Turns the scores of a row into the loss's derivatives by them, and gives the loss.
  ///
  /// - Parameters:
  ///   - scores: One for two classes, else one for each class; then the derivatives by them.
  ///   - label: The class of the row.
  /// - Returns: The loss.
  func replaceByResiduals(_ scores: inout [Double], label: Int) -> Double
}

/// The cross-entropy of the softmax of the scores, which is the logistic loss of one score.
package struct CrossEntropy: ScoreLoss {
  /// Makes the loss.
  package init() {}

  /// Always.
  package var curvesAsCrossEntropy: Bool { true }

  /// Turns scores into residuals, and gives the loss.
  package func replaceByResiduals(_ scores: inout [Double], label: Int) -> Double {
    if scores.count == 1 {
      let margin = label == 1 ? scores[0] : -scores[0]
      // The probability of the other class, and -log of that of this one, without overflow.
      let power = exp(-abs(margin))
      let wrong = margin > 0 ? power / (1 + power) : 1 / (1 + power)
      scores[0] = label == 1 ? -wrong : wrong
      return max(-margin, 0) + log1p(power)
    }
    let largest = scores.max() ?? 0
    let own = scores[label] - largest
    var sum = 0.0
    for output in scores.indices {
      scores[output] = exp(scores[output] - largest)
      sum += scores[output]
    }
    for output in scores.indices { scores[output] /= sum }
    scores[label] -= 1
    return log(sum) - own
  }
}
