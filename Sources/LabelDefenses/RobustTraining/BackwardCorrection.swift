public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A linear classifier by an estimate of the loss of true classes that noise does not bias.
///
/// The backward correction of Patrini, Rozza, Menon, Nock and Qu (2017), for two classes that of Natarajan et al.
/// (2013): with T[k][a] the probability of label a where the true class is k, and p the softmax of scores
/// `w_k.x + b_k`, the loss of a row labelled y is
///
///     sum_k inverse(T)[y][k] · -log p_k
///
/// Its mean over the labels of a true class, `sum_y T[k][y] loss(y)`, is the cross-entropy of that class. Minimised is
/// the sum over rows plus `lambda / 2 · sum_k |w_k|²`. As each row of the inverse sums to 1, that is convex for
/// these scores, though losses of rows may be below 0: it has one minimum, found as that of logistic regression, which
/// it is without noise in T. T is given, or estimated as ``LabelTransition`` tells; it is reduced to the classes that
/// labels carry. A T with a condition number above 1e4 in the maximum norm is refused, and so is one by which a
/// class has no rows or fewer, as then there is no minimum.
///
/// Looks at trusted rows, probabilities and neighbors, and needs one of them where T is not given. Nothing is random.
/// - Complexity: two logistic regressions.
public struct BackwardCorrection: RobustLearner, Equatable {
  /// The plain learner, with its L2 penalty.
  public var classifier: LogisticRegression
  /// T, K x K, row-major, every row a distribution; `nil` to estimate it.
  public var transition: [Double]?

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - classifier: The plain learner; L2 penalty 1 by default.
  ///   - transition: T, K x K, row-major, each row of it numbers of 0 or more that sum to 1; estimated by default.
  public init(
    classifier: LogisticRegression = LogisticRegression(), transition: [Double]? = nil
  ) {
    self.classifier = classifier
    self.transition = transition
  }

  /// The trusted rows, probabilities or neighbors.
  public var uses: Set<Evidence.Kind> { [.trusted, .probabilities, .neighbors] }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    let matrix = try CorrectionMatrix(
      features, labels, given: transition, evidence: evidence, classifier: classifier,
      execution: execution)
    let sizes = labels.classSizes.filter { $0 > 0 }
    for truth in sizes.indices {
      let estimate = sizes.indices.reduce(0) {
        $0 + Double(sizes[$1]) * matrix.inverse[$1 * matrix.size + truth]
      }
      guard estimate > 0 else {
        throw .invalidParameter(
          name: "estimated number of rows of a class by the transition matrix",
          value: "\(estimate)", allowed: "above 0")
      }
    }
    return try classifier.descending(
      features, labels, loss: BackwardLoss(matrix), execution: execution)
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "backward-correction",
    summary: "linear, by a loss that estimated noise does not bias",
    cost: "two or three logistic regressions",
    failure: "noise that depends on more than the class; much noise, which makes it unsteady",
    drawsAtRandom: false
  ) {
    BackwardCorrection()
  }
}

/// `sum_k inverse(T)[y][k] · -log p_k`.
struct BackwardLoss: ProbabilityLoss {
  let matrix: CorrectionMatrix

  init(_ matrix: CorrectionMatrix) {
    self.matrix = matrix
  }

  /// It differs from the cross-entropy by a linear function of the scores.
  var curvesAsCrossEntropy: Bool { true }

  func value(_ logs: [Double], label: Int, residuals: inout [Double]) -> Double {
    var loss = 0.0
    for index in logs.indices {
      let share = matrix.inverse[label * matrix.size + index]
      loss -= share * logs[index]
      residuals[index] = exp(logs[index]) - share
    }
    return loss
  }
}
