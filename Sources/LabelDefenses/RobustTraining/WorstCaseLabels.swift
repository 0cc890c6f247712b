public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// A linear classifier of the smallest hinge loss after the worst flips of a bounded number of labels.
///
/// Distributionally robust training over labels: with margins `m_i = s_i (w.(x_i - mean) + b)`, s_i = +1 or -1, the hinge
/// loss h(m) = max(0, 1 - m) and Gamma flips assumed, minimised is
///
///     lambda / 2 (|w|² + b²) + sum_i h(m_i) + the sum of the Gamma largest of max(0, h(-m_i) - h(m_i))
///
/// which is the largest penalised loss that Gamma flips can make: a maximum over sets of flips, hence convex
/// though its last terms are not. The bias is penalised too, so there is exactly one minimum. It is found by cutting
/// planes to within 1e-3 of the loss without weights, which is shown by a lower bound. With Gamma 0 it is the
/// linear support vector machine with a penalised bias. The larger Gamma, the more a row that is right by far costs, as it is the one
/// whose flip would hurt most: weights shrink. For more than two classes, a score for each against the rest, each
/// against Gamma flips of its own; the largest wins. Probabilities are the softmax of the scores and not calibrated.
///
/// The formulation is ours, after robust optimisation over budgets of uncertainty (Bertsimas and Sim 2004).
///
/// Takes an estimate of the share of wrong labels into account. Nothing is random.
/// - Complexity: O(n · (d + log n)) twelve times for each plane, some ten to some hundred planes for each score, a score
///   a thread.
public struct WorstCaseLabels: RobustLearner, Equatable {
  /// Strength of the L2 penalty, lambda; above 0.
  public var regularization: Double
  /// Share of the labels that are assumed to be flipped, Gamma / n, 0...0.5; `nil` for the estimated share of wrong
  /// labels.
  public var flipShare: Double?

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - regularization: L2 penalty on the sum of the losses, above 0; 1 by default.
  ///   - flipShare: 0 to 0.5, times n and rounded; by default the evidence's share of wrong labels, at most 0.4, or 0.1
  ///     where that is not known.
  public init(regularization: Double = 1, flipShare: Double? = nil) {
    self.regularization = regularization
    self.flipShare = flipShare
  }

  /// How many labels are wrong.
  public var uses: Set<Evidence.Kind> { [.noiseRate] }

  /// The distance from the minimum that is let stand, as a share of the loss without weights.
  static let tolerance = 1e-3

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    guard regularization > 0, regularization.isFinite else {
      throw .invalidParameter(
        name: "regularization", value: "\(regularization)", allowed: "a number above 0")
    }
    let share = try AssumedShare.resolve(
      flipShare, name: "share of flips", labels, evidence: evidence)
    let outputs = try ClassOutputs(features, labels)
    let center = try learning { () throws(ClassifierError) in
      try TrainingExamples(features, labels, weights: nil).means
    }
    let weights = try learning { () throws(ClassifierError) in
      try outputs.map(execution) { output in
        let objective = WorstCaseObjective(
          features: features, signs: outputs.signs(labels, output: output),
          flipCount: Int((share * Double(labels.count)).rounded()), center: center)
        return Result { () throws(ClassifierError) -> [Double] in
          let minimum = try CuttingPlanes(
            evaluate: { objective.evaluate($0, execution: .serial) }, penalty: regularization,
            tolerance: Self.tolerance
          ).minimum(count: features.columnCount + 1)
          return objective.uncentered(minimum.parameters)
        }
      }
    }
    return LinearModel(
      outputs: weights, presentClasses: outputs.presentClasses, classCount: labels.classCount)
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "worst-case-dro", summary: "linear, by the hinge loss after the worst flips of some labels",
    cost: "some hundred evaluations of O(n (d + log n)) for each score",
    failure:
      "too large a share assumed: weights shrink to none; labels flipped far from the border",
    drawsAtRandom: false
  ) {
    WorstCaseLabels()
  }
}
