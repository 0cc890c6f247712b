package import VectorKernels

extension Cholesky {
  /// The factor of a matrix that may have lost its definiteness to rounding; then its diagonal is raised.
  ///
  /// The diagonal is raised by 1e-10 times its mean at first, and by twice as much until that is enough.
  ///
  /// - Parameters:
  ///   - matrix: m x m, symmetric, row-major.
  ///   - size: m.
  /// - Returns: `nil` where the numbers are not finite, or the diagonal is not positive on the whole.
  package static func raised(_ matrix: [Double], size: Int) -> Cholesky? {
    if let factor = Cholesky(matrix, size: size) { return factor }
    let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
    var raised = matrix
    var jitter = 1e-10 * trace / Double(size)
    for _ in 0..<40 where jitter.isFinite && jitter > 0 {
      for index in 0..<size { raised[index * size + index] = matrix[index * size + index] + jitter }
      if let factor = Cholesky(raised, size: size) { return factor }
      jitter *= 2
    }
    return nil
  }
}
