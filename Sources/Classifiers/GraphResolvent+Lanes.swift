package import VectorKernels

extension GraphResolvent {
  /// A number for each of eight vectors.
  private typealias Lanes = SIMD8<Double>

  /// R x for several vectors, eight at a time, so that the graph is walked once for eight.
  ///
  /// What comes out for a vector does not depend on the others.
  ///
  /// - Parameters:
  ///   - vectors: Vectors of a number for each row.
  ///   - tolerance: The relative residual that ends a solution.
  ///   - execution: Threads.
  /// - Returns: R x for each vector.
  /// - Complexity: O(n · k · sqrt(1 / (1 - a)) · log(1 / tolerance)) for each vector; 4 · 64 · n bytes for each thread.
  package func apply(
    _ vectors: [[Double]], tolerance: Double, execution: Execution
  ) -> [[Double]] {
    execution.mapBlocks(of: vectors.count, size: Lanes.scalarCount) { block in
      let solution = solve(Array(vectors[block]), tolerance: tolerance)
      return block.indices.map { place in
        let lane = place - block.lowerBound
        return solution.map { $0[lane] }
      }
    }.flatMap(\.self)
  }

  /// Conjugate gradients in lanes; one that has arrived moves no more.
  private func solve(_ vectors: [[Double]], tolerance: Double) -> [Lanes] {
    let n = graph.rowCount
    var residual = [Lanes](repeating: .zero, count: n)
    for (lane, vector) in vectors.enumerated() {
      for row in 0..<n { residual[row][lane] = vector[row] * (1 - reach) }
    }
    var result = [Lanes](repeating: .zero, count: n)
    var direction = residual
    var moved = residual
    var square = Self.dot(residual, residual)
    let enough = square * tolerance * tolerance
    var step = 0
    while any(square .> enough), step < Self.stepLimit {
      product(direction, into: &moved)
      let isActive = square .> enough
      let length = (square / Self.dot(direction, moved)).replacing(with: 0, where: .!isActive)
      for row in 0..<n {
        result[row] += length * direction[row]
        residual[row] -= length * moved[row]
      }
      let next = Self.dot(residual, residual).replacing(with: square, where: .!isActive)
      let kept = (next / square).replacing(with: 0, where: .!isActive)
      for row in 0..<n { direction[row] = residual[row] + kept * direction[row] }
      square = next
      step += 1
    }
    return result
  }

  /// x - a S x.
  private func product(_ x: [Lanes], into result: inout [Lanes]) {
    for row in 0..<graph.rowCount {
      var sum = Lanes.zero
      for other in graph.neighbors(of: row) { sum += graph.scales[Int(other)] * x[Int(other)] }
      result[row] = x[row] - reach * graph.scales[row] * sum
    }
  }

  private static func dot(_ x: [Lanes], _ y: [Lanes]) -> Lanes {
    var sum = Lanes.zero
    for row in x.indices { sum += x[row] * y[row] }
    return sum
  }
}
