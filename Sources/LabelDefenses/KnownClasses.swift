internal import LabelContracts
internal import LabelData

extension Evidence {
  /// The trusted rows, checked to have as many features as the rows that are judged.
  ///
  /// - Throws: ``DefenseError`` where there are none or they do not fit.
  func trusted(for labels: Labels, featureCount: Int) throws(DefenseError) -> TrustedRows {
    let found = try trusted(for: labels)
    try found.check(featureCount: featureCount)
    return found
  }
}

extension TrustedRows {
  /// Whether a row carries each class: of a label without trusted rows nothing can be told by trusted rows.
  var isKnown: [Bool] { labels.classSizes.map { $0 > 0 } }
}
