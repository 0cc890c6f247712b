public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// How often rows of each true class carry each label, from the best that is known.
///
/// In this order: with at least ten trusted rows of every class that labels carry, the mean over the trusted rows of a
/// class of the probabilities that logistic regression, fitted to the given labels, gives them (the gold loss
/// correction of Hendrycks, Mazeika, Wilson and Gimpel 2018); with out-of-sample probabilities, the calibrated
/// ``ConfidentJoint``, whose columns are scaled to sum to 1; with a neighbor graph, ``NoiseTransition``. All three take
/// the noise to depend on the true class alone.
/// - Complexity: a logistic regression, O(n · K), or as ``NoiseTransition``; K² numbers.
public struct LabelTransition: Equatable, Sendable {
  /// What an estimate was made from.
  public enum Source: Equatable, Sendable {
    /// Trusted rows and a model of the given labels.
    case trusted
    /// The confident joint of out-of-sample probabilities.
    case probabilities
    /// The labels of near rows.
    case neighbors
  }

  /// Number of classes, K.
  public let classCount: Int
  /// K x K, row-major: the estimated probability of label a where the true class is k; every row sums to 1.
  public let matrix: [Double]
  /// What it was made from.
  public let source: Source

  /// Trusted rows of every class that are enough for an estimate.
  static let fewestTrusted = 10

  /// Estimates.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: The given labels, n.
  ///   - evidence: Trusted rows, out-of-sample probabilities or a neighbor graph.
  ///   - classifier: What is fitted to the given labels where there are trusted rows.
  ///   - execution: Threads; the estimate does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError``, as for missing probabilities where nothing serves.
  public init(
    _ features: Matrix, _ labels: Labels, evidence: Evidence,
    classifier: LogisticRegression = LogisticRegression(), execution: Execution = .serial
  ) throws(DefenseError) {
    classCount = labels.classCount
    if let trusted = try evidence.trustedIfAny(for: labels, featureCount: features.columnCount),
      zip(labels.classSizes, trusted.labels.classSizes)
        .allSatisfy({ $0 == 0 || $1 >= Self.fewestTrusted })
    {
      let model = try learning { () throws(ClassifierError) in
        try classifier.fit(features, labels, weights: nil, seed: 1, execution: execution)
      }
      matrix = Self.means(model.probabilities(trusted.features, execution: .serial), trusted.labels)
      source = .trusted
    } else if evidence.probabilities != nil {
      let joint = ConfidentJoint(
        labels, try evidence.probabilities(for: labels), execution: execution)
      let (count, given) = (classCount, joint.noiseMatrix)
      matrix = (0..<count * count).map { given[$0 % count * count + $0 / count] }
      source = .probabilities
    } else if evidence.neighborGraph != nil {
      matrix = try NoiseTransition(labels, evidence: evidence, execution: execution).matrix
      source = .neighbors
    } else {
      throw .missing(.probabilities)
    }
  }

  /// The mean of the probabilities of each class's rows; that of a class without rows is of no noise.
  private static func means(_ probabilities: ClassProbabilities, _ labels: Labels) -> [Double] {
    let count = labels.classCount
    return labels.rowsByClass.enumerated().flatMap { label, rows in
      (0..<count).map { given in
        rows.isEmpty
          ? (given == label ? 1 : 0)
          : rows.reduce(0) { $0 + probabilities[$1, given] } / Double(rows.count)
      }
    }
  }
}
