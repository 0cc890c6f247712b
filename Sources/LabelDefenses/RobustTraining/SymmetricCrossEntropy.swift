public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A linear classifier of the smallest symmetric cross-entropy.
///
/// The loss of Wang, Ma, Chen, Luo, Yi and Bailey (2019) for a row labelled y with probabilities p, the softmax of
/// scores `w_k.x + b_k`, is
///
///     alpha · -log p_y + beta · -sum_c p_c log [c = y]     with log 0 = A, so that the second sum is -A (1 - p_y)
///
/// The reverse term is bounded, and its sum over all labels y is -A (K - 1) whatever the row: under symmetric noise
/// it has the minimum that it has without. Minimised is the sum over rows plus `lambda / 2 · sum_k |w_k|²`. As the
/// loss is not convex, the descent starts at logistic regression; what is guaranteed is a loss not above that start's
/// and a gradient of at most 1e-6 n, not the lowest minimum. With alpha 1 and beta 0 it is logistic regression.
///
/// Needs no evidence. Nothing is random.
/// - Complexity: O(K · n · d) for each of some hundred steps, after logistic regression.
public struct SymmetricCrossEntropy: RobustLearner, Equatable {
  /// The plain learner, with its L2 penalty.
  public var classifier: LogisticRegression
  /// Weight of the cross-entropy, alpha; 0 or more.
  public var forwardWeight: Double
  /// Weight of the reverse cross-entropy, beta; 0 or more, not 0 with alpha.
  public var reverseWeight: Double
  /// What counts as the logarithm of 0, A; below 0.
  public var logarithmOfZero: Double

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - classifier: The plain learner; L2 penalty 1 by default.
  ///   - forwardWeight: Alpha, 0 or more; 0.1 by default.
  ///   - reverseWeight: Beta, 0 or more; 1 by default.
  ///   - logarithmOfZero: A, below 0; -4 by default.
  public init(
    classifier: LogisticRegression = LogisticRegression(), forwardWeight: Double = 0.1,
    reverseWeight: Double = 1, logarithmOfZero: Double = -4
  ) {
    self.classifier = classifier
    self.forwardWeight = forwardWeight
    self.reverseWeight = reverseWeight
    self.logarithmOfZero = logarithmOfZero
  }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    for (name, weight) in [
      ("weight of the cross-entropy", forwardWeight),
      ("weight of the reverse cross-entropy", reverseWeight),
    ] where !(weight >= 0 && weight.isFinite && forwardWeight + reverseWeight > 0) {
      throw .invalidParameter(
        name: name, value: "\(weight)", allowed: "0 or more, one of the two weights above 0")
    }
    guard logarithmOfZero < 0, logarithmOfZero.isFinite else {
      throw .invalidParameter(
        name: "logarithm of 0", value: "\(logarithmOfZero)", allowed: "a number below 0")
    }
    return try classifier.descending(
      features, labels,
      loss: SymmetricLoss(forward: forwardWeight, reverse: -reverseWeight * logarithmOfZero),
      execution: execution)
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "symmetric-cross-entropy",
    summary: "linear, by cross-entropy with a bounded reverse part",
    cost: "a descent of some hundred steps of O(K n d) after a logistic regression",
    failure: "flips that follow the features; it settles near the plain model",
    drawsAtRandom: false
  ) {
    SymmetricCrossEntropy()
  }
}

/// `forward · -log p_y + reverse · (1 - p_y)`.
struct SymmetricLoss: ProbabilityLoss {
  let forward: Double
  let reverse: Double

  func value(_ logs: [Double], label: Int, residuals: inout [Double]) -> Double {
    let own = exp(logs[label])
    let slope = forward + reverse * own
    for index in logs.indices {
      residuals[index] = slope * (exp(logs[index]) - (index == label ? 1 : 0))
    }
    // 1 - p_y, exact where that is close to 0.
    return -forward * logs[label] - reverse * expm1(logs[label])
  }
}
