import Flipguard

/// What the chosen detectors look at besides the labels: each part is computed once, and only where one needs it.
struct EvidenceSetup {
  /// The parts that are known.
  private(set) var evidence = Evidence()
  /// Where they come from.
  private(set) var sources = EvidenceSources()
  /// What was decided, a sentence each.
  private(set) var notes: [String] = []
  /// Number of neighbors that vote: as many as the user asks for, or as a graph has or makes best.
  private var neighborCount = 1

  /// How features are scaled for a learner; `nil` without features.
  private var learning: Scaling?
  /// Who gives the probabilities, where that is a classifier.
  private var classifier: Classifiers.Entry?

  /// Whether the user gives probabilities, or says who is to give them.
  private let asksForProbabilities: Bool

  private let labels: Labels
  private let common: CommonOptions

  /// Finds out what is needed, and computes it.
  ///
  /// - Parameters:
  ///   - input: What is judged.
  ///   - choices: The detectors.
  ///   - options: What is known besides.
  ///   - neighbors: How neighbors vote.
  ///   - needsTrusted: Whether somebody else than a detector looks at trusted rows.
  ///   - common: What every command takes.
  /// - Throws: ``UsageError`` where something is needed that the user must give, or is given that nobody needs.
  init(
    _ input: ScanInput, _ choices: [Detectors.Named], options: EvidenceOptions,
    neighbors: NeighborOptions, needsTrusted: Bool = false, common: CommonOptions
  ) throws {
    asksForProbabilities = options.asksForProbabilities
    labels = input.rows.labels
    self.common = common
    if case .count(let count) = neighbors.k { neighborCount = count }
    let needs = try EvidenceNeeds(
      input, choices, options, neighbors, needsTrusted: needsTrusted)
    evidence.groups = input.groups
    evidence.probabilities = input.probabilities
    sources.probabilities = options.predProbs
    sources.trustedCount = input.trustedCount
    sources.trusted = input.trustedName
    if let data = input.data { try look(at: data, input, needs, options, neighbors) }
    guard needs.kinds.contains(.noiseRate) else { return }
    if let rate = options.noiseRate {
      (evidence.noiseRate, sources.noiseRate) = (rate, "--noise-rate")
    } else {
      let estimate = try NoiseRateEstimate(
        labels, evidence: evidence, execution: Execution(threadCount: common.threads))
      (evidence.noiseRate, sources.noiseRate) = (estimate.rate, "estimated from probabilities")
    }
  }

  /// Computes what comes from features.
  private mutating func look(
    at data: LoadedData, _ input: ScanInput, _ needs: EvidenceNeeds, _ options: EvidenceOptions,
    _ neighbors: NeighborOptions
  ) throws {
    let given = try NeighborSetup.given(for: data, neighbors, common)
    let scaling = NeighborSetup.scaling(data, neighbors, given)
    if needs.kinds.contains(.neighbors) {
      let setup = try NeighborSetup(
        data, ScaledData(data, scaling: scaling), given: given, neighbors: neighbors,
        listed: needs.listed, trusted: input.trusted, common: common)
      evidence.neighborGraph = setup.graph
      neighborCount = setup.neighborCount
      sources.neighbors = .init(
        setup.source, count: setup.neighborCount, threshold: neighbors.threshold)
    }
    // A learner steps by a fixed rate, so byte values are brought to 0...1 unless the user says otherwise.
    let learning = neighbors.scaling ?? (scaling == .none ? .minmax : scaling)
    self.learning = learning
    if !needs.kinds.isDisjoint(with: [.features, .trusted]) {
      let scaled = ScaledData(data, scaling: learning)
      if needs.kinds.contains(.features) { evidence.features = scaled.features }
      if needs.kinds.contains(.trusted) { evidence.trusted = input.trusted.map(scaled.trusted) }
    }
    if let scorer = needs.scorer {
      if let reason = needs.scorerReason {
        tell("\(scorer.words) give the probabilities, \(reason); --scorer names others")
      }
      try score(with: scorer, data, learning, options)
    }
    if needs.kinds.contains(.dynamics) {
      let network = MultilayerPerceptron()
      let features = ScaledData(data, scaling: learning).features
      evidence.dynamics = try common.withProgress("training") {
        try network.train(features, labels, seed: common.seed, execution: $0).dynamics
      }
      sources.dynamics = "mlp (\(network.epochs) epochs, scaling \(learning.rawValue))"
    }
  }

