/// How often a method is better, about equal and worse than another.
public struct WinTieLoss: Equatable, Sendable {
  /// Differences below this are ties.
  public static let tolerance = 0.005

  /// Trials in which the first method is better.
  public let wins: Int
  /// Trials in which both are about equal.
  public let ties: Int
  /// Trials in which the first method is worse.
  public let losses: Int

  /// Counts.
  ///
  /// - Parameter differences: First minus second; higher is better.
  public init(_ differences: [Double]) {
    wins = differences.count { $0 >= Self.tolerance }
    losses = differences.count { $0 <= -Self.tolerance }
    ties = differences.count - wins - losses
  }
}
