internal import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The penalised loss of a linear classifier, with its derivatives.
///
/// With z = x - center the scores are `w_k.z + c_k`: one for two classes, one for each class when there are more.
/// The value is `sum_i weight_i * loss(scores_i, class_i) + lambda / 2 * sum_k |w_k|² + mu / 2 * sum_k c_k²`.
struct SoftmaxObjective: Sendable {
  /// n x d.
  let features: Matrix
  /// The class of each row, `0..<classCount`.
  let classes: [Int]
  /// Number of classes, 2 or more.
  let classCount: Int
  /// What each row counts; `nil` for 1 each.
  let weights: [Double]?
  /// Strength of the penalty on weights, lambda.
  let penalty: Double
  /// Strength of the penalty on the scores of the center, mu.
  var biasPenalty = 0.0
  /// What is taken off every row; changes no minimum, but the rounding.
  let center: [Double]
  /// The loss of a row's scores.
  let loss: any ScoreLoss

  /// Rows of which derivatives are summed together; part of the result's bits.
  private static let blockSize = 512

  /// Number of scores.
  var outputCount: Int { classCount == 2 ? 1 : classCount }
  /// Number of parameters of one score: d weights and the bias.
  var width: Int { features.columnCount + 1 }
  /// Number of parameters.
  var parameterCount: Int { outputCount * width }

  /// Each score's weights, and its bias for rows that are not centered.
  func outputs(_ parameters: [Double]) -> [[Double]] {
    (0..<outputCount).map { output in
      var vector = Array(parameters[output * width..<(output + 1) * width])
      for column in center.indices { vector[width - 1] -= vector[column] * center[column] }
      return vector
    }
  }

  /// The parameters of which ``outputs(_:)`` makes these.
  func parameters(ofOutputs outputs: [[Double]]) -> [Double] {
    outputs.flatMap { vector in
      var vector = vector
      for column in center.indices { vector[width - 1] += vector[column] * center[column] }
      return vector
    }
  }

  /// The value and its derivatives by all parameters.
  ///
  /// - Complexity: O(n · d · outputs).
  func evaluate(
    _ parameters: [Double], execution: Execution
  ) -> (value: Double, gradient: [Double]) {
    let outputs = outputs(parameters)
    let parts = execution.silent.mapBlocks(of: classes.count, size: Self.blockSize) {
      self.part(outputs, rows: $0)
    }
    var value = 0.0
    var gradient = [Double](repeating: 0, count: parameterCount)
    for part in parts {
      value += part.value
      for index in gradient.indices { gradient[index] += part.gradient[index] }
    }
    for output in 0..<outputCount {
      let start = output * width
      let residual = gradient[start + width - 1]
      for column in 0..<width - 1 {
        let weight = parameters[start + column]
        value += penalty / 2 * weight * weight
        gradient[start + column] += penalty * weight - center[column] * residual
      }
      let bias = parameters[start + width - 1]
      value += biasPenalty / 2 * bias * bias
      gradient[start + width - 1] += biasPenalty * bias
    }
    return (value, gradient)
  }

  /// Loss and its derivatives, not centered, of some rows.
  private func part(
    _ outputs: [[Double]], rows: Range<Int>
  ) -> (value: Double, gradient: [Double]) {
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: outputCount)
    var value = 0.0
    var scores = [Double](repeating: 0, count: outputCount)
    for row in rows {
      for output in scores.indices {
        scores[output] = dot(outputs[output], features, row: row) + outputs[output][width - 1]
      }
      let weight = weights?[row] ?? 1
      value += weight * loss.replaceByResiduals(&scores, label: classes[row])
      for output in scores.indices {
        let residual = weight * scores[output]
        addScaled(residual, features, row: row, to: &sums[output])
        sums[output][width - 1] += residual
      }
    }
    return (value, Array(sums.joined()))
  }

  /// The second derivatives, parameters x parameters, as ``softmaxHessian(_:probabilities:outputCount:weights:center:penalty:execution:)``
  /// gives them.
  ///
  /// - Precondition: the loss has the second derivatives of the cross-entropy.
  /// - Complexity: O(n · d² · outputs²).
  func hessian(_ parameters: [Double], execution: Execution) -> [Double] {
    var hessian = softmaxHessian(
      features, probabilities: probabilities(outputs(parameters), execution: execution),
      outputCount: outputCount, weights: weights, center: center, penalty: penalty,
      execution: execution)
    for output in 0..<outputCount {
      let bias = output * width + width - 1
      hessian[bias * parameterCount + bias] += biasPenalty
    }
    return hessian
  }

  /// For each row the probability of class 1 of two, or of each class of more.
  private func probabilities(_ outputs: [[Double]], execution: Execution) -> [Double] {
    Array(
      execution.silent.mapBlocks(of: classes.count, size: Self.blockSize) { rows in
        var elements: [Double] = []
        elements.reserveCapacity(rows.count * outputCount)
        for row in rows {
          var scores: [Double] = []
          for output in outputs {
            scores.append(dot(output, features, row: row) + output[width - 1])
          }
          elements += outputs.count == 1 ? [1 / (1 + exp(-scores[0]))] : softmax(scores)
        }
        return elements
      }.joined())
  }
}
