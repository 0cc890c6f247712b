#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Errors counted in a sample of rows that was drawn at random from all, and what that tells of the rows left.
///
/// The bounds are those of Clopper and Pearson (1934) for draws without replacement: exact for any number of rows.
struct SampledErrors {
  /// Errors in the sample.
  let wrong: Int
  /// Size of the sample.
  let count: Int
  /// Rows that were not drawn, 1 or more.
  let rest: Int

  /// The largest share of errors among the rows left such that so few in the sample have more than a probability.
  ///
  /// - Complexity: O(e · log n) for e errors.
  func largestShare(_ probability: Double) -> Double {
    Double(last { atMost(wrong, errors: wrong + $0) > probability } ?? 0) / Double(rest)
  }

  /// The smallest share of errors among the rows left such that so many in the sample have more than a probability.
  ///
  /// - Complexity: O(e · log n) for e errors.
  func smallestShare(_ probability: Double) -> Double {
    guard wrong > 0 else { return 0 }
    // At the first number of errors where it holds; the search finds the last where it does not.
    let errors = last { 1 - atMost(wrong - 1, errors: wrong + $0) <= probability }
    return Double(errors.map { $0 + 1 } ?? 0) / Double(rest)
  }

  /// The last of 0...rest for which something holds that holds up to some number.
  private func last(_ holds: (Int) -> Bool) -> Int? {
    guard holds(0) else { return nil }
    var (low, high) = (0, rest + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// The probability of at most `found` errors in the sample where there are so many in all rows.
  private func atMost(_ found: Int, errors: Int) -> Double {
    let total = count + rest
    let least = max(0, count - (total - errors))
    guard least <= found else { return 0 }
    let all = Self.logChoices(total, count)
    let sum = (least...found).reduce(0) { sum, found in
      found > errors
        ? sum
        : sum
          + exp(
            Self.logChoices(errors, found) + Self.logChoices(total - errors, count - found) - all)
    }
    return min(1, sum)
  }

  private static func logChoices(_ total: Int, _ chosen: Int) -> Double {
    lgamma(Double(total + 1)) - lgamma(Double(chosen + 1)) - lgamma(Double(total - chosen + 1))
  }
}
