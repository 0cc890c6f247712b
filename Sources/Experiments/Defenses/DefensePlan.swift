internal import Classifiers

/// What a comparison of defenses runs, apart from the data sets.
public struct DefensePlan: Codable, Equatable, Sendable {
  /// Names of attacks, of ``allAttacks``, in their order.
  public var attacks: [String]
  /// Shares of the training labels that attacks flip, above 0, at most 1; ascending.
  ///
  /// Rate 0 is always run.
  public var poisoningRates: [Double]
  /// Number of random splits of each data set; 1 or more.
  public var splitCount: Int
  /// Where all randomness starts.
  public var seed: UInt64

  /// The attacks of a full table.
  public static let allAttacks = DefenseAttack.all.map(\.id)
  /// The rates of a full table.
  public static let usualRates = [0.1, 0.2, 0.3]
  /// Number of training rows, and of the rows that the attacker and the defender hold: as in the reproduction.
  static let trainingCount = PaperSettings().trainingCount
  /// Number of the defender's trusted rows.
  static let trustedCount = BenchmarkSplit.trustedLimit
  /// The name of the trials in which nothing is flipped.
  static let noAttack = BenchmarkPlan.noAttack
  /// The classifier of the out-of-sample probabilities, for defenses that look at them.
  static let scorer = BenchmarkPlan.usualScorer

  private enum CodingKeys: String, CodingKey {
    case attacks, seed
    case poisoningRates = "poisoning_rates"
    case splitCount = "split_count"
  }

  /// Makes a plan; by default the full table with 50 splits.
  public init(
    attacks: [String] = allAttacks, poisoningRates: [Double] = usualRates, splitCount: Int = 50,
    seed: UInt64 = 1
  ) {
    self.attacks = attacks
    self.poisoningRates = poisoningRates
    self.splitCount = splitCount
    self.seed = seed
  }

  /// The rates of an attack: those of the plan, or 0 where nothing is flipped.
  func rates(of attack: String) -> [Double] { attack == Self.noAttack ? [0] : poisoningRates }

  /// What learns from the labels, as in the paper.
  static let victim = BenchmarkPlan.victim
}
