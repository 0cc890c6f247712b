public import LabelData
public import VectorKernels

/// A proof for each prediction of a classifier that no attacker within a radius can change it.
///
/// The members are listed in `Certificates.all`. A certificate is a classifier with its bound: it says what is
/// predicted from the training labels as given, and how many of these an attacker can change without changing that.
/// Features, hyper-parameters and feature maps must have been fixed without looking at the labels.
///
/// Laws that every member keeps: no change of labels within the radius, allowed by the threat, changes the
/// prediction; the same data and seed give the same result on any number of threads; a larger set of trusted rows
/// never lowers a radius of an exact member.
public protocol Certificate: Sendable {
  /// Predicts and certifies every query.
  ///
  /// - Parameters:
  ///   - problem: Training rows, queries and the threat.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: A certified prediction for each query.
  /// - Throws: ``CertificateError``.
  func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction]
}

/// What is certified.
public struct CertificateProblem: Sendable {
  /// Training features, n x d, scaled as the classifier scales them.
  public let features: Matrix
  /// The training labels as given; some may already be an attacker's.
  public let labels: Labels
  /// Features of the queries, m x d, scaled alike.
  public let queries: Matrix
  /// Which changes of the labels must be withstood.
  public let threat: LabelThreat

  /// Makes a problem.
  public init(
    features: Matrix, labels: Labels, queries: Matrix, threat: LabelThreat = .anyLabels
  ) {
    self.features = features
    self.labels = labels
    self.queries = queries
    self.threat = threat
  }
}

/// One prediction, and how much change of the labels it survives.
public struct CertifiedPrediction: Equatable, Sendable {
  /// The class predicted; `nil` where the certificate abstains.
  public let predictedLabel: Int?
  /// The largest number of changes, in the threat's unit, that provably cannot change the prediction; -1 where the
  /// certificate abstains, and the whole number of rows (or costs, or sources) where no allowed change can.
  public let radius: Int
  /// Changes that do change the prediction, where the certificate knows any; the fewest where it is exact.
  public let attack: [Flip]?

  /// Makes a certified prediction.
  public init(predictedLabel: Int?, radius: Int, attack: [Flip]? = nil) {
    self.predictedLabel = predictedLabel
    self.radius = radius
    self.attack = attack
  }

  /// No prediction.
  public static let abstention = CertifiedPrediction(predictedLabel: nil, radius: -1)
}

/// Why predictions cannot be certified.
public enum CertificateError: Error, Equatable, Sendable {
  /// A parameter is out of its range.
  case invalidParameter(name: String, value: String, allowed: String)
  /// The problem's parts do not fit together, or do not suit this certificate.
  case invalidProblem(String)
}

extension CertificateError: CustomStringConvertible {
  /// The fault in one sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let allowed):
      "\(name) is \(value); allowed: \(allowed)"
    case .invalidProblem(let what): what
    }
  }
}
