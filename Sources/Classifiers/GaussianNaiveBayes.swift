public import LabelData
public import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bayes' rule with features that are independent and normally distributed within each class.
///
/// A class has the prior probability of its share of the weights, and for each feature the mean and variance of its
/// rows. To every variance is added ``smoothing`` times the largest variance of a feature over all rows, or 1 where
/// all features are constant. A class that no row carries has probability 0. Nothing is random; a weight of 2 is as
/// good as the row twice, and only ratios of weights matter. Probabilities are extreme where features depend on
/// each other.
public struct GaussianNaiveBayes: Classifier, Equatable {
  /// Share of the largest variance that is added to all; above 0.
  public var smoothing: Double

  /// Makes a learner.
  ///
  /// - Parameter smoothing: Share of the largest variance that is added to all, above 0; 1e-9 by default.
  public init(smoothing: Double = 1e-9) {
    self.smoothing = smoothing
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(n · d).
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> NormalClasses {
    guard smoothing > 0, smoothing.isFinite else {
      throw .invalidParameter(
        name: "smoothing", value: "\(smoothing)", allowed: "a number above 0")
    }
    let examples = try TrainingExamples(features, labels, weights: weights)
    let largest = examples.variances(about: examples.means).max() ?? 0
    let added = largest > 0 ? smoothing * largest : 1
    let total = examples.totalWeight
    let classes = (0..<labels.classCount).map { label -> NormalClasses.Class in
      guard let members = examples.selecting(label: label) else {
        return NormalClasses.Class(
          prior: 0, means: [Double](repeating: 0, count: features.columnCount),
          variances: [Double](repeating: 1, count: features.columnCount))
      }
      let means = members.means
      return NormalClasses.Class(
        prior: members.totalWeight / total, means: means,
        variances: members.variances(about: means).map { $0 + added })
    }
    return NormalClasses(featureCount: features.columnCount, classes: classes)
  }
}

/// Normally distributed features of each class, as ``GaussianNaiveBayes`` learns them.
public struct NormalClasses: FittedClassifier, Equatable {
  /// What one class is like.
  public struct Class: Equatable, Sendable {
    /// Share of the rows, 0...1.
    public let prior: Double
    /// Mean of each feature.
    public let means: [Double]
    /// Variance of each feature, above 0.
    public let variances: [Double]
  }

  /// Number of features expected.
  public let featureCount: Int
  /// Each class.
  public let classes: [Class]

  /// Number of classes.
  public var classCount: Int { classes.count }

  /// The probability of every class for every row.
  ///
  /// - Complexity: O(m · d · K).
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let constants = classes.map { known in
      log(known.prior) - known.variances.reduce(0) { $0 + log(2 * .pi * $1) } / 2
    }
    let rows = execution.mapBlocks(of: features.rowCount, size: 1024) { block in
      block.flatMap { row in
        let values = features.row(row)
        return softmax(
          classes.indices.map { label in
            let known = classes[label]
            var distance = 0.0
            for (column, value) in values.enumerated() {
              let difference = Double(value) - known.means[column]
              distance += difference * difference / known.variances[column]
            }
            return constants[label] - distance / 2
          })
      }
    }
    return ClassProbabilities(
      rowCount: features.rowCount, classCount: classCount, elements: Array(rows.joined()))
  }
}
