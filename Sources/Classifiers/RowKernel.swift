#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How alike two rows are: a positive semidefinite function of their product and their squared lengths.
public enum RowKernel: Equatable, Sendable {
  /// `exp(-|x - z|² / (2 w²))`, w being the width, above 0.
  case gaussian(width: Double)
  /// The neural tangent kernel of a network with one hidden layer of infinitely many rectified linear units, both
  /// layers trained (Jacot and others 2018): `|x| |z| (2 u (pi - t) + sqrt(1 - u²)) / pi` for rows with a 1 behind
  /// them, u being the cosine of their angle t.
  case neuralTangent

  /// The kernel of two rows.
  ///
  /// - Parameters:
  ///   - product: x.z.
  ///   - squares: x.x and z.z.
  /// - Returns: A finite number for finite rows.
  package func value(product: Double, squares: (Double, Double)) -> Double {
    switch self {
    case .gaussian(let width):
      let distance = squares.0 + squares.1 - 2 * product
      return exp(-max(0, distance) / (2 * width * width))
    case .neuralTangent:
      let lengths = ((squares.0 + 1) * (squares.1 + 1)).squareRoot()
      let cosine = max(-1, min(1, (product + 1) / lengths))
      let rest = .pi - acos(cosine)
      // The first term is the output layer's, the second the hidden layer's.
      let output = cosine * rest + (1 - cosine * cosine).squareRoot()
      return lengths * (output + cosine * rest) / .pi
    }
  }
}
