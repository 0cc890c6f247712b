internal import Classifiers
internal import LabelData
internal import VectorKernels

/// A vector for every row: the products of a few residuals with the row's features and a 1 behind them.
///
/// Those are the gradients of the losses of a linear classifier. They are never written out: a row's takes m
/// numbers instead of m · (d + 1).
struct RowGradients: Sendable {
  /// n x d.
  let features: Matrix
  /// Number of residuals of a row, m; 1 or more.
  let outputCount: Int
  /// n x m.
  let residuals: [Double]

  /// Rows that are summed together; part of the result's bits.
  private static let blockSize = 1024

  /// The rows themselves, with a 1 behind each.
  init(features: Matrix) {
    self.features = features
    outputCount = 1
    residuals = [Double](repeating: 1, count: features.rowCount)
  }

  /// The gradients of every row's cross-entropy by the parameters of a linear classifier, as `softmaxHessian` orders
  /// them.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels.
  ///   - probabilities: What the classifier gives, n x K with K of 2 or more.
  init(features: Matrix, labels: Labels, probabilities: ClassProbabilities) {
    self.features = features
    let outputs = probabilities.classCount == 2 ? 1..<2 : 0..<probabilities.classCount
    outputCount = outputs.count
    residuals = (0..<labels.count).flatMap { row in
      outputs.map { probabilities[row, $0] - (labels[row] == $0 ? 1 : 0) }
    }
  }

  /// Number of vectors, n.
  var count: Int { features.rowCount }
  /// Length of a vector, m · (d + 1).
  var width: Int { outputCount * (features.columnCount + 1) }

  /// The product of every vector with another one.
  ///
  /// - Complexity: O(n · m · d).
  func products(with vector: [Double], execution: Execution) -> [Double] {
    let step = features.columnCount + 1
    let parts = (0..<outputCount).map { Array(vector[$0 * step..<($0 + 1) * step]) }
    let blocks = execution.silent.mapBlocks(of: count, size: Self.blockSize) { rows in
      rows.map { row in
        var sum = 0.0
        for (output, part) in parts.enumerated() {
          let residual = residuals[row * outputCount + output]
          if residual != 0 { sum += residual * (dot(part, features, row: row) + part[step - 1]) }
        }
        return sum
      }
    }
    return Array(blocks.joined())
  }

  /// The sum of all vectors, each times a factor.
  ///
  /// - Parameters:
  ///   - factors: One for each vector; `nil` for 1 each.
  ///   - execution: Threads; the sum does not depend on them.
  /// - Returns: m · (d + 1) numbers.
  /// - Complexity: O(n · m · d).
  func sum(factors: [Double]? = nil, execution: Execution) -> [Double] {
    let step = features.columnCount + 1
    let blocks = execution.silent.mapBlocks(of: count, size: Self.blockSize) { rows in
      var sums = [[Double]](repeating: [Double](repeating: 0, count: step), count: outputCount)
      for row in rows {
        for output in sums.indices {
          let factor = (factors?[row] ?? 1) * residuals[row * outputCount + output]
          guard factor != 0 else { continue }
          addScaled(factor, features, row: row, to: &sums[output])
          sums[output][step - 1] += factor
        }
      }
      return Array(sums.joined())
    }
    return blocks.reduce(into: [Double](repeating: 0, count: width)) { total, block in
      for index in block.indices { total[index] += block[index] }
    }
  }

  /// The length of every vector.
  ///
  /// - Complexity: O(n · (m + d)).
  var lengths: [Double] {
    (0..<count).map { row in
      let squares = features.row(row).reduce(1) { $0 + Double($1) * Double($1) }
      let own = residuals[row * outputCount..<(row + 1) * outputCount]
      return (squares * own.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
  }

  /// Some of the vectors, written out as the columns of a matrix of as many rows as a vector is long.
  func columns(_ rows: Range<Int>) -> [Double] {
    let step = features.columnCount + 1
    var columns = [Double](repeating: 0, count: width * rows.count)
    for row in rows {
      for output in 0..<outputCount {
        let residual = residuals[row * outputCount + output]
        for column in 0..<step {
          let value = column < step - 1 ? Double(features[row, column]) : 1
          columns[(output * step + column) * rows.count + row - rows.lowerBound] = residual * value
        }
      }
    }
    return columns
  }
}
