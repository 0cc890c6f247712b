internal import Classifiers
internal import LabelAttacks
internal import LabelCertificates
internal import LabelDefenses

/// What an audit runs on a data set.
public struct AuditPlan: Codable, Equatable, Sendable {
  /// Names of attacks, of ``allAttacks``.
  public var attacks: [String]
  /// Whether attacks that would take very long on many rows are left out.
  public var leavesOutSlowAttacks: Bool
  /// Names of defenses, of ``allDefenses``.
  public var defenses: [String]
  /// Names of certificates, of ``allCertificates``.
  public var certificates: [String]
  /// Shares of the training labels that attacks flip, above 0, at most 1; ascending.
  ///
  /// Rate 0 is always run.
  public var poisoningRates: [Double]
  /// What learns from the labels, of `Classifiers.all`.
  public var victim: String
  /// Most rows that are held out as the defender's trusted rows; 0 for none.
  public var trustedLimit: Int
  /// Most rows that are trained on.
  public var trainingLimit: Int
  /// Where all randomness starts.
  public var seed: UInt64

  /// The attacks that can be run: those on the model as a whole that are told no classes.
  public static let allAttacks = Attacks.all.filter {
    !$0.needsClasses && !$0.isTargeted && $0.mostRows == nil
  }.map(\.id)
  /// The attacks of an audit where the user names none: cheap ones first, so that a short audit has them.
  public static let usualAttacks = [
    "random", "margin-farthest", "lfa-least-squares", "colluding", "vulnerable-clusters", "alfa",
    "back-gradient", "influence", "undetectable", "lfa", "adaptive",
  ]
  /// The defenses that can be run.
  public static let allDefenses = Defense.all.map(\.id)
  /// The defenses of an audit where the user names none.
  public static let usualDefenses = [
    "none", "knn", Defense.trustedOnly, "trusted+given", "auto", "trimmed-loss", "reweight",
  ]
  /// The certificates that can be asked for.
  public static let allCertificates = Certificates.all.map(\.id)
  /// The certificates of an audit where the user names none.
  public static let usualCertificates = ["ridge", "knn-vote", "cluster-vote"]
  /// The rates of an audit where the user names none.
  public static let usualRates = [0.05, 0.1, 0.2, 0.3]

  private enum CodingKeys: String, CodingKey {
    case attacks, defenses, certificates, victim, seed
    case leavesOutSlowAttacks = "leaves_out_slow_attacks"
    case poisoningRates = "poisoning_rates"
    case trustedLimit = "trusted_limit"
    case trainingLimit = "training_limit"
  }

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - attacks: Names of attacks; `nil` for the usual ones, but for those that take too long.
  ///   - defenses: Names of defenses.
  ///   - certificates: Names of certificates.
  ///   - poisoningRates: Shares of the labels to flip, ascending.
  ///   - victim: What learns from the labels; least squares by default, which certificates speak of too.
  ///   - trustedLimit: Most trusted rows.
  ///   - trainingLimit: Most training rows.
  ///   - seed: Where all randomness starts.
  public init(
    attacks: [String]? = nil, defenses: [String] = usualDefenses,
    certificates: [String] = usualCertificates, poisoningRates: [Double] = usualRates,
    victim: String = "ridge", trustedLimit: Int = 50, trainingLimit: Int = 1000, seed: UInt64 = 1
  ) {
    self.attacks = attacks ?? Self.usualAttacks
    leavesOutSlowAttacks = attacks == nil
    self.defenses = defenses
    self.certificates = certificates
    self.poisoningRates = poisoningRates
    self.victim = victim
    self.trustedLimit = trustedLimit
    self.trainingLimit = trainingLimit
    self.seed = seed
  }

  /// The defenses, with and without trusted rows, in the order of tables.
  var methods: [(defense: Defense, isTrusting: Bool)] {
    Defense.all.filter { defenses.contains($0.id) }.flatMap { defense in
      defense.trustedCounts.filter { $0 == 0 || trustedLimit > 0 }.map { (defense, $0 > 0) }
    }
  }
}
