public import Classifiers
public import LabelContracts

/// The certificates that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Certificates {
  /// What a user may set about a certificate.
  public struct Options: Sendable {
    /// Parameters of classifiers that are linear in the labels; what is not set is chosen from the features alone.
    ///
    /// Its penalty is that of `convex-loss` too, and of the ridge regression that elections learn by default.
    public var classifier = LabelLinears.Options()
    /// Whether the smallest attack is told for every prediction, where it is known.
    public var namesAttacks = true
    /// Of elections: each model learns from one row of so many, 1 or more; `nil` for a fiftieth of the rows.
    public var partCount: Int?
    /// Of `finite-aggregation`: how many parts each model learns from, 1 or more.
    public var spread = 4
    /// Of elections: what learns from a part; `nil` for ridge regression with the penalty of ``classifier``, 1 by default.
    public var partLearner: PartLearner?
    /// Of `partition-white-box` and `label-smoothing`: what predicts; `nil` for ridge regression.
    public var base: (any LabelLinear)?
    /// Of `partition-white-box`: whose features the base may see.
    public var fittedOn = PartLearner.Features.part
    /// Of `label-smoothing`: the probability that a label changes its class, above 0 and below 1 - 1/K.
    public var flipProbability = 0.1

    /// Makes options that are all defaults.
    public init() {}
  }

  /// A part of a threat that a certificate can withstand.
  public enum ThreatPart: CaseIterable, Sendable {
    /// ``/LabelData/LabelThreat/trustedRows``.
    case trustedRows
    /// ``/LabelData/LabelThreat/allowedChanges``.
    case allowedChanges
    /// ``/LabelData/LabelThreat/Unit/costs(_:)``.
    case costs
    /// ``/LabelData/LabelThreat/Unit/groups(_:)``.
    case groups
  }

  /// One certificate under the name that users know it by.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let id: String
    /// What it does, in half a sentence.
    public let summary: String
    /// Whether the radius is the true one: one more change, the right one, changes the prediction.
    public let isExact: Bool
    /// Whether it takes two classes alone.
    public let isBinary: Bool
    /// Whether changes within the radius, which cannot bring another prediction, may bring an abstention.
    public let mayFallSilent: Bool
    /// What it withstands besides changes of any labels.
    public let threats: Set<ThreatPart>
    /// Makes the certificate.
    public let make: @Sendable (Options) throws(CertificateError) -> any Certificate

    init(
      id: String, summary: String, isExact: Bool = false, isBinary: Bool = false,
      mayFallSilent: Bool = false, threats: Set<ThreatPart> = [],
      make: @escaping @Sendable (Options) throws(CertificateError) -> any Certificate
    ) {
      self.id = id
      self.summary = summary
      self.isExact = isExact
      self.isBinary = isBinary
      self.mayFallSilent = mayFallSilent
      self.threats = threats
      self.make = make
    }
  }

  /// Every certificate.
  public static let all: [Entry] =
    labelLinear + [
      Entry(
        id: "cluster-vote", summary: "one vote of all labels about which cluster is which class",
        threats: [.trustedRows, .allowedChanges, .costs]
      ) { options in
        ClusterVote(
          neighborCount: options.classifier.graphNeighborCount, namesAttacks: options.namesAttacks)
      },
      Entry(
        id: "partition", summary: "the vote of models that each learn from a part of the rows",
        threats: Set(ThreatPart.allCases)
      ) { vote($0, spread: 1, .plurality) },
      Entry(
        id: "partition-white-box",
        summary: "such a vote, certified by how many labels each model withstands",
        threats: [.trustedRows, .allowedChanges, .costs]
      ) { WhiteBoxPartitionVote(partCount: $0.partCount, base: base($0), fittedOn: $0.fittedOn) },
      Entry(
        id: "run-off", summary: "a vote in two rounds of models over parts of the rows",
        threats: Set(ThreatPart.allCases)
      ) { vote($0, spread: 1, .runOff) },
      Entry(
        id: "finite-aggregation",
        summary: "the vote of models that each learn from several parts of the rows",
        threats: Set(ThreatPart.allCases)
      ) { vote($0, spread: $0.spread, .plurality) },
      Entry(
        id: "label-smoothing", summary: "the prediction under random noise in the labels",
        mayFallSilent: true, threats: Set(ThreatPart.allCases)
      ) { LabelSmoothing(base: base($0), flipProbability: $0.flipProbability) },
      Entry(
        id: "convex-loss", summary: "logistic regression, by the strong convexity of its loss",
        threats: Set(ThreatPart.allCases)
      ) { ConvexLossBound(regularization: $0.classifier.regularization) },
    ]

  private static func vote(
    _ options: Options, spread: Int, _ election: PartitionVote.Election
  ) -> PartitionVote {
    PartitionVote(
      partCount: options.partCount, spread: spread, election: election,
      learner: options.partLearner
        ?? .classifier(options.classifier.regularization.map(Ridge.init) ?? Ridge()))
  }

  private static func base(_ options: Options) -> any LabelLinear {
    options.base ?? RidgeSmoother(regularization: options.classifier.regularization)
  }

  /// The certificates of all classifiers that are linear in the labels.
  private static let labelLinear = LabelLinears.all.map { entry in
    Entry(
      id: entry.id, summary: entry.summary, isExact: true,
      threats: [.trustedRows, .allowedChanges, .costs, .groups]
    ) { options in
      certificate(of: entry.make(options.classifier), options)
    }
  }

  private static func certificate(
    of classifier: some LabelLinear, _ options: Options
  ) -> any Certificate {
    LabelLinearCertificate(classifier, namesAttacks: options.namesAttacks)
  }
}
