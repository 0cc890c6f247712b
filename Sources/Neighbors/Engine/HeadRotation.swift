internal import CVectorKernels
internal import VectorKernels

/// Directions in which a sample of rows varies most: an orthonormal basis of their span, so that distances along
/// them never exceed the distances of whole rows.
///
/// Subspace iteration on the sample's covariance (Halko, Martinsson and Tropp 2011, algorithm 4.4); that the
/// directions are only nearly the principal ones costs time, never correctness.
struct HeadRotation: Sendable {
  /// Number of directions.
  let width: Int
  /// Number of features, d.
  let columnCount: Int
  /// width x d, row-major; the first directions vary most.
  let basis: Memory<Float>
  /// How much the rounded basis may lengthen a vector, 1 or a little more.
  let stretch: Double

  private static let passes = 2

  /// Learns a basis.
  ///
  /// - Parameters:
  ///   - sample: s x d values, centered.
  ///   - rowCount: s, at least 1.
  ///   - columnCount: d.
  ///   - width: Number of directions, at most d.
  ///   - level: Instruction set.
  init(sample: Memory<Float>, rowCount: Int, columnCount: Int, width: Int, level: Int32) {
    let turned = Memory<Float>(count: rowCount * columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        turned[column * rowCount + row] = sample[row * columnCount + column]
      }
    }
    var generator = SplitMix(state: 0x5EED)
    var basis = Memory<Float>(count: width * columnCount)
    for place in 0..<width * columnCount { basis[place] = generator.signedUnit() }
    for _ in 0..<Self.passes {
      Self.orthonormalize(basis, count: width, length: columnCount, rounds: 1, level: level)
      // width x s, then width x d.
      let scores = FloatProducts(level: level).products(
        basis, width, sample, rowCount, length: columnCount)
      basis = FloatProducts(level: level).products(
        scores, width, turned, columnCount, length: rowCount)
    }
    Self.orthonormalize(basis, count: width, length: columnCount, rounds: 2, level: level)
    var excess = 0.0
    for one in 0..<width {
      for other in 0...one {
        let product = unsafe fg_product(
          level, fg_float32, basis.base + one * columnCount, basis.base + other * columnCount,
          columnCount)
        // A direction that became zero, as constant features leave, lengthens nothing.
        let off = product - (one == other && product > 0 ? 1 : 0)
        excess += (one == other ? 1 : 2) * off * off
      }
    }
    self.width = width
    self.columnCount = columnCount
    self.basis = basis
    stretch = (1 + excess.squareRoot()).squareRoot() * (1 + 0x1p-40)
  }

  /// The first directions of another rotation.
  init(first width: Int, of other: HeadRotation) {
    self.width = width
    columnCount = other.columnCount
    basis = other.basis
    stretch = other.stretch
  }

  /// Modified Gram-Schmidt, each row so many times; rows without a direction of their own become zero.
  private static func orthonormalize(
    _ rows: Memory<Float>, count: Int, length: Int, rounds: Int, level: Int32
  ) {
    func product(_ one: Int, _ other: Int) -> Double {
      unsafe fg_product(
        level, fg_float32, rows.base + one * length, rows.base + other * length, length)
    }
    func scale(_ row: Int) {
      let size = product(row, row).squareRoot()
      let factor = size > 1e-30 ? Float(1 / size) : 0
      for column in 0..<length { rows[row * length + column] *= factor }
    }
    for row in 0..<count {
      scale(row)
      for _ in 0..<rounds {
        for earlier in 0..<row {
          unsafe fg_add_scaled_floats(
            level, rows.base + row * length, -Float(product(row, earlier)),
            rows.base + earlier * length, length)
        }
        // What is left of a row within the span of the others is noise.
        if product(row, row) < 1e-8 {
          for column in 0..<length { rows[row * length + column] = 0 }
        }
        scale(row)
      }
    }
  }
}
