internal import LabelData
package import VectorKernels

/// Rows in as few coordinates as keep most of their variance.
///
/// Features beyond ``limit`` are projected onto the ``limit`` directions in which a sample of the rows varies most, found
/// by subspace iteration; what matters is the subspace alone, so its basis is any orthonormal one. It never looks at
/// labels.
package struct PrincipalCoordinates: Sendable {
  /// Most coordinates.
  package static let limit = 50
  private static let (sampleLimit, rounds) = (2000, 12)

  private let mean: [Float]
  /// d x limit; `nil` where features are few enough to stay as they are.
  private let basis: Matrix?

  /// Finds the directions.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - seed: Where the draw of the sample and the first directions start.
  /// - Complexity: O(s · d · limit) for s rows of a sample, for each of 12 rounds.
  package init(_ features: Matrix, seed: UInt64) {
    let (n, d) = (features.rowCount, features.columnCount)
    guard d > Self.limit else {
      (mean, basis) = ([], nil)
      return
    }
    var generator = SeededGenerator(seed: seed, key: "coordinates")
    let rows =
      n <= Self.sampleLimit
      ? Array(0..<n) : generator.permutation(count: n).prefix(Self.sampleLimit).sorted()
    var sums = [Double](repeating: 0, count: d)
    for row in rows {
      for (column, value) in features.row(row).enumerated() { sums[column] += Double(value) }
    }
    let mean = sums.map { Float($0 / Double(max(1, rows.count))) }
    let sample = Self.centered(features, rows, mean)
    var basis = Matrix(
      rowCount: d, columnCount: Self.limit,
      elements: (0..<d * Self.limit).map { _ in Float(generator.unitInterval() - 0.5) })
    Self.orthonormalize(&basis)
    for _ in 0..<Self.rounds {
      var image = Self.zeros(rows.count, Self.limit)
      image.addProduct(sample, basis)
      var next = Self.zeros(d, Self.limit)
      next.addProduct(sample, image, transposingLeft: true)
      basis = next
      Self.orthonormalize(&basis)
    }
    (self.mean, self.basis) = (mean, basis)
  }

  /// Rows in the new coordinates.
  ///
  /// - Complexity: O(n · d · limit).
  package func coordinates(of features: Matrix, execution: Execution) -> Matrix {
    guard let basis else { return features }
    let blocks = execution.silent.mapBlocks(of: features.rowCount, size: 1024) { rows in
      var image = Self.zeros(rows.count, Self.limit)
      image.addProduct(Self.centered(features, rows, mean), basis)
      return image.elements
    }
    return Matrix(
      rowCount: features.rowCount, columnCount: Self.limit, elements: Array(blocks.joined()))
  }

  private static func zeros(_ rowCount: Int, _ columnCount: Int) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: [Float](repeating: 0, count: rowCount * columnCount))
  }

  private static func centered(
    _ features: Matrix, _ rows: some Collection<Int>, _ mean: [Float]
  ) -> Matrix {
    var part = features.selecting(rows: rows)
    let d = mean.count
    for place in part.elements.indices { part.elements[place] -= mean[place % d] }
    return part
  }

  /// Gram and Schmidt over columns, twice for accuracy; a column that depends on those before becomes 0.
  private static func orthonormalize(_ matrix: inout Matrix) {
    let (d, count) = (matrix.rowCount, matrix.columnCount)
    var columns = (0..<count).map { column in (0..<d).map { Double(matrix[$0, column]) } }
    for column in 0..<count {
      let before = columns[column].reduce(0) { $0 + $1 * $1 }
      for _ in 0..<2 {
        for other in 0..<column {
          let overlap = zip(columns[column], columns[other]).reduce(0) { $0 + $1.0 * $1.1 }
          for row in 0..<d { columns[column][row] -= overlap * columns[other][row] }
        }
      }
      let norm = columns[column].reduce(0) { $0 + $1 * $1 }
      let factor = norm > 1e-12 * before ? 1 / norm.squareRoot() : 0
      for row in 0..<d {
        columns[column][row] *= factor
        matrix[row, column] = Float(columns[column][row])
      }
    }
  }
}
