internal import LabelData
internal import VectorKernels

/// How far every vector lies from the mean of all along the direction in which they spread most.
///
/// The direction is the first right singular vector of the centered vectors, found by power iteration from a fixed
/// start. It ends when a step turns the direction by less than 1e-10, or after 300 steps; then several directions
/// spread almost alike, and any of them serves.
struct PrincipalSpread {
  /// The squared distance of each vector from the mean along the direction.
  let squares: [Double]

  /// Most steps of the iteration.
  private static let mostSteps = 300

  /// Finds the direction.
  ///
  /// - Parameters:
  ///   - vectors: The vectors.
  ///   - execution: Threads; the result does not depend on them.
  /// - Complexity: O(n · m · d) for each step.
  init(of vectors: RowGradients, execution: Execution) {
    var generator = SeededGenerator(seed: 1, key: "principal-direction")
    var direction = (0..<vectors.width).map { _ in 2 * generator.unitInterval() - 1 }
    Self.normalize(&direction)
    var distances = Self.centered(vectors.products(with: direction, execution: execution))
    for _ in 0..<Self.mostSteps {
      var next = vectors.sum(factors: distances, execution: execution)
      guard Self.normalize(&next) else { break }
      let turn = zip(next, direction).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      direction = next
      distances = Self.centered(vectors.products(with: direction, execution: execution))
      if turn < 1e-20 { break }
    }
    squares = distances.map { $0 * $0 }
  }

  /// The mean of the squares: the variance along the direction.
  var variance: Double { squares.reduce(0, +) / Double(max(1, squares.count)) }

  /// The squares divided by their mean; 0 where all vectors are equal.
  var relativeSquares: [Double] {
    let variance = variance
    return squares.map { variance > 0 ? $0 / variance : 0 }
  }

  private static func centered(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    return values.map { $0 - mean }
  }

  /// Brings a vector to length 1.
  ///
  /// - Returns: Whether it has a length.
  @discardableResult
  private static func normalize(_ vector: inout [Double]) -> Bool {
    let largest = vector.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return false }
    let length = largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    for index in vector.indices { vector[index] /= length }
    return true
  }
}
