/// What flipped labels do to a victim model: its clean test error as the poisoning rate grows.
public struct LearningMetrics: Equatable, Sendable {
  /// The test error at one poisoning rate.
  public struct Point: Equatable, Sendable {
    /// Share of the training labels flipped, 0...1.
    public let poisoningRate: Double
    /// Test error on examples with true labels, 0...1.
    public let error: Double

    /// Makes a point.
    public init(poisoningRate: Double, error: Double) {
      self.poisoningRate = poisoningRate
      self.error = error
    }
  }

  /// By poisoning rate, each rate once.
  public let points: [Point]

  /// A defense whose attack does less than this much harm has nothing to win back.
  static let leastHarm = 1e-3

  /// Makes a course of errors.
  ///
  /// - Parameter points: In any order.
  /// - Precondition: no rate comes twice.
  public init(_ points: [Point]) {
    precondition(Set(points.map(\.poisoningRate)).count == points.count, "one error at each rate")
    self.points = points.sorted { $0.poisoningRate < $1.poisoningRate }
  }

  /// The error at a rate; `nil` where it was not measured.
  public func error(at rate: Double) -> Double? {
    points.first { $0.poisoningRate == rate }?.error
  }

  /// The error at rate 0.
  public var cleanError: Double? { error(at: 0) }

  /// Trapezoid area under the errors from rate 0 to the largest, divided by that rate: a mean error, 0...1.
  ///
  /// `nil` where rate 0 or any other rate was not measured.
  public var areaUnderCurve: Double? {
    guard cleanError != nil, points.count > 1, let last = points.last else { return nil }
    let area = zip(points, points.dropFirst()).reduce(0.0) { sum, pair in
      sum + (pair.1.poisoningRate - pair.0.poisoningRate) * (pair.0.error + pair.1.error) / 2
    }
    return area / last.poisoningRate
  }

  /// Share of the attack's harm that these errors, under a defense, win back: at most 1, below 0 where they are worse.
  ///
  /// `(e_attacked - e_defended) / (e_attacked - e_clean)`, the undefended victim's clean error being e_clean.
  ///
  /// - Parameters:
  ///   - rate: The poisoning rate.
  ///   - undefended: The errors of the same victim without defense.
  /// - Returns: `nil` where an error is missing, or where the attack raises the error by less than 0.001.
  public func recoveredShare(at rate: Double, undefended: LearningMetrics) -> Double? {
    guard let defended = error(at: rate), let attacked = undefended.error(at: rate),
      let harm = undefended.harm(at: rate), harm >= Self.leastHarm
    else { return nil }
    return (attacked - defended) / harm
  }

  /// What the attack adds to the error at rate 0; `nil` where an error is missing.
  public func harm(at rate: Double) -> Double? {
    guard let attacked = error(at: rate), let clean = cleanError else { return nil }
    return attacked - clean
  }

  /// What a defense costs where nothing is flipped: its error at rate 0 minus that without it.
  public func costWithoutAttack(undefended: LearningMetrics) -> Double? {
    guard let defended = cleanError, let plain = undefended.cleanError else { return nil }
    return defended - plain
  }

  /// The largest error over several attacks at each rate that all of them have.
  public static func worst(of attacks: [LearningMetrics]) -> LearningMetrics {
    guard let first = attacks.first else { return LearningMetrics([]) }
    return LearningMetrics(
      first.points.compactMap { point in
        let errors = attacks.compactMap { $0.error(at: point.poisoningRate) }
        guard errors.count == attacks.count, let worst = errors.max() else { return nil }
        return Point(poisoningRate: point.poisoningRate, error: worst)
      })
  }
}
