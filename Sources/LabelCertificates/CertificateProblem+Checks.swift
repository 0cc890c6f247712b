internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension CertificateProblem {
  /// Checks that the parts fit together.
  ///
  /// - Throws: ``/LabelContracts/CertificateError/invalidProblem(_:)`` naming the first fault.
  func check() throws(CertificateError) {
    guard features.rowCount == labels.count, labels.count > 0 else {
      throw .invalidProblem(
        "\(features.rowCount) rows of features and \(labels.count) labels; both must be equal and "
          + "at least 1")
    }
    guard queries.columnCount == features.columnCount else {
      throw .invalidProblem(
        "\(queries.columnCount) features of queries and \(features.columnCount) of training rows; "
          + "both must be equal")
    }
  }
}

extension CertificateError {
  /// What keeps a classifier from being fitted keeps it from being certified.
  init(_ error: ClassifierError) {
    if case .invalidParameter(let name, let value, let allowed) = error {
      self = .invalidParameter(name: name, value: value, allowed: allowed)
    } else {
      self = .invalidProblem(error.description)
    }
  }
}
