public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A linear classifier of the true classes whose labels are as likely as can be after known noise.
///
/// The forward correction of Patrini, Rozza, Menon, Nock and Qu (2017): with T[k][a] the probability of label a where
/// the true class is k, and p the softmax of scores `w_k.x + b_k`, the loss of a row labelled y is
///
///     -log sum_k p_k T[k][y]
///
/// Minimised is the sum over rows plus `lambda / 2 · sum_k |w_k|²`. T is given, or estimated as ``LabelTransition``
/// tells; it is reduced to the classes that labels carry. As the loss is not convex, the descent starts at logistic
/// regression; what is guaranteed is a loss not above that start's and a gradient of at most 1e-6 n, not the lowest
/// minimum. Without noise in T it is logistic regression. A T with a condition number above 1e4 in the maximum norm is
/// refused.
///
/// Looks at trusted rows, probabilities and neighbors, and needs one of them where T is not given. Nothing is random.
/// - Complexity: O(K · n · (d + K)) for each of some hundred steps, after logistic regression.
public struct ForwardCorrection: RobustLearner, Equatable {
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
    return try classifier.descending(
      features, labels, loss: ForwardLoss(matrix), execution: execution)
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "forward-correction",
    summary: "linear, by the likelihood of labels after estimated noise",
    cost: "a descent of some hundred steps of O(K n d) after two logistic regressions",
    failure: "noise that depends on more than the class; a bad estimate of the noise",
    drawsAtRandom: false
  ) {
    ForwardCorrection()
  }
}

extension CorrectionMatrix {
  /// The matrix that is given, or estimated, among the classes that labels carry.
  ///
  /// - Throws: ``DefenseError``.
  init(
    _ features: Matrix, _ labels: Labels, given: [Double]?, evidence: Evidence,
    classifier: LogisticRegression, execution: Execution
  ) throws(DefenseError) {
    let outputs = try ClassOutputs(features, labels)
    var transition: [Double]
    if let given {
      transition = given
    } else {
      transition =
        try LabelTransition(
          features, labels, evidence: evidence, classifier: classifier, execution: execution.silent
        ).matrix
    }
    try self.init(transition, classes: outputs.presentClasses, classCount: labels.classCount)
  }
}

/// `-log sum_k p_k T[k][y]`.
struct ForwardLoss: ProbabilityLoss {
  /// Of each label, the logarithm of its probability for every true class.
  private let logs: [[Double]]

  init(_ matrix: CorrectionMatrix) {
    logs = (0..<matrix.size).map { label in
      (0..<matrix.size).map { log(matrix.elements[$0 * matrix.size + label]) }
    }
  }

  func value(_ logs: [Double], label: Int, residuals: inout [Double]) -> Double {
    let joint = zip(logs, self.logs[label]).map { $0 + $1 }
    let largest = joint.max() ?? 0
    let sum = joint.reduce(0) { $0 + exp($1 - largest) }
    for index in logs.indices {
      residuals[index] = exp(logs[index]) - exp(joint[index] - largest) / sum
    }
    return -largest - log(sum)
  }
}
