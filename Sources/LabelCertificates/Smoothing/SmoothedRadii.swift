#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many changed labels a vote under noise withstands, by the probability that it errs.
struct SmoothedRadii: Sendable {
  private let noise: LabelNoise
  private let limit: Int
  private let bound: LabelSmoothing.Bound
  /// By radius from 0: the logarithm of the smallest probability of error with which the radius is not certified.
  private var logThresholds: [Double] = []

  /// Prepares radii.
  ///
  /// - Parameters:
  ///   - bound: Which bound.
  ///   - noise: The noise.
  ///   - limit: The largest radius that matters.
  ///   - smallest: The logarithm of the smallest probability of error that will be asked for.
  /// - Complexity: O(r²) for the largest radius r by the tight bound, else O(1).
  init(
    _ bound: LabelSmoothing.Bound, noise: LabelNoise, limit: Int, smallest: Double
  ) {
    self.bound = bound
    self.noise = noise
    self.limit = limit
    if bound == .neymanPearson { tabulate(smallest: smallest) }
  }

  /// The largest number of changed labels that a vote withstands.
  ///
  /// - Parameter logError: The logarithm of a bound on the probability of error, at most 0.
  /// - Returns: 0 or more, at most the limit; -1 where the vote may be lost without any change.
  func radius(logError: Double) -> Int {
    guard logError < log(0.5) - 1e-9 else { return -1 }
    switch bound {
    case .closedForm:
      let slack = -(log(4) + logError + log1p(-exp(logError)))
      let each = 2 * (noise.stay - noise.move) * noise.logRatio
      return Int(min(Double(limit), max(0, (slack / each - 1e-9).rounded(.down))))
    case .neymanPearson:
      var (low, high) = (0, logThresholds.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if logError < logThresholds[middle] { low = middle } else { high = middle }
      }
      return low
    }
  }

  /// Finds the thresholds of all radii that matter.
  ///
  /// At r changed labels let D be the number of them that noise gives the class after the change, less those that it
  /// gives the class before. Seen from the changed labels an outcome is `(stay / move)^D` times as probable as from
  /// those given, so the errors that are least probable now and most probable then are those of the largest D (Neyman
  /// and Pearson): they fill half of the probability then, and what they have now is the threshold.
  private mutating func tabulate(smallest: Double) {
    logThresholds = [log(0.5)]
    // The probability of each D = -r ... r, from the changed labels.
    var masses = [1.0]
    for radius in stride(from: 1, through: limit, by: 1) {
      var next = [Double](repeating: 0, count: masses.count + 2)
      for (place, mass) in masses.enumerated() where mass > 0 {
        next[place] += noise.move * mass
        next[place + 1] += noise.neither * mass
        next[place + 2] += noise.stay * mass
      }
      masses = next
      let threshold = min(
        logThresholds[radius - 1], logMassOfUpperHalf(masses, radius: radius) - 1e-9)
      logThresholds.append(threshold)
      if threshold <= smallest { return }
    }
  }

  /// The logarithm of the probability now of the largest D that have half of the probability then.
  private func logMassOfUpperHalf(_ masses: [Double], radius: Int) -> Double {
    var place = masses.count - 1
    var missing = 0.5
    while place > 0, masses[place] < missing {
      missing -= masses[place]
      place -= 1
    }
    var (sum, factor) = (missing, 1.0)
    let ratio = noise.move / noise.stay
    for above in masses[(place + 1)...] {
      factor *= ratio
      sum += factor * above
    }
    return log(sum) - Double(place - radius) * noise.logRatio
  }
}
