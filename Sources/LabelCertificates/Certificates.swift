public import Classifiers
public import LabelContracts

/// The certificates that there are.
///
/// Help texts, error messages and law tests read this list.
public enum Certificates {
  /// What a user may set about a certificate.
  public struct Options: Sendable {
    /// Parameters of classifiers that are linear in the labels; what is not set is chosen from the features alone.
    public var classifier = LabelLinears.Options()
    /// Whether the smallest attack is told for every prediction, where it is known.
    public var namesAttacks = true

    /// Makes options that are all defaults.
    public init() {}
  }

  /// A part of a threat that a certificate can withstand.
  public enum ThreatPart: Sendable {
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
    /// What it withstands besides changes of any labels.
    public let threats: Set<ThreatPart>
    /// Makes the certificate.
    public let make: @Sendable (Options) throws(CertificateError) -> any Certificate

    init(
      id: String, summary: String, isExact: Bool = false, isBinary: Bool = false,
      threats: Set<ThreatPart> = [],
      make: @escaping @Sendable (Options) throws(CertificateError) -> any Certificate
    ) {
      self.id = id
      self.summary = summary
      self.isExact = isExact
      self.isBinary = isBinary
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
      ) { options in ClusterVote(neighborCount: options.classifier.graphNeighborCount) }
    ]

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
