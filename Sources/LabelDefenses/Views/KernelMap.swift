internal import Classifiers
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Features of a Gaussian kernel about landmarks, in which a linear model is a kernel machine.
///
/// With the kernel `exp(-|x - z|² / (2 w²))`, the kernels k(x) of a row with m landmarks and those K of the landmarks
/// with each other, K + 1e-6 I = L Lᵀ, the features are `L⁻¹ k(x)` (Nyström's method; Williams and Seeger 2001). Where
/// all rows are landmarks they are exact.
struct KernelMap: Sendable {
  private let landmarks: Matrix
  private let squares: [Double]
  /// 2 w².
  private let scale: Double
  private let factor: Cholesky

  /// Sets up the features.
  ///
  /// - Parameters:
  ///   - landmarks: m x d, finite.
  ///   - width: w, above 0.
  /// - Complexity: O(m² · d + m³) time, 8 · m² bytes.
  init(landmarks: Matrix, width: Double) {
    self.landmarks = landmarks
    scale = 2 * width * width
    squares = (0..<landmarks.rowCount).map { Self.square(landmarks, row: $0) }
    let m = landmarks.rowCount
    var system = Self.kernels(landmarks, 0..<m, with: landmarks, squares, scale)
    for row in 0..<m { system[row * m + row] += 1e-6 }
    guard let factor = Cholesky(system, size: m) else {
      preconditionFailure("a Gaussian kernel is positive semidefinite")
    }
    self.factor = factor
  }

  /// The features of rows, n x m.
  ///
  /// - Complexity: O(n · m · (d + m)).
  func features(of rows: Matrix, execution: Execution) -> Matrix {
    let m = landmarks.rowCount
    let blocks = execution.silent.mapBlocks(of: rows.rowCount, size: 256) { block in
      var columns = Self.kernels(rows, block, with: landmarks, squares, scale)
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
  func scores(of rows: Matrix, by model: LinearModel, execution: Execution) -> [[Double]] {
    let m = landmarks.rowCount
    let own = features(of: landmarks, execution: execution)
    let multiples = model.weights.indices.map { output in
      factor.solve(model.scores(own, output: output).map { $0 - model.weights[output][m] })
    }
    let blocks = execution.silent.mapBlocks(of: rows.rowCount, size: 256) { block in
      let columns = Self.kernels(rows, block, with: landmarks, squares, scale)
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
  static func medianDistance(_ rows: Matrix, seed: UInt64) -> Double {
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
    _ scale: Double
  ) -> [Double] {
    let (m, r) = (landmarks.rowCount, block.count)
    var kernels = [Double](repeating: 0, count: m * r)
    for (place, row) in block.enumerated() {
      let vector = rows.row(row).map(Double.init)
      let own = vector.reduce(0) { $0 + $1 * $1 }
      for landmark in 0..<m {
        let distance = own + squares[landmark] - 2 * dot(vector, landmarks, row: landmark)
        kernels[landmark * r + place] = exp(-max(0, distance) / scale)
      }
    }
    return kernels
  }
}
