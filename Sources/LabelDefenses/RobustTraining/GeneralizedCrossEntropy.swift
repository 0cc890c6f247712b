public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A linear classifier of the smallest generalized cross-entropy.
///
/// The loss of Zhang and Sabuncu (2018) for a row labelled y with probability p_y, by the softmax of scores
/// `w_k.x + b_k`, is
///
///     L_q = (1 - p_y^q) / q
///
/// which is the cross-entropy for q towards 0 and the mean absolute error 1 - p_y for q = 1, which symmetric noise does
/// not move. Minimised is the sum over rows plus `lambda / 2 · sum_k |w_k|²`. As the loss is not convex, the descent
/// starts at logistic regression; what is guaranteed is a loss not above that start's and a gradient of at most 1e-6 n,
/// not the lowest minimum. With q = 0 it is logistic regression.
///
/// With a truncation k every loss counts as at most that of p_y = k. That is brought down in turns: rows with
/// `p_y <= k` are left out, then the model descends on the others, until the rows stay the same (or a class would be
/// without rows, or after 50 rounds). No turn raises the truncated loss.
///
/// Needs no evidence. Nothing is random.
/// - Complexity: O(K · n · d) for each of some hundred steps, after logistic regression; with truncation for each turn.
public struct GeneralizedCrossEntropy: RobustLearner, Equatable {
  /// The plain learner, with its L2 penalty.
  public var classifier: LogisticRegression
  /// The exponent, q; 0...1.
  public var exponent: Double
  /// The probability at which the loss is cut off, k, between 0 and 1; `nil` for no truncation.
  public var truncation: Double?

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - classifier: The plain learner; L2 penalty 1 by default.
  ///   - exponent: q, 0 to 1; 0.7 by default.
  ///   - truncation: k, above 0 and below 1; `nil`, no truncation, by default.
  public init(
    classifier: LogisticRegression = LogisticRegression(), exponent: Double = 0.7,
    truncation: Double? = nil
  ) {
    self.classifier = classifier
    self.exponent = exponent
    self.truncation = truncation
  }

  /// Most rounds of leaving rows out.
  private static let mostRounds = 50

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    guard (0...1).contains(exponent) else {
      throw .invalidParameter(name: "exponent", value: "\(exponent)", allowed: "0 to 1")
    }
    let whole = try classifier.descending(
      features, labels, loss: GeneralizedLoss(exponent: exponent), execution: execution)
    guard let truncation else { return whole }
    guard truncation > 0, truncation < 1 else {
      throw .invalidParameter(
        name: "truncation", value: "\(truncation)", allowed: "above 0 and below 1")
    }
    return try learning { () throws(ClassifierError) in
      try truncated(features, labels, at: truncation, from: whole, execution: execution)
    }
  }

  /// Leaves rows out and descends in turns.
  private func truncated(
    _ features: Matrix, _ labels: Labels, at truncation: Double, from start: LinearModel,
    execution: Execution
  ) throws(ClassifierError) -> LinearModel {
    var model = start
    var weights = [Double](repeating: 1, count: labels.count)
    let present = labels.classSizes.count { $0 > 0 }
    for _ in 0..<Self.mostRounds {
      let p = model.probabilities(features, execution: execution.silent)
      let next = (0..<labels.count).map { p[$0, labels[$0]] > truncation ? 1.0 : 0 }
      let kept = Set((0..<labels.count).filter { next[$0] > 0 }.map { labels[$0] })
      if next == weights || kept.count < present { break }
      weights = next
      model = try classifier.fit(
        features, labels, weights: weights, loss: GeneralizedLoss(exponent: exponent), from: model,
        execution: execution)
    }
    return model
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "generalized-cross-entropy",
    summary: "linear, by a loss between cross-entropy and absolute error",
    cost: "a descent of some hundred steps of O(K n d) after a logistic regression",
    failure: "flips that follow the features; it settles near the plain model",
    drawsAtRandom: false
  ) {
    GeneralizedCrossEntropy()
  }
}

/// `(1 - p_y^q) / q`, and `-log p_y` for q = 0.
struct GeneralizedLoss: ProbabilityLoss {
  let exponent: Double

  func value(_ logs: [Double], label: Int, residuals: inout [Double]) -> Double {
    let slope = exp(exponent * logs[label])
    for index in logs.indices {
      residuals[index] = slope * (exp(logs[index]) - (index == label ? 1 : 0))
    }
    return exponent == 0 ? -logs[label] : -expm1(exponent * logs[label]) / exponent
  }
}
