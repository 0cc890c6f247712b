internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension Evidence {
  /// The trusted rows, checked to have as many features as the rows that are judged.
  ///
  /// - Throws: ``DefenseError`` where there are none or they do not fit.
  func trusted(for labels: Labels, featureCount: Int) throws(DefenseError) -> TrustedRows {
    let found = try trusted(for: labels)
    try found.check(featureCount: featureCount)
    return found
  }

  /// The trusted rows where there are any, checked likewise.
  ///
  /// - Throws: ``DefenseError`` where they do not fit.
  func trustedIfAny(for labels: Labels, featureCount: Int) throws(DefenseError) -> TrustedRows? {
    trusted == nil ? nil : try trusted(for: labels, featureCount: featureCount)
  }
}

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

  /// Whether a row carries each class: of a label without trusted rows nothing can be told by trusted rows.
  var isKnown: [Bool] { labels.classSizes.map { $0 > 0 } }
}
