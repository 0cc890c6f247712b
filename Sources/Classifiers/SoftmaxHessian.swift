public import VectorKernels

/// The second derivatives of the penalised cross-entropy of a linear classifier by its parameters.
///
/// With z = x - center the function is `sum_i weight_i * -log p(y_i | z_i) + penalty / 2 * sum_k |w_k|²`, which
/// ``LogisticRegression`` minimises. Its parameters are the weights w_k and then the bias of each score: one score
/// for two classes, which is that of class 1, or one for each class when there are more. Labels do not enter.
///
/// With more than two classes nothing depends on a number added to all biases; that direction is given some
/// curvature here, so that the matrix is definite. Gradients never point along it.
///
/// - Parameters:
///   - features: n x d.
///   - probabilities: n x m, for each row that of class 1 of two classes, or that of each class when there are more.
///   - m: Number of scores: 1 for two classes, else K.
///   - weights: What each row counts; `nil` for 1 each.
///   - center: What is taken off every row; d values.
///   - penalty: Strength of the L2 penalty on the weights, not the biases.
///   - execution: Threads; the result does not depend on them.
/// - Returns: A symmetric matrix of m · (d + 1) rows; row-major.
/// - Precondition: m probabilities for each row, a center for each column.
/// - Complexity: O(n · d² · m²) time, and twice the memory of the result.
public func softmaxHessian(
  _ features: Matrix, probabilities: [Double], outputCount m: Int, weights: [Double]? = nil,
  center: [Double], penalty: Double, execution: Execution
) -> [Double] {
  precondition(
    m >= 1 && probabilities.count == features.rowCount * m, "probabilities for each row")
  let width = features.columnCount + 1
  let size = m * width
  let total = weights?.reduce(0, +) ?? Double(features.rowCount)
  let pairs = (0..<m).flatMap { left in (left..<m).map { (left: left, right: $0) } }
  let inner = pairs.count < execution.threadCount ? execution.silent : .serial
  let blocks = execution.silent.map(count: pairs.count) { pair in
    let (left, right) = pairs[pair]
    let curvatures = (0..<features.rowCount).map { row in
      let (p, q) = (probabilities[row * m + left], probabilities[row * m + right])
      return (weights?[row] ?? 1) * (left == right ? p * (1 - p) : -p * q)
    }
    return gramMatrix(features, center: center, weights: curvatures, execution: inner)
  }
  var result = [Double](repeating: 0, count: size * size)
  for (pair, block) in zip(pairs, blocks) {
    for i in 0..<width {
      for j in 0..<width {
        var value = block[i * width + j]
        if i == width - 1, j == i, m > 1 { value += total }
        if pair.left == pair.right, i == j, i < width - 1 { value += penalty }
        result[(pair.left * width + i) * size + pair.right * width + j] = value
        result[(pair.right * width + i) * size + pair.left * width + j] = value
      }
    }
  }
  return result
}
