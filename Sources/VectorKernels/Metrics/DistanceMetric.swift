/// How far apart two rows are.
///
/// A new metric is one more case, with its accumulation and its last step.
///
/// Every distance is a float64 sum over ascending features without fused multiply-add, so all paths and
/// processors order neighbors alike.
public enum DistanceMetric: String, CaseIterable, Sendable {
  /// sqrt(sum (a - b)^2).
  case euclidean
  /// sum (a - b)^2.
  case squaredEuclidean = "squared-euclidean"
  /// sum |a - b|.
  case manhattan
  /// max |a - b|.
  case chebyshev
  /// 1 - a.b / sqrt(a.a * b.b), not below 0; a row of zeros has none.
  case cosine
  /// -a.b: the larger the product, the nearer; the only distance that may be negative.
  case innerProduct = "inner-product"
  /// Share of the features that differ, 0...1.
  case hamming

  /// What is accumulated over the features of a pair of rows.
  public enum Accumulation: Sendable {
    /// sum (a - b)^2.
    case squaredDifferences
    /// sum |a - b|.
    case absoluteDifferences
    /// max |a - b|.
    case largestDifference
    /// sum a b.
    case products
    /// Number of features with a != b.
    case unequalFeatures
  }

  /// What this metric accumulates.
  public var accumulation: Accumulation {
    switch self {
    case .euclidean, .squaredEuclidean: .squaredDifferences
    case .manhattan: .absoluteDifferences
    case .chebyshev: .largestDifference
    case .cosine, .innerProduct: .products
    case .hamming: .unequalFeatures
    }
  }

  /// The distance that an accumulated value stands for.
  ///
  /// - Parameters:
  ///   - accumulated: What ``accumulation`` gave for the pair.
  ///   - featureCount: Number of features.
  ///   - squaredNorms: a.a and b.b; looked at by ``cosine`` alone.
  /// - Returns: 0 or more; for ``innerProduct`` any number.
  public func distance(
    accumulated: Double, featureCount: Int, squaredNorms: (Double, Double) = (1, 1)
  ) -> Double {
    switch self {
    case .euclidean: accumulated.squareRoot()
    case .squaredEuclidean, .manhattan, .chebyshev: accumulated
    case .cosine: max(0, 1 - accumulated / (squaredNorms.0 * squaredNorms.1).squareRoot())
    case .innerProduct: -accumulated
    case .hamming: accumulated / Double(max(1, featureCount))
    }
  }

  /// The distance of two rows, by the plain definition.
  ///
  /// - Precondition: equally many features.
  /// - Complexity: O(d).
  public func distance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    precondition(a.count == b.count, "equally many features")
    func sum(_ term: (Double, Double) -> Double) -> Double {
      zip(a, b).reduce(0) { $0 + term(Double($1.0), Double($1.1)) }
    }
    let accumulated =
      switch accumulation {
      case .squaredDifferences: sum { ($0 - $1) * ($0 - $1) }
      case .absoluteDifferences: sum { abs($0 - $1) }
      case .largestDifference: zip(a, b).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
      case .products: sum { $0 * $1 }
      case .unequalFeatures: sum { $0 != $1 ? 1 : 0 }
      }
    let norms = self == .cosine ? (sum { a, _ in a * a }, sum { _, b in b * b }) : (1, 1)
    return distance(accumulated: accumulated, featureCount: a.count, squaredNorms: norms)
  }
}
