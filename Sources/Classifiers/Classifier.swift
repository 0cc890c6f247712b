public import LabelData
public import VectorKernels

/// A learning algorithm with its hyper-parameters.
///
/// Learning gives a ``FittedClassifier``.
///
/// Laws that every member keeps: the same data and seed give the same fitted classifier on any number of
/// threads; inputs are untouched; predictions are classes `0..<classCount`.
public protocol Classifier: Sendable {
  /// What learning gives.
  associatedtype Fitted: FittedClassifier

  /// Learns from examples.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - seed: Where all randomness starts.
  /// - Returns: What was learnt.
  /// - Throws: ``ClassifierError``.
  func fit(_ features: Matrix, _ labels: Labels, seed: UInt64) throws(ClassifierError) -> Fitted
}

/// What a ``Classifier`` learnt.
public protocol FittedClassifier: Sendable {
  /// Number of features expected.
  var featureCount: Int { get }

  /// The class predicted for every row.
  ///
  /// - Precondition: the matrix has ``featureCount`` columns.
  func predict(_ features: Matrix) -> [Int]
}

extension FittedClassifier {
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
  /// Learning left the finite numbers.
  case diverged
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
    case .diverged:
      "learning diverged: the weights are not finite; lower the learning rate or scale the features"
    }
  }
}
