internal import LabelContracts
internal import VectorKernels

extension TrustedRows {
  /// Checks that trusted rows have as many features as the rows that are judged.
  ///
  /// - Throws: ``DefenseError/invalidParameter(name:value:allowed:)``.
  func check(featureCount: Int) throws(DefenseError) {
    guard features.columnCount == featureCount else {
      throw .invalidParameter(
        name: "trusted rows", value: "rows of \(features.columnCount) features",
        allowed: "rows of \(featureCount), as those that are judged")
    }
  }
}
