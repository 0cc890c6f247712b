import VectorKernels

/// The rows of a matrix less their mean, without a copy of them.
struct CenteredRows {
  /// Rows handled as one piece of work: a matter of the rows alone, so sums do not depend on the threads.
  private var blockSize: Int { max(512, (features.rowCount + 63) / 64) }

  private let features: Matrix
  private let execution: Execution
  /// The mean of the rows.
  let mean: [Double]
  /// Sum of the variances of all columns.
  let totalVariance: Double

  init(_ features: Matrix, _ execution: Execution) {
    self.features = features
    self.execution = execution.silent
    let n = Double(max(1, features.rowCount))
    let d = features.columnCount
    var mean = [Double](repeating: 0, count: d)
    for row in 0..<features.rowCount {
      for column in 0..<d { mean[column] += Double(features.elements[row * d + column]) }
    }
    for column in 0..<d { mean[column] /= n }
    var squares = 0.0
    for row in 0..<features.rowCount {
      for column in 0..<d {
        let value = Double(features.elements[row * d + column]) - mean[column]
        squares += value * value
      }
    }
    self.mean = mean
    totalVariance = squares / n
  }

  /// The covariance matrix times four vectors.
  func covarianceProduct(_ vectors: [SIMD4<Double>]) -> [SIMD4<Double>] {
    let (features, mean) = (features, mean)
    let d = features.columnCount
    let blocks = execution.mapBlocks(of: features.rowCount, size: blockSize) { rows in
      var sum = [SIMD4<Double>](repeating: .zero, count: d)
      for row in rows {
        var score = SIMD4<Double>.zero
        for column in 0..<d {
          score += (Double(features.elements[row * d + column]) - mean[column]) * vectors[column]
        }
        for column in 0..<d {
          sum[column] += (Double(features.elements[row * d + column]) - mean[column]) * score
        }
      }
      return sum
    }
    var total = [SIMD4<Double>](repeating: .zero, count: d)
    for block in blocks {
      for column in 0..<d { total[column] += block[column] }
    }
    let n = Double(max(1, features.rowCount))
    return total.map { $0 / n }
  }

  /// Every row's positions along two directions.
  func projected(on directions: [[Double]]) -> [SIMD2<Double>] {
    let (features, mean) = (features, mean)
    let d = features.columnCount
    return execution.mapBlocks(of: features.rowCount, size: blockSize) { rows in
      rows.map { row in
        var position = SIMD2<Double>.zero
        for column in 0..<d {
          let value = Double(features.elements[row * d + column]) - mean[column]
          position += value * SIMD2(directions[0][column], directions[1][column])
        }
        return position
      }
    }.flatMap(\.self)
  }
}
