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
  /// How much more the log odds of each row are for its group; 0 for one source.
  let shifts: [Double]

  private static let (firstRate, rounds, priorCount) = (0.1, 200, 10.0)
  private static let rates = 1e-6...0.49
  private static let mostOfGroup = 0.95

  /// Finds the share and the probabilities.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows, n.
  ///   - groups: Where labels come from; `nil` for one source.
  ///   - start: What to start from; `nil` for a tenth of flips.
  ///   - most: The largest f; where more would come out, all log odds are lowered alike until it does not.
  ///   - logOdds: log o of every row, none NaN, from q and f as they are so far.
  /// - Complexity: O(n) and one call for each of at most 200 rounds.
  init(
    rowCount: Int, groups: LabelGroups?, start: FlipPosterior? = nil,
    most: Double = 1, logOdds: (_ values: [Double], _ rate: Double) -> [Double]
  ) {
    let places = groups?.groupIndices ?? [Int](repeating: 0, count: rowCount)
    let groupCount = (places.max() ?? 0) + 1
    var rate = start?.rate ?? Self.firstRate
    var rates = [Double](repeating: rate, count: groupCount)
    var values = start?.values ?? [Double](repeating: rate, count: rowCount)
    for _ in 0..<Self.rounds {
      let odds = logOdds(values, rate)
      var sums = [Double](repeating: 0, count: groupCount)
      var counts = [Double](repeating: 0, count: groupCount)
      let logits = rates.map(Self.logit)
      for row in 0..<rowCount {
        values[row] = 1 / (1 + exp(-odds[row] - logits[places[row]]))
        sums[places[row]] += values[row]
        counts[places[row]] += 1
      }
      let next = min(
        Self.rates.upperBound,
        max(Self.rates.lowerBound, sums.reduce(0, +) / Double(max(1, rowCount))))
      for group in rates.indices {
        rates[group] =
          groupCount == 1
          ? next
          : min(
            Self.mostOfGroup,
            (sums[group] + Self.priorCount * next) / (counts[group] + Self.priorCount))
      }
      let isSettled = (next - rate).magnitude <= 1e-7
      rate = next
      if isSettled { break }
    }
    if rate > most {
      let logits = values.map(Self.logit)
      func lowered(by shift: Double) -> [Double] { logits.map { 1 / (1 + exp(shift - $0)) } }
      var (low, high) = (0.0, 100.0)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        let mean = lowered(by: middle).reduce(0, +) / Double(max(1, rowCount))
        if mean > most { low = middle } else { high = middle }
      }
      values = lowered(by: high)
      rate = max(Self.rates.lowerBound, most)
    }
    self.values = values
    self.rate = rate
    let found = (rates.map(Self.logit), Self.logit(rate))
    shifts = places.map { found.0[$0] - found.1 }
  }

  private static func logit(_ share: Double) -> Double { log(share / (1 - share)) }

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
