import LabelData
public import VectorKernels

/// The plane in which the rows of a matrix vary most, for a picture of them.
///
/// Found by subspace iteration (four dimensions, Rayleigh and Ritz), without ever forming the d x d
/// covariance. Each direction points to where its largest coordinate is positive, so pictures never flip.
/// Where the spectrum is so flat that sixty iterations do not settle it, any such plane shows as little.
public struct PrincipalComponents: Equatable, Sendable {
  /// The two directions, d numbers each; length 1, or all 0 where the rows do not vary any more.
  public let directions: [[Double]]
  /// Share of the total variance along each direction, 0...1.
  public let explainedShares: [Double]
  /// The mean of the rows, d numbers.
  public let mean: [Double]
  /// Every row's position along the two directions, from the mean.
  public let positions: [SIMD2<Double>]

  /// Finds the plane.
  ///
  /// - Parameters:
  ///   - features: n x d, finite; already scaled as they shall be seen.
  ///   - seed: Where the iteration starts; it matters only where the plane is not unique.
  ///   - execution: Threads; the result does not depend on them.
  /// - Complexity: O(n · d) for each of at most 60 iterations; at most 2 KiB for each feature, and 16 bytes for each row.
  public init(of features: Matrix, seed: UInt64, execution: Execution) {
    let rows = CenteredRows(features, execution)
    var generator = SeededGenerator(seed: seed, key: "principal-components")
    var basis = (0..<features.columnCount).map { _ in
      SIMD4<Double>(
        generator.unitInterval(), generator.unitInterval(), generator.unitInterval(),
        generator.unitInterval()) - 0.5
    }
    Self.orthonormalize(&basis)
    var image = rows.covarianceProduct(basis)
    var ritz = Self.ritz(basis, image)
    for _ in 0..<60 {
      var next = image
      Self.orthonormalize(&next)
      let before = ritz.values
      basis = next
      image = rows.covarianceProduct(basis)
      ritz = Self.ritz(basis, image)
      let change = zip(ritz.values.prefix(2), before).map { ($0 - $1).magnitude }.max() ?? 0
      if change <= 1e-10 * rows.totalVariance { break }
    }
    var directions: [[Double]] = []
    var shares: [Double] = []
    for component in 0..<2 {
      let isReal = ritz.values[component] > 1e-12 * rows.totalVariance
      let weights = SIMD4<Double>(ritz.vectors[component])
      directions.append(
        isReal
          ? Self.pointed(basis.map { ($0 * weights).sum() }) : basis.map { _ in 0 })
      shares.append(isReal ? min(1, ritz.values[component] / rows.totalVariance) : 0)
    }
    self.directions = directions
    mean = rows.mean
    explainedShares = shares
    positions = rows.projected(on: directions)
  }

  /// The position of another row along the two directions, from the mean.
  ///
  /// - Precondition: as many features as the rows have that the plane was found from.
  public func position(of row: some Collection<Float>) -> SIMD2<Double> {
    precondition(row.count == mean.count, "as many features")
    var position = SIMD2<Double>.zero
    for (column, value) in row.enumerated() {
      position +=
        (Double(value) - mean[column]) * SIMD2(directions[0][column], directions[1][column])
    }
    return position
  }

  private static func ritz(_ basis: [SIMD4<Double>], _ image: [SIMD4<Double>]) -> SymmetricEigen {
    var products = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    for (left, right) in zip(basis, image) {
      for i in 0..<4 {
        for j in i..<4 { products[i][j] += (left[i] * right[j] + left[j] * right[i]) / 2 }
      }
    }
    for i in 0..<4 {
      for j in 0..<i { products[i][j] = products[j][i] }
    }
    return SymmetricEigen(products)
  }

  /// Gram and Schmidt, twice for accuracy; a dimension that depends on those before it becomes 0.
  private static func orthonormalize(_ vectors: inout [SIMD4<Double>]) {
    func dot(_ i: Int, _ j: Int) -> Double { vectors.reduce(0) { $0 + $1[i] * $1[j] } }
    for i in 0..<4 {
      let before = dot(i, i)
      for _ in 0..<2 {
        for j in 0..<i {
          let overlap = dot(i, j)
          for row in vectors.indices { vectors[row][i] -= overlap * vectors[row][j] }
        }
      }
      let norm = dot(i, i)
      let factor = norm > 1e-20 * before ? 1 / norm.squareRoot() : 0
      for row in vectors.indices { vectors[row][i] *= factor }
    }
  }

  private static func pointed(_ direction: [Double]) -> [Double] {
    var largest = 0.0
    // A tie within rounding goes to the first coordinate.
    for value in direction where value.magnitude > largest.magnitude * (1 + 1e-9) {
      largest = value
    }
    return largest < 0 ? direction.map { -$0 } : direction
  }
}
