#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The probabilities proportional to the exponentials of scores, without overflow.
///
/// - Parameter scores: One or more, none NaN. Minus infinity gives 0; infinite ones that are largest share alike.
/// - Returns: As many probabilities, which sum to 1.
func softmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let powers = scores.map { $0 == largest ? 1 : exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// The logarithm of one of the probabilities of ``softmax(_:)``, exact where that is close to 0 or 1.
func logSoftmax(_ scores: [Double], at index: Int) -> Double {
  let largest = scores.max() ?? 0
  return scores[index] - largest - log(scores.reduce(0) { $0 + exp($1 - largest) })
}

/// The logarithms of all of the probabilities of ``softmax(_:)``, without overflow.
///
/// - Parameter scores: One or more finite ones.
/// - Returns: As many logarithms, at most 0.
package func logSoftmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let rest = log(scores.reduce(0) { $0 + exp($1 - largest) })
  return scores.map { $0 - largest - rest }
}
