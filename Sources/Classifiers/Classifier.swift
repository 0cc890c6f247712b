public import LabelData
public import Neighbors
public import VectorKernels

/// A learning algorithm with its hyper-parameters.
///
/// Learning gives a ``FittedClassifier``.
///
/// Laws that every member keeps: the same data and seed give the same fitted classifier on any number of
/// threads; inputs are untouched; predictions are classes `0..<classCount`; the probabilities of a row sum to 1
/// and the predicted class has the largest; weights of 1 are as good as none; a row of weight 0 is as good as
/// absent.
public protocol Classifier: Sendable {
  /// What learning gives.
  associatedtype Fitted: FittedClassifier

  /// Learns from examples.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts, 0 or more and finite, not all 0; `nil` for 1 each.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: What was learnt.
  /// - Throws: ``ClassifierError``.
  func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> Fitted
}

extension Classifier {
  /// Learns from examples that count alike, on the calling thread.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - seed: Where all randomness starts.
  /// - Returns: What was learnt.
  /// - Throws: ``ClassifierError``.
  public func fit(
    _ features: Matrix, _ labels: Labels, seed: UInt64
  ) throws(ClassifierError) -> Fitted {
    try fit(features, labels, weights: nil, seed: seed, execution: .serial)
  }
}

/// What a ``Classifier`` learnt.
public protocol FittedClassifier: Sendable {
  /// Number of features expected.
  var featureCount: Int { get }

  /// Number of classes, those of the labels learnt from, whether or not an example carried each.
  var classCount: Int { get }

  /// The probability of every class for every row.
  ///
  /// - Parameters:
  ///   - features: m x d, finite.
  ///   - execution: Threads and progress.
  /// - Returns: m x K probabilities.
  /// - Precondition: the matrix has ``featureCount`` columns.
  func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities

  /// The class predicted for every row; ties go to the lowest class.
  ///
  /// - Precondition: the matrix has ``featureCount`` columns.
  func predict(_ features: Matrix) -> [Int]
}

extension FittedClassifier {
  /// The most probable class of every row; the lowest among equals.
  public func predict(_ features: Matrix) -> [Int] {
    probabilities(features, execution: .serial).predictedLabels
  }

  /// Share of the rows whose prediction differs from the label, 0...1; 0 without rows.
  public func error(_ features: Matrix, _ labels: Labels) -> Double {
    let wrong = zip(predict(features), labels.classIndices).count { $0 != $1 }
    return labels.count == 0 ? 0 : Double(wrong) / Double(labels.count)
  }
}

/// Why a classifier cannot learn.
public enum ClassifierError: Error, Equatable, Sendable {
  /// A hyper-parameter is out of its range.
  case invalidParameter(name: String, value: String, allowed: String)
  /// Features and labels have different numbers of rows, or there are none.
  case rowCounts(features: Int, labels: Int)
  /// The labels name fewer than two classes.
  case tooFewClasses(Int)
  /// A feature is NaN or infinite; rows and columns count from 0.
  case notFinite(row: Int, column: Int, value: Float)
  /// Weights and labels have different numbers of rows.
  case weightCounts(weights: Int, labels: Int)
  /// A weight is negative, NaN or infinite.
  case invalidWeight(row: Int, value: Double)
  /// All weights are 0.
  case noWeight
  /// Learning left the finite numbers.
  case diverged
  /// The loss could not be brought to its minimum in double precision.
  case notConverged(gradientNorm: Double, allowed: Double)
  /// The neighbors of rows cannot be told.
  case neighbors(NeighborError)
  /// All rows have equal features, or there is but one, so none can be held out.
  case oneDistinctRow
}

extension ClassifierError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let allowed):
      "\(name) is \(value); allowed: \(allowed)"
    case .rowCounts(let features, let labels):
      "\(features) rows of features and \(labels) labels; both must be equal and at least 1"
    case .tooFewClasses(let count):
      "\(count) class; a classifier needs labels of at least two classes"
    case .notFinite(let row, let column, let value):
      "row \(row), feature \(column): found \(value); only finite numbers are allowed"
    case .weightCounts(let weights, let labels):
      "\(weights) weights for \(labels) labels; each row needs one"
    case .invalidWeight(let row, let value):
      "the weight of row \(row) is \(value); allowed: a number of 0 or more"
    case .noWeight: "all weights are 0; at least one must be above"
    case .notConverged(let gradientNorm, let allowed):
      "learning ended at a gradient of length \(gradientNorm), where \(allowed) is allowed; scale the "
        + "features, or raise the regularization"
    case .neighbors(let error): error.description
    case .oneDistinctRow: "all rows have equal features, so none can be held out from the others"
    case .diverged:
      "learning diverged: the weights are not finite; lower the learning rate or scale the features"
    }
  }
}
