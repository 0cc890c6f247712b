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

  /// Checks as ``check()``, and that there are two classes, finite features and a threat that is about these rows.
  ///
  /// For certificates that hand no part to a classifier as it is.
  ///
  /// - Throws: ``/LabelContracts/CertificateError`` naming the first fault.
  func checkWhole() throws(CertificateError) {
    try check()
    guard labels.classCount >= 2 else {
      throw CertificateError(ClassifierError.tooFewClasses(labels.classCount))
    }
    for matrix in [features, queries] {
      if let (row, column, value) = matrix.firstNonFinite {
        throw CertificateError(
          ClassifierError.notFinite(row: row, column: column, value: value))
      }
    }
    do throws(ClassifierError) {
      _ = try LabelRadiusSearch(labels, threat: threat)
    } catch {
      throw CertificateError(error)
    }
  }

  /// By class the classes that the threat lets its labels change to, ascending.
  var targetsByClass: [[Int]] {
    let classes = 0..<labels.classCount
    return classes.map { from in
      classes.filter { to in
        from != to && threat.allowedChanges?.contains(.init(from: from, to: to)) ?? true
      }
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
