internal import Classifiers
internal import LabelData

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Probabilities that labels are flipped, from what speaks for a flip of each and a share of flips that agrees with them.
///
/// With the odds o_i that the evidence about row i, the share of flips aside, gives a flip, and the share f_g of flips in
/// the group g of the row,
///
///     q_i = f_g o_i / (f_g o_i + 1 - f_g),
///
/// and f_g is the mean of q over the group, shrunk towards f, that of all rows, as by 10 labels (a prior of the Beta
/// distribution). Both are found by turns: expectation and maximization.
struct FlipPosterior: Sendable {
  /// q of every row, 0...1.
  let values: [Double]
  /// f.
  let rate: Double

  private static let (firstRate, rounds, priorCount) = (0.1, 200, 10.0)
  private static let rates = 1e-6...0.49

  /// Finds the share and the probabilities.
  ///
  /// - Parameters:
  ///   - logOdds: log o of every row.
  ///   - groups: Where labels come from; `nil` for one source.
  /// - Complexity: O(n) for each of at most 200 rounds.
  init(logOdds: [Double], groups: LabelGroups?) {
    let n = logOdds.count
    let odds = logOdds.map { exp(min(700, $0)) }
    let places = groups.map(\.groupIndices) ?? [Int](repeating: 0, count: n)
    let groupCount = (places.max() ?? 0) + 1
    var rate = Self.firstRate
    var rates = [Double](repeating: rate, count: groupCount)
    var values = [Double](repeating: 0, count: n)
    for _ in 0..<Self.rounds {
      var sums = [Double](repeating: 0, count: groupCount)
      var counts = [Double](repeating: 0, count: groupCount)
      for row in 0..<n {
        let share = rates[places[row]]
        let weight = share * odds[row]
        values[row] = weight.isInfinite ? 1 : weight / (weight + 1 - share)
        sums[places[row]] += values[row]
        counts[places[row]] += 1
      }
      let next = min(
        Self.rates.upperBound,
        max(Self.rates.lowerBound, sums.reduce(0, +) / Double(max(1, n))))
      for group in rates.indices {
        rates[group] =
          groups == nil
          ? next
          : min(
            0.95, (sums[group] + Self.priorCount * next) / (counts[group] + Self.priorCount))
      }
      let isSettled = abs(next - rate) <= 1e-7
      rate = next
      if isSettled { break }
    }
    self.values = values
    self.rate = rate
  }

  /// The rows whose flagging makes the expected F1 largest.
  ///
  /// With the m most probable flips flagged it is about 2 · (sum of their q) / (m + sum of all q); where the best of it is
  /// below ``leastF1`` nothing is flagged, for then most flags would be wrong.
  ///
  /// - Complexity: O(n log n).
  var flags: [Bool] {
    let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    let total = values.reduce(0, +)
    var (sum, best, count) = (0.0, 0.0, 0)
    for (place, row) in order.enumerated() {
      sum += values[row]
      let expected = 2 * sum / (Double(place + 1) + total)
      if expected > best { (best, count) = (expected, place + 1) }
    }
    var flags = [Bool](repeating: false, count: values.count)
    guard best >= Self.leastF1 else { return flags }
    for row in order.prefix(count) { flags[row] = true }
    return flags
  }

  /// The smallest expected F1 for which rows are flagged.
  static let leastF1 = 0.5
}
