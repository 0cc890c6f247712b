import Flipguard

/// Which parts of evidence the chosen detectors need, and who gives the probabilities.
struct EvidenceNeeds {
  /// The parts: those of the detectors, and those that these are computed from.
  let kinds: Set<Evidence.Kind>
  /// Number of neighbors that some detector wants listed at least; 0 where none does.
  let listed: Int
  /// Who gives the probabilities; `nil` where nobody needs them, or the user gives them.
  let scorer: Scorer?
  /// Why the scorer was chosen; `nil` where the user chose.
  let scorerReason: String?

  /// Finds out.
  ///
  /// - Throws: ``UsageError`` where something is needed that the user must give, or is given that nobody needs.
  init(
    _ input: ScanInput, _ choices: [DetectorChoice], _ options: EvidenceOptions,
    _ neighbors: NeighborOptions
  ) throws {
    let k: Int = if case .count(let count) = neighbors.k { count } else { 0 }
    let detectors = choices.map {
      ($0.name, $0.make(.init(neighborCount: max(1, k), threshold: neighbors.threshold)))
    }
    var kinds = Set(detectors.flatMap { $0.1.needs })
    if kinds.contains(.noiseRate), options.noiseRate == nil { kinds.insert(.probabilities) }
    var scorer: Scorer?
    var reason: String?
    if kinds.contains(.probabilities), input.probabilities == nil, let data = input.data {
      scorer = try options.scorer.flatMap { try Scorer($0) }
      if scorer == nil { (scorer, reason) = Scorer.chosen(for: data.dataset) }
      if case .neighbors = scorer { kinds.insert(.neighbors) }
    }
    // A graph that is there anyway helps to explain the issues.
    if neighbors.graph != nil { kinds.insert(.neighbors) }
    self.kinds = kinds
    listed = detectors.map(\.1.neighborCount).max() ?? 0
    self.scorer = scorer
    scorerReason = reason
    try requireAll(input, detectors)
    try refuseIdle(input, choices, options, neighbors)
  }

  /// Refuses detectors whose needs the user has not met.
  private func requireAll(
    _ input: ScanInput, _ detectors: [(name: String, detector: any Detector)]
  ) throws {
    func refuse(_ kind: Evidence.Kind, _ remedy: String) throws {
      // What is needed only for the noise rate is told by the detectors that need that.
      let needing = detectors.first { $0.detector.needs.contains(kind) }
      guard let needing else { return }
      throw UsageError(
        "--detector \(needing.name) \(DefenseError.missing(kind)); \(remedy)")
    }
    if input.data == nil {
      for kind in [Evidence.Kind.features, .neighbors, .dynamics] where kinds.contains(kind) {
        try refuse(kind, "give DATA with features")
      }
    }
    if kinds.contains(.trusted), input.trusted == nil {
      try refuse(
        .trusted, "give them with --trusted\(input.data == nil ? " and DATA with features" : "")")
    }
    if kinds.contains(.groups), input.groups == nil {
      try refuse(.groups, "give --group COLUMN or --groups FILE")
    }
  }

  /// Refuses options without effect.
  private func refuseIdle(
    _ input: ScanInput, _ choices: [DetectorChoice], _ options: EvidenceOptions,
    _ neighbors: NeighborOptions
  ) throws {
    let names = choices.map(\.name).joined(separator: ", ")
    func refuse(_ option: String, _ what: String) -> UsageError {
      UsageError("\(option) \(what), which \(names) would not look at; leave it out")
    }
    let (looksAtNeighbors, looksAtFeatures) = (
      kinds.contains(.neighbors), kinds.contains(.features)
    )
    if neighbors.metric != nil, !looksAtNeighbors, !looksAtFeatures {
      throw refuse("--metric", "is for neighbors")
    }
    if neighbors.recall != nil, !looksAtNeighbors { throw refuse("--recall", "is for neighbors") }
    if neighbors.k == .word(.automatic), !looksAtNeighbors {
      throw refuse("--k auto", "is for neighbors")
    }
    if options.scorer != nil, scorer == nil {
      throw refuse("--scorer", "gives probabilities")
    }
    if options.noiseRate != nil, !kinds.contains(.noiseRate) {
      throw refuse("--noise-rate", "is the share of wrong labels")
    }
    if let trusted = input.trusted, input.data?.whole == nil, !kinds.contains(.trusted),
      neighbors.k != .word(.automatic)
    {
      throw refuse("--trusted \(trusted.name)", "holds rows of their own")
    }
  }
}
