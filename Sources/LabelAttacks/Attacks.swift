public import Classifiers
public import LabelContracts

/// The attacks that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Attacks {
  /// What a user may set about an attack.
  public struct Options: Sendable {
    /// The learner that is attacked by retraining or by margins, or a surrogate of it.
    public var learner: LinearHinge
    /// The learner that is attacked in closed form, or a surrogate of it.
    public var leastSquares: Ridge
    /// What an attack in closed form raises, where it has a choice.
    public var objective: LeastSquaresFlip.Objective
    /// The class index to flip from, for attacks that have one.
    public var source: Int?
    /// The class index to flip to, for attacks that have one.
    public var target: Int?
    /// The class that rows ordered by margins get.
    public var newLabel: MarginLabel
    /// Number of neighbors that the defender asks, k.
    public var neighborCount: Int
    /// Smallest share of the neighbors with which the defender acts, eta.
    public var threshold: Double
    /// Largest number of flipped labels that the defender may see.
    public var allowedFlags: Int
    /// By how many the other labels that the defender sees may grow in number; `nil` for any.
    public var allowedAlarms: Int?
    /// The point around which rows collude, scaled as the training rows; `nil` for clusters.
    public var center: [Float]?
    /// What colludes where no point is given.
    public var pattern: ColludingFlip.Pattern
    /// What the defender judges labels by, for attacks that hide from it; `nil` for the vote of the nearest neighbors.
    public var detector: (any Detector)?
    /// Most runs of that detector.
    public var trialCount: Int
    /// What stands between the labels and the model, for attacks that adapt to it.
    public var defenses: [KnownDefense]
    /// Number of runs after the first, for attacks that search more than once.
    public var restarts: Int
    /// Number of rows around which an attack that adapts to a defense tries flips at each step.
    public var candidateCount: Int
    /// The support vector machine that is attacked, or a surrogate of it.
    public var supportVectors: SupportVectorMachine
    /// Number of rows that take part where pairs of them are tried; `nil` for all.
    public var pairedCandidates: Int?
    /// The logistic regression that is attacked through its training, or a surrogate of it.
    public var logistic: LogisticDescent
    /// Whose prediction is changed, for attacks on one; `nil` for ``leastSquares``.
    public var victim: TargetedFlip.Victim?
    /// The learner that is trained anew, for attacks with a choice of one; `nil` for the first of
    /// ``Entry/learners``, with what ``learner`` or ``leastSquares`` says where it is one of these.
    public var retrained: (any Classifier)?
    /// What attacks with a choice of learner raise.
    public var flipObjective: FlipObjective

    /// Makes options.
    public init(
      learner: LinearHinge = LinearHinge(), leastSquares: Ridge = Ridge(),
      objective: LeastSquaresFlip.Objective = .squaredLoss, source: Int? = nil,
      target: Int? = nil, newLabel: MarginLabel = .runnerUp, neighborCount: Int = 10,
      threshold: Double = 0.5, allowedFlags: Int = 0, allowedAlarms: Int? = nil,
      center: [Float]? = nil, pattern: ColludingFlip.Pattern = .clusters,
      detector: (any Detector)? = nil, trialCount: Int = 100, defenses: [KnownDefense] = [],
      restarts: Int = 2, candidateCount: Int = 16,
      supportVectors: SupportVectorMachine = SupportVectorMachine(),
      pairedCandidates: Int? = nil, logistic: LogisticDescent = LogisticDescent(),
      victim: TargetedFlip.Victim? = nil,
      retrained: (any Classifier)? = nil, flipObjective: FlipObjective = .loss
    ) {
      self.learner = learner
      self.leastSquares = leastSquares
      self.objective = objective
      self.source = source
      self.target = target
      self.newLabel = newLabel
      self.neighborCount = neighborCount
      self.threshold = threshold
      self.allowedFlags = allowedFlags
      self.allowedAlarms = allowedAlarms
      self.center = center
      self.pattern = pattern
      self.detector = detector
      self.trialCount = trialCount
      self.defenses = defenses
      self.restarts = restarts
      self.candidateCount = candidateCount
      self.supportVectors = supportVectors
      self.pairedCandidates = pairedCandidates
      self.logistic = logistic
      self.victim = victim
      self.retrained = retrained
      self.flipObjective = flipObjective
    }
  }

  /// A group of options that go together.
  public enum Setting: Sendable {
    /// ``Options/learner``, where that is what is trained.
    case learner
    /// ``Options/leastSquares``.
    case leastSquares
    /// ``Options/objective``.
    case objective
    /// ``Options/source`` and ``Options/target``.
    case classes
    /// ``Options/newLabel``.
    case newLabel
    /// ``Options/neighborCount`` and ``Options/threshold``.
    case neighborVote
    /// ``Options/allowedFlags`` and ``Options/allowedAlarms``.
    case detection
    /// ``Options/detector`` and ``Options/trialCount``.
    case detector
    /// ``Options/center``, with ``Options/target``, and ``Options/pattern`` without.
    case center
    /// ``Options/defenses``, ``Options/restarts`` and ``Options/candidateCount``.
    case defense
    /// ``Options/supportVectors``.
    case supportVectors
    /// ``Options/pairedCandidates``.
    case pairedCandidates
    /// ``Options/logistic``.
    case logistic
    /// ``Options/target``, or none.
    case targetClass
    /// ``Options/victim``.
    case victim
  }

  /// One attack under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// What has an effect on it.
    public let settings: Set<Setting>
    /// The names in `Classifiers.all` of the learners that it can train anew, the default first, for attacks with a
    /// choice, on which ``Options/flipObjective`` has an effect too; else empty.
    public let learners: [String]
    /// The largest number of rows that it takes; `nil` for any.
    public let mostRows: Int?
    /// Whether it needs a source and a target class.
    public let needsClasses: Bool
    /// Whether the problem must tell the neighbors of every row.
    public let needsNeighbors: Bool
    /// Whether the plan of a smaller budget is the start of that of a larger one, and one plan serves all rates.
    public let plansNest: Bool
    /// Whether the budget is spent as far as there are labels that may be flipped, those of the source class where it
    /// has one: its plans leave no flip that the limits would allow.
    public let spendsBudget: Bool
    /// Whether it is after one prediction, and leaves the model as a whole much as it was.
    public let isTargeted: Bool
    /// Makes the attack.
    public let make: @Sendable (Options) throws(AttackError) -> any Attack

    init(
      id: String, summary: String, settings: Set<Setting> = [],
      learners: [String] = [], mostRows: Int? = nil, needsClasses: Bool = false,
      needsNeighbors: Bool = false, plansNest: Bool = true, spendsBudget: Bool = true,
      isTargeted: Bool = false,
      make: @escaping @Sendable (Options) throws(AttackError) -> any Attack
    ) {
      self.id = id
      self.summary = summary
      self.settings = settings
      self.learners = learners
      self.mostRows = mostRows
      self.needsClasses = needsClasses
      self.needsNeighbors = needsNeighbors
      self.plansNest = plansNest
      self.spendsBudget = spendsBudget
      self.isTargeted = isTargeted
      self.make = make
    }
  }

  /// Every attack.
  public static let all: [Entry] = [
    Entry(
      id: "lfa", summary: "greedy label flipping with exact retraining of any learner",
      settings: [.learner], learners: learners(first: "hinge")
    ) { options throws(AttackError) in
      GreedyLabelFlip(
        learner: options.retrained ?? options.learner, objective: options.flipObjective)
    },
    Entry(
      id: "random", summary: "rows at random, to any other class"
    ) { _ throws(AttackError) in RandomFlip() },
    Entry(
      id: "class-conditional", summary: "rows of a source class at random, to a target class",
      settings: [.classes], needsClasses: true
    ) { options throws(AttackError) in
      guard let source = options.source, let target = options.target else {
        throw .invalidParameter(
          name: "class-conditional attack", value: "without source or target class",
          allowed: "both a source and a target class")
      }
      return ClassConditionalFlip(source: source, target: target)
    },
    Entry(
      id: "pair", summary: "rows at random, each class to the next one"
    ) { _ throws(AttackError) in PairFlip() },
    Entry(
      id: "margin-nearest", summary: "rows nearest to the border of their class",
      settings: [.learner, .newLabel]
    ) { options throws(AttackError) in
      MarginOrderedFlip(
        learner: options.learner, order: .nearestFirst, newLabel: options.newLabel)
    },
    Entry(
      id: "margin-farthest", summary: "rows deepest inside their class",
      settings: [.learner, .newLabel]
    ) { options throws(AttackError) in
      MarginOrderedFlip(
        learner: options.learner, order: .farthestFirst, newLabel: options.newLabel)
    },
    Entry(
      id: "lfa-least-squares",
      summary: "greedy label flipping against least squares in closed form, for many rows",
      settings: [.leastSquares, .objective]
    ) { options throws(AttackError) in
      LeastSquaresFlip(learner: options.leastSquares, objective: options.objective)
    },
    Entry(
      id: "colluding", summary: "whole clusters, pairs of them, or the rows around a point",
      settings: [.leastSquares, .center], spendsBudget: false
    ) { options throws(AttackError) in
      guard let center = options.center else {
        return ColludingFlip(learner: options.leastSquares, shape: options.pattern.shape)
      }
      guard let target = options.target else {
        throw .invalidParameter(
          name: "colluding attack", value: "around a point without target class",
          allowed: "both a point and a target class")
      }
      return ColludingFlip(
        learner: options.leastSquares, shape: .ball(center: center, to: target))
    },
    Entry(
      id: "vulnerable-clusters", summary: "whole agglomerative clusters, the most harmful first",
      settings: [.leastSquares], spendsBudget: false
    ) { options throws(AttackError) in VulnerableClusterFlip(learner: options.leastSquares) },
    Entry(
      id: "undetectable",
      summary: "greedy label flipping that kNN sanitization, or another detector, does not see",
      settings: [.leastSquares, .neighborVote, .detection, .detector], needsNeighbors: true,
      plansNest: false, spendsBudget: false
    ) { options throws(AttackError) in
      guard let detector = options.detector else {
        return DetectabilityConstrainedFlip(
          learner: options.leastSquares, neighborCount: options.neighborCount,
          threshold: options.threshold, allowedFlags: options.allowedFlags,
          allowedAlarms: options.allowedAlarms)
      }
      return DetectorConstrainedFlip(
        learner: options.leastSquares, detector: detector, allowedFlags: options.allowedFlags,
        allowedAlarms: options.allowedAlarms, trialCount: options.trialCount)
    },
    Entry(
      id: "adaptive",
      summary: "label flipping against the model behind a sanitizer or a robust learner",
      settings: [.leastSquares, .neighborVote, .defense], needsNeighbors: true,
      plansNest: false
    ) { options throws(AttackError) in
      DefenseAdaptiveFlip(
        defenses: options.defenses, learner: options.leastSquares, restarts: options.restarts,
        candidateCount: options.candidateCount)
    },
    Entry(
      id: "alfa",
      summary: "flips that a support vector machine fits against its clean self (two classes)",
      settings: [.supportVectors], plansNest: false, spendsBudget: false
    ) { options throws(AttackError) in AdversarialLabelFlip(machine: options.supportVectors) },
    Entry(
      id: "alfa-tilt",
      summary: "flips that turn a support vector machine's hyperplane (two classes)",
      settings: [.supportVectors], plansNest: false
    ) { options throws(AttackError) in HyperplaneTiltFlip(machine: options.supportVectors) },
    Entry(
      id: "alfa-cr",
      summary: "labels moved as numbers up a support vector machine's loss (two classes)",
      settings: [.supportVectors], plansNest: false, spendsBudget: false
    ) { options throws(AttackError) in RelaxedLabelFlip(machine: options.supportVectors) },
    Entry(
      id: "alfa-clusters",
      summary: "sets of rows merged by the error of a support vector machine (two classes)",
      settings: [.supportVectors, .pairedCandidates], plansNest: false
    ) { options throws(AttackError) in
      CorrelatedClusterFlip(
        machine: options.supportVectors, candidateCount: options.pairedCandidates)
    },
    Entry(
      id: "back-gradient",
      summary: "gradient ascent through the training of logistic regression",
      settings: [.logistic], plansNest: false
    ) { options throws(AttackError) in BackGradientFlip(learner: options.logistic) },
    Entry(
      id: "targeted", summary: "the fewest flips that change one prediction",
      settings: [.leastSquares, .targetClass, .victim], spendsBudget: false, isTargeted: true
    ) { options throws(AttackError) in
      TargetedFlip(
        victim: options.victim ?? .labelLinear(TargetedFlip.leastSquares(options.leastSquares)),
        target: options.target)
    },
    Entry(
      id: "influence",
      summary: "label flipping by influence functions and exact retraining, for many rows",
      settings: [.learner], learners: ["logistic", "hinge"], plansNest: false
    ) { options throws(AttackError) in
      try InfluenceFlip(
        anyLearner: options.retrained ?? LogisticRegression(), objective: options.flipObjective)
    },
    Entry(
      id: "exhaustive", summary: "the most harmful of all plans, for very few rows",
      settings: [.learner, .leastSquares], learners: learners(first: "ridge"),
      mostRows: ExhaustiveFlip.mostRows, plansNest: false,
      spendsBudget: false
    ) { options throws(AttackError) in
      ExhaustiveFlip(
        learner: options.retrained ?? options.leastSquares, objective: options.flipObjective)
    },
  ]

  /// All classifiers, one of them first.
  private static func learners(first: String) -> [String] {
    [first] + Classifiers.all.map(\.id).filter { $0 != first }
  }
}
