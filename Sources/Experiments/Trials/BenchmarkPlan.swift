internal import Classifiers
internal import LabelAttacks
internal import LabelContracts
internal import LabelDefenses

/// What the benchmark runs, apart from the data sets.
public struct BenchmarkPlan: Codable, Equatable, Sendable {
  /// Names of attacks, of ``allAttacks``.
  public var attacks: [String]
  /// Shares of the training labels that attacks flip, above 0, at most 1; ascending.
  public var poisoningRates: [Double]
  /// Names of detectors, of ``allDetectors`` or ``allVariants``.
  public var detectors: [String]
  /// Numbers of trusted rows that methods are given, 0...``BenchmarkSplit/trustedLimit``; ascending.
  public var trustedCounts: [Int]
  /// Number of seeds, each with a split of its own; 1 or more.
  public var seedCount: Int
  /// Number of training rows, 1 or more.
  public var trainingCount: Int
  /// Name of the classifier that gives the out-of-sample probabilities, of `Classifiers.all`.
  public var scorer: String
  /// Where all randomness starts.
  public var seed: UInt64

  /// The name of the trials in which nothing is flipped.
  public static let noAttack = "none"
  /// ``noAttack``, and the attacks on the whole model that need no classes to be named and take any number of rows.
  public static let allAttacks =
    [noAttack]
    + Attacks.all.filter { !$0.needsClasses && !$0.isTargeted && $0.mostRows == nil }.map(\.id)
  /// The detectors, each in its default variant.
  public static let allDetectors = Detectors.all.map(\.id)
  /// The detectors in all their variants, as in `editing:renn`; the default ones go by the detector's name.
  public static let allVariants = Detectors.all.flatMap { entry in
    [entry.id] + entry.variants.dropFirst().map { "\(entry.id):\($0.id)" }
  }
  /// The rates of a usual run.
  public static let usualRates = [0.05, 0.2, 0.4]
  /// The rates of a full run.
  public static let allRates = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4]
  /// The trusted rows of a usual run.
  public static let usualTrustedCounts = [0, 60]
  /// The trusted rows of a full run.
  public static let allTrustedCounts = [0, 20, 60, 100]
  /// The seeds of a usual run.
  public static let usualSeedCount = 5
  /// The seeds of a full run.
  public static let allSeedCount = 10
  /// The scorer of a usual run.
  public static let usualScorer = "forest"
  /// Most training rows for which the greedy attack, whose cost grows with the cube of the rows, is run.
  public static let greedyLimit = 300

  private enum CodingKeys: String, CodingKey {
    case attacks, detectors, scorer, seed
    case poisoningRates = "poisoning_rates"
    case trustedCounts = "trusted_counts"
    case seedCount = "seed_count"
    case trainingCount = "training_count"
  }

  /// Makes a plan; by default the usual run.
  public init(
    attacks: [String] = allAttacks, poisoningRates: [Double] = usualRates,
    detectors: [String] = allDetectors, trustedCounts: [Int] = usualTrustedCounts,
    seedCount: Int = usualSeedCount, trainingCount: Int = 300,
    scorer: String = usualScorer, seed: UInt64 = 1
  ) {
    self.attacks = attacks
    self.poisoningRates = poisoningRates
    self.detectors = detectors
    self.trustedCounts = trustedCounts
    self.seedCount = seedCount
    self.trainingCount = trainingCount
    self.scorer = scorer
    self.seed = seed
  }

  /// The victim model: what is trained on the labels as they are, and on what a defense makes of them.
  static let victim = LinearHinge()

  /// What attacks are told of the victim, and the adaptive one of the defense: kNN sanitization with its defaults.
  var attackOptions: Attacks.Options {
    Attacks.Options(learner: Self.victim, defenses: [.sanitizer(KNNSanitizer())])
  }

  /// Neighbors that every row's list has at least, for the attacks and for what is exported.
  static let leastNeighborCount = 25

  /// The detectors, made with their default options.
  var madeDetectors: [(id: String, detector: any Detector)] {
    let options = Detectors.Options()
    return detectors.compactMap { id in
      Detectors.named.first { $0.id == id }.map { (id, $0.make(options)) }
    }
  }

  /// Number of neighbors that the graph must list for all detectors.
  var neighborCount: Int {
    madeDetectors.map(\.detector.neighborCount).reduce(Self.leastNeighborCount, max)
  }

  /// The numbers of trusted rows that a detector is run with: 0 where it looks at none.
  func trustedCounts(for detector: any Detector) -> [Int] {
    guard detector.uses.contains(.trusted) else { return [0] }
    let counts = detector.needs.contains(.trusted) ? trustedCounts.filter { $0 > 0 } : trustedCounts
    return counts.isEmpty ? [0] : counts
  }

  /// The classifier of the out-of-sample probabilities.
  var probabilityClassifier: any Classifier {
    guard let entry = Classifiers.all.first(where: { $0.id == scorer }) else {
      preconditionFailure("no classifier is called \(scorer)")
    }
    return entry.make()
  }

  /// The rates of an attack: those of the plan, or 0 where nothing is flipped.
  func rates(of attack: String) -> [Double] { attack == Self.noAttack ? [0] : poisoningRates }
}
