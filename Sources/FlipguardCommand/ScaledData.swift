import Flipguard

/// The features of data on a common scale.
struct ScaledData {
  /// How they were scaled.
  let scaling: Scaling
  /// The features of the rows that are judged, scaled.
  let features: Matrix

  private let fitted: FittedScaling
  private let kind: Dataset.FeatureKind

  /// Scales the features by all rows that were read, whether or not they are judged; labels are not looked at.
  init(_ data: LoadedData, scaling: Scaling) {
    fitted = scaling.fit(data.whole?.features ?? data.dataset.features)
    features = fitted.apply(to: data.dataset.features)
    kind = scaling == .none ? data.dataset.featureKind : .real
    self.scaling = scaling
  }

  /// The rows for a search.
  var rows: FeatureRows { FeatureRows(features, kind: kind) }

  /// All rows that were read, scaled alike.
  func rows(of whole: LoadedData.Whole) -> FeatureRows {
    FeatureRows(fitted.apply(to: whole.features), kind: kind)
  }

  /// Trusted rows, scaled alike.
  func trusted(_ set: TrustedSet) -> TrustedRows {
    TrustedRows(features: fitted.apply(to: set.features), labels: set.labels)
  }
}
