#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Noise that gives a label each of the other classes with the same probability.
struct LabelNoise: Sendable {
  /// Number of classes, K.
  let classCount: Int
  /// Probability that a label stays, 1 - q.
  let stay: Double
  /// Probability that it becomes a certain other class, q / (K - 1); below ``stay``.
  let move: Double

  init(flipProbability q: Double, classCount: Int) {
    self.classCount = classCount
    stay = 1 - q
    move = q / Double(classCount - 1)
  }

  /// The largest probability of a flip, not included, at which a label still says anything.
  static func limit(classCount: Int) -> Double { Double(classCount - 1) / Double(classCount) }

  /// Probability that a label becomes neither of two classes of which it is one.
  var neither: Double { Double(classCount - 2) * move }

  /// The logarithm of how much more probable it is that a label stays.
  var logRatio: Double { log(stay / move) }
}
