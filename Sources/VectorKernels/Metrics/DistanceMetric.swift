/// How far apart two rows are.
///
/// Every distance is a float64 sum over ascending features without fused multiply-add, so that all paths
/// and processors order neighbors alike.
public enum DistanceMetric: String, CaseIterable, Sendable {
  /// sqrt(sum (a - b)^2).
  case euclidean
  /// sum (a - b)^2.
  case squaredEuclidean = "squared-euclidean"
  /// sum |a - b|.
  case manhattan
  /// max |a - b|.
  case chebyshev
  /// 1 - a.b / sqrt(a.a * b.b); rows of zeros have none.
  case cosine
  /// Share of the features that differ, 0...1.
  case hamming
}
