public import LabelCertificates
public import LabelContracts
public import LabelData

/// Certified predictions of some rows, with what they are about.
public struct CertificateResult: Sendable {
  /// Name of the certificate.
  public let certificate: String
  /// What it does, in half a sentence.
  public let summary: String
  /// How the training rows are called.
  public let trainingName: String
  /// How the rows that are predicted are called.
  public let queryName: String
  /// Number of training labels.
  public let trainingCount: Int
  /// The names of the classes.
  public let classNames: [String]
  /// The row of its file of each query.
  public let rows: [Int]
  /// The name of each query; `nil` where rows have none.
  public let ids: [String]?
  /// The given labels of the queries.
  public let truth: Labels
  /// What was found, one for each query.
  public let predictions: [CertifiedPrediction]
  /// What certified accuracy it comes to.
  public let curve: CertifiedCurve
  /// What some numbers of changes can break of the right predictions together, ascending; empty where nobody asked.
  public let collective: [Collective]
  /// Which changes are withstood.
  public let threat: LabelThreat
  /// What was set, a name and a value each.
  public let settings: [(name: String, value: String)]
  /// The version of Flipguard.
  public let version: String

  /// What so many changes can break together.
  public struct Collective: Equatable, Sendable {
    /// How much is changed, in the threat's unit.
    public let changes: Int
    /// How many right predictions the same changes can break at most.
    public let together: Int
    /// How many right predictions can each be broken by changes of their own.
    public let alone: Int

    /// Names what so many changes can break.
    public init(changes: Int, together: Int, alone: Int) {
      self.changes = changes
      self.together = together
      self.alone = alone
    }
  }

  /// Puts a result together.
  ///
  /// - Parameters:
  ///   - certificate: Name and summary of the certificate.
  ///   - training: How the training rows are called, and how many there are.
  ///   - queries: How the rows that are predicted are called, their rows of the file and their names.
  ///   - truth: The given labels of the queries.
  ///   - predictions: What was found.
  ///   - collective: What some numbers of changes can break of the right predictions together, ascending.
  ///   - threat: Which changes are withstood.
  ///   - settings: What was set.
  ///   - version: The version of Flipguard.
  /// - Throws: ``/LabelContracts/CertificateError`` where numbers differ.
  public init(
    certificate: (id: String, summary: String), training: (name: String, count: Int),
    queries: (name: String, rows: [Int], ids: [String]?), truth: Labels,
    predictions: [CertifiedPrediction], collective: [Collective] = [], threat: LabelThreat,
    settings: [(name: String, value: String)], version: String
  ) throws(CertificateError) {
    self.certificate = certificate.id
    summary = certificate.summary
    trainingName = training.name
    trainingCount = training.count
    queryName = queries.name
    rows = queries.rows
    ids = queries.ids
    classNames = truth.classNames
    self.truth = truth
    self.predictions = predictions
    curve = try CertifiedCurve(predictions, truth: truth)
    self.collective = collective
    self.threat = threat
    self.settings = settings
    self.version = version
  }

  /// Share of the predictions that are right and stay so, whatever so much is changed; all of them count.
  func accuracy(_ collective: Collective) -> Double {
    Double(curve.rightRadii.count - collective.together) / Double(max(1, curve.count))
  }

  /// What a radius counts.
  var unit: String {
    switch threat.unit {
    case .labels: "label"
    case .costs: "cost unit"
    case .groups: "source"
    }
  }

  /// All that an attacker could change, in the threat's unit.
  var unitCount: Int {
    switch threat.unit {
    case .labels: trainingCount
    case .costs(let costs): costs.reduce(0, +)
    case .groups(let groups): groups.names.count
    }
  }
}
