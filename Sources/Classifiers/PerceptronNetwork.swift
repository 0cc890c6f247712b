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

  /// What the derivatives of a batch's losses are made of, layer by layer.
  struct Signals {
    /// For each layer the values of the units before it; b rows.
    var values: [Matrix]
    /// For each layer the derivatives of each row's loss by what its units sum up; b rows.
    var residuals: [Matrix]
  }

  /// The signals of the losses `weight_i * -log p(class_i)`.
  ///
  /// The derivatives of a row's loss by a layer's weights are the products of its values and residuals.
  ///
  /// - Parameters:
  ///   - batch: b x d.
  ///   - classes: The class of each row.
  ///   - weights: What each row counts.
  /// - Returns: The values of every layer, and the residuals that go back.
  /// - Complexity: O(b · number of weights).
  func signals(_ batch: Matrix, classes: [Int], weights: [Float]) -> Signals {
    let values = activations(batch)
    var last = values[layers.count]
    for row in 0..<batch.rowCount {
      let range = last.range(ofRow: row)
      let largest = last.elements[range].max() ?? 0
      var sum: Float = 0
      for index in range {
        last.elements[index] = exp(last.elements[index] - largest)
        sum += last.elements[index]
      }
      for index in range { last.elements[index] *= weights[row] / sum }
      last[row, classes[row]] -= weights[row]
    }
    var residuals = [last]
    for number in layers.indices.dropFirst().reversed() {
      var before = Matrix(
        rowCount: batch.rowCount, columnCount: values[number].columnCount,
        elements: [Float](repeating: 0, count: values[number].elements.count))
      before.addProduct(residuals[0], layers[number].weights.transposed)
      for index in before.elements.indices where values[number].elements[index] <= 0 {
        before.elements[index] = 0
      }
      residuals.insert(before, at: 0)
    }
    return Signals(values: Array(values.dropLast()), residuals: residuals)
  }

  /// The derivatives of `sum_i weight_i * -log p(class_i)` by all weights and biases.
  ///
  /// - Parameters:
  ///   - batch: b x d.
  ///   - classes: The class of each row.
  ///   - weights: What each row counts.
  /// - Returns: For each layer a derivative in the place of each weight and bias.
  /// - Complexity: O(b · number of weights).
  func gradient(_ batch: Matrix, classes: [Int], weights: [Float]) -> [Layer] {
    let signals = signals(batch, classes: classes, weights: weights)
    var gradients = layers.map(Layer.init(like:))
    for number in layers.indices {
      let residuals = signals.residuals[number]
      gradients[number].weights.addProduct(
        signals.values[number], residuals, transposingLeft: true)
      for row in 0..<batch.rowCount {
        for (unit, index) in residuals.range(ofRow: row).enumerated() {
          gradients[number].biases[unit] += residuals.elements[index]
        }
      }
    }
    return gradients
  }
}
