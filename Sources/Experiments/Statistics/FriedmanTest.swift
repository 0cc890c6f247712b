/// Friedman's test of several methods over several data sets, and Nemenyi's critical difference (Demšar 2006).
public struct FriedmanTest: Equatable, Sendable {
  /// Mean rank of every method, 1 for the best; equal figures share their mid-rank.
  public let meanRanks: [Double]
  /// Number of data sets.
  public let setCount: Int
  /// Friedman's statistic, corrected for ties; 0 where all methods are equal on every data set.
  public let statistic: Double
  /// Probability of as large a statistic if all methods were alike, by the chi-square approximation.
  public let pValue: Double

  /// With fewer data sets the critical difference says nothing.
  public static let leastSetCount = 10

  /// Ranks methods.
  ///
  /// - Parameter figures: For each data set one figure of every method; higher is better.
  /// - Precondition: at least one data set; at least two methods; none is missing.
  public init(_ figures: [[Double]]) {
    let methodCount = figures.first?.count ?? 0
    precondition(
      methodCount >= 2 && figures.allSatisfy { $0.count == methodCount },
      "a figure of every method on every data set")
    let (n, k) = (Double(figures.count), Double(methodCount))
    var sums = [Double](repeating: 0, count: methodCount)
    var tieTerm = 0.0
    for row in figures {
      for method in row.indices {
        let better = row.count { $0 > row[method] }
        let equal = row.count { $0 == row[method] }
        sums[method] += Double(better) + Double(equal + 1) / 2
        // Each of the t equal ones adds t^2 - 1, together t^3 - t.
        tieTerm += Double(equal * equal - 1)
      }
    }
    setCount = figures.count
    meanRanks = sums.map { $0 / n }
    let squares = sums.reduce(0) { $0 + $1 * $1 }
    let correction = 1 - tieTerm / (n * k * (k * k - 1))
    let raw = 12 * squares / (n * k * (k + 1)) - 3 * n * (k + 1)
    statistic = correction > 0 ? max(0, raw / correction) : 0
    pValue = ChiSquareDistribution(freedom: k - 1).survival(statistic)
  }

  /// The difference of mean ranks above which two methods differ at a level of 0.05.
  ///
  /// `q / sqrt(2) * sqrt(k (k + 1) / (6 N))`, q being the 0.95 quantile of the studentized range; `nil` for fewer than
  /// ten data sets.
  public var criticalDifference: Double? {
    guard setCount >= Self.leastSetCount else { return nil }
    let k = Double(meanRanks.count)
    let q = StudentizedRange(count: meanRanks.count).quantile(0.95) / 2.0.squareRoot()
    return q * (k * (k + 1) / (6 * Double(setCount))).squareRoot()
  }
}
