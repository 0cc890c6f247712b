internal import LabelData
internal import VectorKernels

/// The covariance of the rows around the centers of their classes, and coordinates in which it is the identity.
///
/// The covariance is shrunk towards a round one: with the shrinkage s, 1 - s of it, and s of its mean variance in every
/// direction. Squared Euclidean distances in the new coordinates are squared Mahalanobis distances.
struct SharedCovariance: Sendable {
  private let factor: Cholesky
  private let featureCount: Int

  /// Measures the covariance.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - centers: The centers of the classes.
  ///   - weights: What each row counts, 0 or more; `nil` for 1 each.
  ///   - shrinkage: s, above 0, at most 1.
  ///   - execution: Threads; the covariance does not depend on them.
  /// - Complexity: O(n · d² + d³) time; O(n · d + d²) memory.
  init(
    _ features: Matrix, _ labels: Labels, _ centers: ClassCenters, weights: [Double]? = nil,
    shrinkage: Double = 0.1, execution: Execution
  ) {
    let d = features.columnCount
    let total = weights?.reduce(0, +) ?? Double(max(1, labels.count))
    var residuals = features
    for row in 0..<labels.count {
      for column in 0..<d {
        residuals[row, column] = Float(
          Double(features[row, column]) - centers[labels[row], column])
      }
    }
    // Squares of differences to the centers, not a difference of squares, which rounding could make negative.
    let scatter = gramMatrix(
      residuals, center: [Double](repeating: 0, count: d), weights: weights,
      execution: execution)
    var covariance = [Double](repeating: 0, count: d * d)
    for row in 0..<d {
      for column in 0...row {
        covariance[row * d + column] = scatter[row * (d + 1) + column] / total
      }
    }
    let variance = (0..<d).reduce(0) { $0 + max(0, covariance[$1 * d + $1]) } / Double(max(1, d))
    for row in 0..<d {
      for column in 0...row { covariance[row * d + column] *= 1 - shrinkage }
      covariance[row * d + row] += variance > 0 ? shrinkage * variance : 1
    }
    guard let factor = Cholesky(covariance, size: d) else {
      preconditionFailure("a shrunk covariance is positive definite")
    }
    self.factor = factor
    featureCount = d
  }

  /// Points in the new coordinates.
  ///
  /// - Parameter points: r x d, row-major.
  /// - Returns: r x d, row-major.
  /// - Complexity: O(r · d²).
  func coordinates(of points: [Double]) -> [Double] {
    guard featureCount > 0 else { return points }
    let count = points.count / featureCount
    var columns = Self.transposed(points, columnCount: featureCount)
    factor.solveLower(&columns, columnCount: count)
    return Self.transposed(columns, columnCount: count)
  }

  private static func transposed(_ values: [Double], columnCount: Int) -> [Double] {
    let rowCount = values.count / max(1, columnCount)
    var turned = [Double](repeating: 0, count: values.count)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        turned[column * rowCount + row] = values[row * columnCount + column]
      }
    }
    return turned
  }
}
