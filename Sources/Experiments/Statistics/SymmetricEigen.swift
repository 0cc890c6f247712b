/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.
struct SymmetricEigen {
  /// Eigenvalues, largest first.
  let values: [Double]
  /// One eigenvector of length 1 for each value.
  let vectors: [[Double]]

  /// Rotates until nothing is left beside the diagonal.
  ///
  /// - Parameter matrix: Square and symmetric; a handful of rows.
  init(_ matrix: [[Double]]) {
    let n = matrix.count
    var a = matrix
    var v = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<50 {
      let size = a.joined().reduce(0) { $0 + $1 * $1 }
      let rest = (0..<n).reduce(0.0) { sum, i in
        (0..<n).reduce(sum) { $1 == i ? $0 : $0 + a[i][$1] * a[i][$1] }
      }
      if rest <= 1e-30 * size { break }
      for p in 0..<n {
        for q in (p + 1)..<max(n, p + 1) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let sign = theta >= 0 ? 1.0 : -1
          let t = sign / (theta.magnitude + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for i in 0..<n {
            (a[i][p], a[i][q]) = (c * a[i][p] - s * a[i][q], s * a[i][p] + c * a[i][q])
          }
          for i in 0..<n {
            (a[p][i], a[q][i]) = (c * a[p][i] - s * a[q][i], s * a[p][i] + c * a[q][i])
          }
          for i in 0..<n {
            (v[i][p], v[i][q]) = (c * v[i][p] - s * v[i][q], s * v[i][p] + c * v[i][q])
          }
        }
      }
    }
    let order = (0..<n).sorted { (-a[$0][$0], $0) < (-a[$1][$1], $1) }
    values = order.map { a[$0][$0] }
    vectors = order.map { column in v.map { $0[column] } }
  }
}
