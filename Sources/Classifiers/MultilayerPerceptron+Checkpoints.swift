public import LabelData
public import VectorKernels

extension MultilayerPerceptron {
  /// Learns from examples, and keeps the network as it is after some of the epochs.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - kept: The epochs after which the network is kept, from 1; others than 1...epochs are passed over.
  ///   - seed: Where all randomness starts.
  ///   - execution: Progress.
  /// - Returns: The networks in the order of their epochs; after the last epoch the one that `fit` gives.
  /// - Throws: ``ClassifierError``.
  public func checkpoints(
    _ features: Matrix, _ labels: Labels, afterEpochs kept: Set<Int>, seed: UInt64,
    execution: Execution = .serial
  ) throws(ClassifierError) -> [PerceptronModel] {
    let examples = try TrainingExamples(features, labels, weights: nil)
    var checkpoints: [PerceptronModel] = []
    _ = try learn(examples, seed: seed, execution: execution) { network, epoch in
      if kept.contains(epoch + 1) { checkpoints.append(PerceptronModel(network: network)) }
    }
    return checkpoints
  }
}

extension PerceptronModel {
  /// The product of the gradient of every row's loss with the sum of those of other rows' losses.
  ///
  /// A loss is the cross-entropy of the row's label; the gradient is by all weights and biases, without the
  /// penalty. Sums are in single precision.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - labels: n labels, with the classes of the network.
  ///   - others: The other rows with their labels; `nil` for each row's product with itself, the squared length.
  ///   - execution: Threads; the result does not depend on them.
  /// - Returns: n products.
  /// - Precondition: the matrices have ``featureCount`` columns.
  /// - Complexity: O((n + m) · number of weights) for m other rows.
  public func gradientProducts(
    _ features: Matrix, _ labels: Labels, with others: (features: Matrix, labels: Labels)?,
    execution: Execution
  ) -> [Double] {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let sum = others.map { others in
      network.gradient(
        others.features, classes: others.labels.classIndices,
        weights: [Float](repeating: 1, count: others.labels.count))
    }
    let blocks = execution.silent.mapBlocks(of: features.rowCount, size: 512) { rows in
      let signals = network.signals(
        features.selecting(rows: rows), classes: rows.map { labels[$0] },
        weights: [Float](repeating: 1, count: rows.count))
      return (0..<rows.count).map { row in
        zip(signals.values, signals.residuals).enumerated().reduce(0) { total, layer in
          let (values, residuals) = (layer.element.0.row(row), layer.element.1.row(row))
          guard let sum else {
            return total + (Self.squares(values) + 1) * Self.squares(residuals)
          }
          return total + sum[layer.offset].product(values, residuals)
        }
      }
    }
    return Array(blocks.joined())
  }

  private static func squares(_ values: ArraySlice<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }
  }
}

extension PerceptronNetwork.Layer {
  /// The sum of `values_i * weights_ij * residuals_j` and of `biases_j * residuals_j`.
  fileprivate func product(
    _ values: ArraySlice<Float>, _ residuals: ArraySlice<Float>
  ) -> Double {
    let right = residuals.map(Double.init)
    var total = zip(biases, right).reduce(0) { $0 + Double($1.0) * $1.1 }
    for (unit, value) in values.enumerated() where value != 0 {
      total += Double(value) * dot(right, weights, row: unit)
    }
    return total
  }
}
