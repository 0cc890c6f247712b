internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The weights of a multilayer perceptron: between two layers a matrix and biases, with max(0, x) on hidden units.
struct PerceptronNetwork: Equatable, Sendable {
  /// What leads from one layer of units to the next.
  struct Layer: Equatable, Sendable {
    /// Units before x units after.
    var weights: Matrix
    /// One for each unit after.
    var biases: [Float]

    /// Zeros of the size of another layer.
    init(like other: Layer) {
      weights = Matrix(
        rowCount: other.weights.rowCount, columnCount: other.weights.columnCount,
        elements: [Float](repeating: 0, count: other.weights.elements.count))
      biases = [Float](repeating: 0, count: other.biases.count)
    }

    init(weights: Matrix, biases: [Float]) {
      self.weights = weights
      self.biases = biases
    }
  }

  /// From the features to the scores of the classes.
  var layers: [Layer]

  /// Draws weights that are uniform within ±sqrt(6 / units before) (He and others 2015); biases are 0.
  ///
  /// - Parameters:
  ///   - sizes: Number of features, of units in each hidden layer, of classes.
  ///   - seed: Where the random numbers start.
  init(sizes: [Int], seed: UInt64) {
    var generator = SeededGenerator(seed: seed, key: "perceptron-weights")
    layers = zip(sizes, sizes.dropFirst()).map { before, after in
      let limit = (6 / Double(max(1, before))).squareRoot()
      let weights = (0..<before * after).map { _ in
        Float((2 * generator.unitInterval() - 1) * limit)
      }
      return Layer(
        weights: Matrix(rowCount: before, columnCount: after, elements: weights),
        biases: [Float](repeating: 0, count: after))
    }
  }

  /// Whether all weights and biases are finite.
  var isFinite: Bool {
    layers.allSatisfy {
      $0.weights.firstNonFinite == nil && $0.biases.allSatisfy(\.isFinite)
    }
  }

  /// The rows, then the values of each layer's units for them; the last are the scores of the classes.
  func activations(_ batch: Matrix) -> [Matrix] {
    var values = [batch]
    for (number, layer) in layers.enumerated() {
      var next = Matrix(
        rowCount: batch.rowCount, columnCount: layer.biases.count,
        elements: Array(repeatElement(layer.biases, count: batch.rowCount).joined()))
      next.addProduct(values[number], layer.weights)
      if number < layers.count - 1 {
        for index in next.elements.indices { next.elements[index] = max(0, next.elements[index]) }
      }
      values.append(next)
    }
    return values
  }

  /// The scores of the classes for some rows.
  func scores(_ batch: Matrix) -> Matrix { activations(batch)[layers.count] }

  /// The derivatives of `sum_i weight_i * -log p(class_i)` by all weights and biases.
  ///
  /// - Parameters:
  ///   - batch: b x d.
  ///   - classes: The class of each row.
  ///   - weights: What each row counts.
  /// - Returns: For each layer a derivative in the place of each weight and bias.
  /// - Complexity: O(b · number of weights).
  func gradient(_ batch: Matrix, classes: [Int], weights: [Float]) -> [Layer] {
    let values = activations(batch)
    var residuals = values[layers.count]
    for row in 0..<batch.rowCount {
      let range = residuals.range(ofRow: row)
      let largest = residuals.elements[range].max() ?? 0
      var sum: Float = 0
      for index in range {
        residuals.elements[index] = exp(residuals.elements[index] - largest)
        sum += residuals.elements[index]
      }
      for index in range { residuals.elements[index] *= weights[row] / sum }
      residuals[row, classes[row]] -= weights[row]
    }
    var gradients = layers.map(Layer.init(like:))
    for number in layers.indices.reversed() {
      gradients[number].weights.addProduct(values[number], residuals, transposingLeft: true)
      for row in 0..<batch.rowCount {
        for (unit, index) in residuals.range(ofRow: row).enumerated() {
          gradients[number].biases[unit] += residuals.elements[index]
        }
      }
      guard number > 0 else { break }
      var before = Matrix(
        rowCount: batch.rowCount, columnCount: values[number].columnCount,
        elements: [Float](repeating: 0, count: values[number].elements.count))
      before.addProduct(residuals, layers[number].weights.transposed)
      for index in before.elements.indices where values[number].elements[index] <= 0 {
        before.elements[index] = 0
      }
      residuals = before
    }
    return gradients
  }
}
