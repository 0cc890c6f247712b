internal import LabelData
package import VectorKernels

/// R = (1 - a)(I - a S)^-1 for the normalised matrix S of a graph, without ever holding it.
package struct GraphResolvent: Sendable {
  package let graph: SymmetricGraph
  /// a, above 0 and below 1.
  package let reach: Double

  /// Takes a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - reach: a, above 0 and below 1.
  package init(graph: SymmetricGraph, reach: Double) {
    self.graph = graph
    self.reach = reach
  }

  /// The relative residual that ends a solution, and the largest number of steps.
  static let (tolerance, stepLimit) = (1e-6, 10_000)

  /// R x, by conjugate gradients.
  package func apply(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    var residual = x.map { $0 * (1 - reach) }
    var direction = residual
    var square = Self.dot(residual, residual)
    let enough = square * Self.tolerance * Self.tolerance
    var step = 0
    while square > enough, step < Self.stepLimit {
      let spread = graph.product(direction)
      var moved = direction
      for place in moved.indices { moved[place] -= reach * spread[place] }
      let length = square / Self.dot(direction, moved)
      for place in result.indices {
        result[place] += length * direction[place]
        residual[place] -= length * moved[place]
      }
      let next = Self.dot(residual, residual)
      let kept = next / square
      for place in direction.indices {
        direction[place] = residual[place] + kept * direction[place]
      }
      square = next
      step += 1
    }
    return result
  }

  /// The diagonal of R, by one solution for each row.
  package func diagonal(execution: Execution) -> [Double] {
    execution.map(count: graph.rowCount) { row in
      var unit = [Double](repeating: 0, count: graph.rowCount)
      unit[row] = 1
      return apply(unit)[row]
    }
  }

  /// The diagonal of R, estimated as the mean of z (R z) over random vectors z of signs.
  ///
  /// - Parameters:
  ///   - probeCount: Number of vectors; 16 or more.
  ///   - seed: Where they start.
  ///   - execution: Threads.
  /// - Returns: The estimates, none below 1 - a, and the mean over all rows of their standard errors.
  package func estimatedDiagonal(
    probeCount: Int, seed: UInt64, execution: Execution
  ) -> (values: [Double], error: Double) {
    let n = graph.rowCount
    let sums = execution.mapBlocks(of: probeCount, size: probeCount / 8) { probes in
      var (sum, squares) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
      for probe in probes {
        var generator = SeededGenerator(seed: seed, key: "diffusion/probe/\(probe)")
        let signs = (0..<n).map { _ in generator.next() >> 63 == 0 ? 1.0 : -1 }
        let spread = apply(signs)
        for row in 0..<n {
          let value = signs[row] * spread[row]
          sum[row] += value
          squares[row] += value * value
        }
      }
      return (sum: sum, squares: squares)
    }
    let count = Double(probeCount)
    var error = 0.0
    let values = (0..<n).map { row in
      let mean = sums.reduce(0) { $0 + $1.sum[row] } / count
      let square = sums.reduce(0) { $0 + $1.squares[row] } / count
      error += (max(0, square - mean * mean) / (count - 1)).squareRoot()
      // R is the sum of (1 - a) a^t S^t over t = 0, 1, ..., none of which is negative.
      return max(1 - reach, mean)
    }
    return (values, error / Double(max(1, n)))
  }

  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for place in x.indices { sum += x[place] * y[place] }
    return sum
  }
}