  private mutating func score(
    with scorer: Scorer, _ data: LoadedData, _ scaling: Scaling, _ options: EvidenceOptions
  ) throws {
    switch scorer {
    case .neighbors:
      evidence.probabilities = try NeighborProbabilities(neighborCount: neighborCount)
        .probabilities(
          labels, evidence: evidence, execution: Execution(threadCount: common.threads))
      sources.probabilities = "\(neighborCount) nearest neighbors"
    case .classifier(let entry):
      classifier = entry
      var validation = CrossValidation()
      if let folds = options.folds { validation.foldCount = folds }
      let features = ScaledData(data, scaling: scaling).features
      let scored = try common.withProgress("\(entry.id), \(validation.foldCount) folds") {
        try validation.probabilities(
          of: entry.make(), features, labels, seed: common.seed, execution: $0)
      }
      evidence.probabilities = scored.probabilities
      sources.probabilities =
        "\(entry.id) (\(scored.folds.count) folds, scaling \(scaling.rawValue))"
      let inSample = scored.folds.alwaysTraining.count
      if inSample > 0 {
        tell(
          "the probabilities of \(inSample) rows are not out-of-sample: their classes have fewer rows than there are "
            + "folds")
      }
    }
  }

  private mutating func tell(_ note: String) {
    common.note(note)
    notes.append(note)
  }

  /// A detector with all that the user sets about it.
  func detector(_ choice: Detectors.Named, _ neighbors: NeighborOptions) -> any Detector {
    choice.make(
      Detectors.Options(
        neighborCount: neighborCount, threshold: neighbors.threshold,
        metric: neighbors.metric ?? .euclidean))
  }

  /// Lets every detector judge the labels.
  func findings(
    _ choices: [Detectors.Named], _ neighbors: NeighborOptions
  ) throws -> [ScanResult.Finding] {
    try choices.map { choice in
      let detector = detector(choice, neighbors)
      var known = evidence
      // What a detector finds does not depend on what others need.
      if !asksForProbabilities, !detector.needs.contains(.probabilities) {
        known.probabilities = nil
      }
      let issues = try common.withProgress("detector \(choice.id)") { [known] in
        try detector.detect(labels, evidence: known, seed: common.seed, execution: $0)
      }
      return ScanResult.Finding(
        detector: choice.id, summary: choice.summary, failure: choice.failure, issues: issues)
    }
  }

  /// Draws conclusions from what the leading detector found.
  ///
  /// - Parameters:
  ///   - issues: What it found.
  ///   - input: What is judged.
  ///   - falseDiscoveryLevel: The largest expected share of right labels among those rejected; `nil` to reject none.
  ///   - askCount: Number of rows to ask about.
  /// - Returns: The conclusions.
  /// - Throws: ``UsageError`` where rows are to be asked about or labels rejected, but cannot be.
  func conclusions(
    from issues: LabelIssues, _ input: ScanInput, falseDiscoveryLevel: Double?, askCount: Int
  ) throws -> ScanConclusions {
    let scaled = input.data.flatMap { data in learning.map { ScaledData(data, scaling: $0) } }
    let learner: (name: String, any Classifier) =
      classifier.map { ($0.id, $0.make()) } ?? ("logistic", LogisticRegression())
    let conclusions = common.withProgress("drawing conclusions") {
      ScanConclusions(
        labels, issues, evidence: evidence, features: scaled?.features,
        trusted: input.trusted.flatMap { scaled?.trusted($0) }, audited: input.audited,
        falseDiscoveryLevel: falseDiscoveryLevel, classifier: learner,
        askCount: askCount, seed: common.seed, execution: $0)
    }
    if askCount > 0, conclusions.askedRows.isEmpty {
      throw UsageError(
        "--ask cannot choose rows. \(conclusions.gaps.joined(separator: " "))")
    }
    if falseDiscoveryLevel != nil, conclusions.discoveries == nil {
      throw UsageError("--fdr cannot reject labels. \(conclusions.gaps.joined(separator: " "))")
    }
    return conclusions
  }
}
