internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The least-squares fit of class shares and transition probabilities to counted shares of labels.
struct ConsensusFit: Sendable {
  /// The shares counted.
  let counted: ConsensusShares

  /// Largest number of steps, and the rate of Adam.
  private static let (stepLimit, rate) = (1500, 0.1)

  /// Fits to shares.
  init(_ counted: ConsensusShares) {
    self.counted = counted
  }

  /// The parameters before softmax: K for the class shares, then K x K for the transition probabilities.
  struct Parameters {
    let classCount: Int
    var values: [Double]

    /// Equal class shares, and transition probabilities near the identity: 5I - 1.
    init(classCount: Int) {
      self.classCount = classCount
      values = [Double](repeating: 0, count: classCount)
      for truth in 0..<classCount {
        values += (0..<classCount).map { $0 == truth ? 4 : -1 }
      }
    }

    /// Shares of the true classes.
    var classShares: [Double] { Self.softmax(values[..<classCount]) }

    /// K x K transition probabilities.
    var matrix: [Double] {
      (1...classCount).flatMap {
        Self.softmax(values[$0 * classCount..<($0 + 1) * classCount])
      }
    }

    private static func softmax(_ scores: ArraySlice<Double>) -> [Double] {
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  /// The best parameters of all steps.
  func fitted(execution: Execution) -> Parameters {
    var parameters = Parameters(classCount: counted.classCount)
    var best = (loss: Double.infinity, parameters: parameters)
    let zeros = [Double](repeating: 0, count: parameters.values.count)
    var (mean, square) = (zeros, zeros)
    var (meanShare, squareShare) = (1.0, 1.0)
    for _ in 0..<Self.stepLimit {
      let (loss, gradient) = lossAndGradient(parameters, execution: execution)
      if loss < best.loss { best = (loss, parameters) }
      if gradient.allSatisfy({ abs($0) < 1e-10 }) { break }
      meanShare *= 0.9
      squareShare *= 0.999
      for place in gradient.indices {
        mean[place] = 0.9 * mean[place] + 0.1 * gradient[place]
        square[place] = 0.999 * square[place] + 0.001 * gradient[place] * gradient[place]
        let step = mean[place] / (1 - meanShare)
        let size = (square[place] / (1 - squareShare)).squareRoot()
        parameters.values[place] -= Self.rate * step / (size + 1e-8)
      }
    }
    return best.parameters
  }

  /// The sum of squared differences between shares fitted and counted, and its derivatives.
  ///
  /// - Complexity: O(K⁴).
  func lossAndGradient(
    _ parameters: Parameters, execution: Execution
  ) -> (loss: Double, gradient: [Double]) {
    let count = counted.classCount
    let (shares, matrix) = (parameters.classShares, parameters.matrix)
    let fitted = ConsensusShares(classShares: shares, matrix: matrix)
    let single = zip(fitted.single, counted.single).map { $0 - $1 }
    let pairs = zip(fitted.pairs, counted.pairs).map { $0 - $1 }
    let triples = zip(fitted.triples, counted.triples).map { $0 - $1 }
    let loss = [single, pairs, triples].reduce(0) { $1.reduce($0) { $0 + $1 * $1 } }
    // With respect to p_k and to the row of T of each class k; the differences do not depend on order.
    let derivatives = execution.silent.map(count: count) { truth in
      let given = Array(matrix[truth * count..<(truth + 1) * count])
      var ofShare = 0.0
      let ofRow = (0..<count).map { a in
        var (second, third) = (0.0, 0.0)
        for b in 0..<count {
          second += pairs[a * count + b] * given[b]
          let place = (a * count + b) * count
          var inner = 0.0
          for c in 0..<count { inner += triples[place + c] * given[c] }
          third += inner * given[b]
        }
        ofShare += 2 * given[a] * (single[a] + second + third)
        return 2 * shares[truth] * (single[a] + 2 * second + 3 * third)
      }
      return (ofShare: ofShare, ofRow: ofRow)
    }
    var gradient = Self.throughSoftmax(derivatives.map(\.ofShare), shares[...])
    for truth in 0..<count {
      gradient += Self.throughSoftmax(
        derivatives[truth].ofRow, matrix[truth * count..<(truth + 1) * count])
    }
    return (loss, gradient)
  }

  /// Derivatives with respect to scores from those with respect to their softmax values.
  private static func throughSoftmax(
    _ derivatives: [Double], _ values: ArraySlice<Double>
  ) -> [Double] {
    let mean = zip(derivatives, values).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(derivatives, values).map { $1 * ($0 - mean) }
  }
}
