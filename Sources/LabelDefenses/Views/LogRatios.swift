internal import Classifiers
internal import LabelData

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The logarithm of the probability of each given label over that of the most probable other class.
struct LogRatios: Sendable {
  /// Above 0 where the given label is the most probable; at most ``limit`` either way.
  let values: [Double]

  /// A probability below this says no more than this.
  private static let floor = 1e-4
  /// The largest ratio.
  static let limit = -log(floor)

  init(_ probabilities: ClassProbabilities, _ labels: Labels) {
    values = (0..<labels.count).map { row in
      var rival = 0.0
      for label in 0..<labels.classCount where label != labels[row] {
        rival = max(rival, probabilities[row, label])
      }
      return log(max(probabilities[row, labels[row]], Self.floor)) - log(max(rival, Self.floor))
    }
  }
}
