/// The signed-rank test of paired differences (Wilcoxon 1945), two-sided.
///
/// Differences of 0 are left out. Up to 50 others the probability is exact, given the ties among them; beyond, it is that
/// of the normal approximation with the correction for ties and none for continuity.
public struct WilcoxonSignedRank: Equatable, Sendable {
  /// Number of differences that are not 0.
  public let count: Int
  /// Sum of the ranks of the differences above 0, and of those below.
  public let rankSums: (above: Double, below: Double)
  /// Probability of rank sums at least as uneven if no sign were more likely than the other, 0...1; 1 without differences.
  public let pValue: Double

  /// Number of differences up to which the probability is exact.
  static let exactLimit = 50

  /// Tests differences.
  ///
  /// - Parameter differences: One for each independent pair, as a data set each; finite.
  /// - Complexity: O(n³), n at most 50, or O(n log n).
  public init(_ differences: [Double]) {
    let kept = differences.filter { $0 != 0 }
    let order = kept.indices.sorted { kept[$0].magnitude < kept[$1].magnitude }
    // Twice the mid-ranks: whole numbers, so that sums of them can be counted.
    var doubled = [Int](repeating: 0, count: kept.count)
    var tieTerm = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, kept[order[end]].magnitude == kept[order[start]].magnitude {
        end += 1
      }
      for place in start..<end { doubled[order[place]] = start + end + 1 }
      let size = Double(end - start)
      tieTerm += size * size * size - size
      start = end
    }
    let above = kept.indices.reduce(0) { $0 + (kept[$1] > 0 ? doubled[$1] : 0) }
    let total = doubled.reduce(0, +)
    count = kept.count
    rankSums = (Double(above) / 2, Double(total - above) / 2)
    let lower = min(above, total - above)
    pValue =
      kept.count <= Self.exactLimit
      ? Self.exact(doubled, total: total, upTo: lower)
      : Self.approximate(count: kept.count, lower: Double(lower) / 2, tieTerm: tieTerm)
  }

  /// Whether both tests saw the same.
  public static func == (left: WilcoxonSignedRank, right: WilcoxonSignedRank) -> Bool {
    left.count == right.count && left.rankSums == right.rankSums && left.pValue == right.pValue
  }

  private static func exact(_ doubled: [Int], total: Int, upTo lower: Int) -> Double {
    var ways = [Double](repeating: 0, count: total + 1)
    ways[0] = 1
    for rank in doubled {
      for sum in stride(from: total, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
    }
    let tail = ways[...lower].reduce(0, +)
    // 2^n signs, counted without rounding up to n = 50.
    return min(1, 2 * tail / ways.reduce(0, +))
  }

  private static func approximate(count: Int, lower: Double, tieTerm: Double) -> Double {
    let n = Double(count)
    let mean = n * (n + 1) / 4
    let variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48
    return min(1, 2 * NormalDistribution.cumulative((lower - mean) / variance.squareRoot()))
  }
}
