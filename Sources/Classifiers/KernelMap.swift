internal import LabelData
package import VectorKernels

/// Features of a kernel about landmarks, in which a linear model is a kernel machine.
///
/// With the kernels k(x) of a row with m landmarks and those K of the landmarks with each other, K + e I = L Lᵀ with e
/// 1e-6 of the mean of K's diagonal, the features are `L⁻¹ k(x)` (Nyström's method; Williams and Seeger 2001). Where
/// all rows are landmarks they are exact.
package struct KernelMap: Sendable {
  private let landmarks: Matrix
  private let squares: [Double]
  private let kernel: RowKernel
  private let factor: Cholesky

  /// Sets up the features.
  ///
  /// - Parameters:
  ///   - landmarks: m x d, finite.
  ///   - kernel: The kernel.
  /// - Complexity: O(m² · d + m³) time, 8 · m² bytes.
  package init(landmarks: Matrix, kernel: RowKernel) {
    self.landmarks = landmarks
    self.kernel = kernel
    squares = (0..<landmarks.rowCount).map { Self.square(landmarks, row: $0) }
    let m = landmarks.rowCount
    var system = Self.kernels(landmarks, 0..<m, with: landmarks, squares, kernel)
    let trace = (0..<m).reduce(0) { $0 + system[$1 * m + $1] }
    // Where all rows are zeros so is every kernel of products, and any factor gives features of 0.
    let jitter = trace > 0 ? 1e-6 * (trace / Double(m)) : 1
    for row in 0..<m { system[row * m + row] += jitter }
    guard let factor = Cholesky(system, size: m) else {
      preconditionFailure("kernels are positive semidefinite")
    }
    self.factor = factor
  }

  /// The features of rows, n x m.
  ///
  /// - Complexity: O(n · m · (d + m)).
  package func features(of rows: Matrix, execution: Execution) -> Matrix {
    let m = landmarks.rowCount
    let blocks = execution.silent.mapBlocks(of: rows.rowCount, size: 256) { block in
      var columns = Self.kernels(rows, block, with: landmarks, squares, kernel)
      factor.solveLower(&columns, columnCount: block.count)
      var turned = [Float](repeating: 0, count: columns.count)
      for place in 0..<block.count {
        for landmark in 0..<m {
          turned[place * m + landmark] = Float(columns[landmark * block.count + place])
        }
      }
      return turned
    }
    return Matrix(rowCount: rows.rowCount, columnCount: m, elements: Array(blocks.joined()))
  }

  /// What a linear model of the features says of other rows, one list for each of its scores.
  ///
  /// - Complexity: O(n · m · d), without the features themselves.
  package func scores(of rows: Matrix, by model: LinearModel, execution: Execution) -> [[Double]] {
    let m = landmarks.rowCount
    let own = features(of: landmarks, execution: execution)
    let multiples = model.weights.indices.map { output in
      factor.solve(model.scores(own, output: output).map { $0 - model.weights[output][m] })
    }
    let blocks = execution.silent.mapBlocks(of: rows.rowCount, size: 256) { block in
      let columns = Self.kernels(rows, block, with: landmarks, squares, kernel)
      return multiples.enumerated().map { output, multiples in
        var sums = [Double](repeating: model.weights[output][m], count: block.count)
        for landmark in 0..<m {
          for place in 0..<block.count {
            sums[place] += multiples[landmark] * columns[landmark * block.count + place]
          }
        }
        return sums
      }
    }
    return model.weights.indices.map { output in blocks.flatMap { $0[output] } }
  }

  /// The median distance of two of some rows, with a floor where rows are alike: the unit of kernel widths.
  ///
  /// - Complexity: O(r² · d) for at most 300 rows of a sample.
  package static func medianDistance(_ rows: Matrix, seed: UInt64) -> Double {
    var generator = SeededGenerator(seed: seed, key: "kernel-width")
    let sample =
      rows.rowCount <= 300
      ? rows : rows.selecting(rows: generator.permutation(count: rows.rowCount).prefix(300))
    let squares = (0..<sample.rowCount).map { square(sample, row: $0) }
    var distances: [Double] = []
    for row in 0..<sample.rowCount {
      let vector = sample.row(row).map(Double.init)
      for other in 0..<row {
        distances.append(
          max(0, squares[row] + squares[other] - 2 * dot(vector, sample, row: other)))
      }
    }
    let median = distances.isEmpty ? 0 : distances.sorted()[distances.count / 2]
    return median > 0 ? median.squareRoot() : max(1e-3, (distances.max() ?? 0).squareRoot())
  }

  private static func square(_ rows: Matrix, row: Int) -> Double {
    rows.row(row).reduce(0) { $0 + Double($1) * Double($1) }
  }

  /// The kernels of landmarks with some rows, m x r, row-major.
  private static func kernels(
    _ rows: Matrix, _ block: Range<Int>, with landmarks: Matrix, _ squares: [Double],
    _ kernel: RowKernel
  ) -> [Double] {
    let (m, r) = (landmarks.rowCount, block.count)
    var kernels = [Double](repeating: 0, count: m * r)
    for (place, row) in block.enumerated() {
      let vector = rows.row(row).map(Double.init)
      let own = vector.reduce(0) { $0 + $1 * $1 }
      for landmark in 0..<m {
        kernels[landmark * r + place] = kernel.value(
          product: dot(vector, landmarks, row: landmark), squares: (own, squares[landmark]))
      }
    }
    return kernels
  }
}
