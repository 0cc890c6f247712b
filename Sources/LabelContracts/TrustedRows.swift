public import LabelData
public import VectorKernels

/// Rows whose labels are known to be correct.
public struct TrustedRows: Equatable, Sendable {
  /// Features, n x d, scaled as those of the rows that are judged.
  public let features: Matrix
  /// Correct labels, with the classes of the labels that are judged.
  public let labels: Labels

  /// Makes trusted rows.
  ///
  /// - Precondition: there are as many labels as rows of features, and at least one.
  public init(features: Matrix, labels: Labels) {
    precondition(
      features.rowCount == labels.count && labels.count > 0, "a label for each trusted row")
    self.features = features
    self.labels = labels
  }
}
