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
  /// Whatever is at hand of what a detector can use is given to it; probabilities only if the user asks for them, as
  /// they take long.
  ///
  /// - Parameters:
  ///   - input: What is judged.
  ///   - choices: The detectors.
  ///   - options: What is known besides.
  ///   - neighbors: How neighbors vote.
  ///   - needsTrusted: Whether somebody else than a detector looks at trusted rows.
  /// - Throws: ``UsageError`` where something is needed that the user must give, or is given that nobody needs.
  init(
    _ input: ScanInput, _ choices: [Detectors.Named], _ options: EvidenceOptions,
    _ neighbors: NeighborOptions, needsTrusted: Bool = false
  ) throws {
    let k: Int = if case .count(let count) = neighbors.k { count } else { 0 }
    let detectors = choices.map {
      ($0.id, $0.make(.init(neighborCount: max(1, k), threshold: neighbors.threshold)))
    }
    var kinds = Set(detectors.flatMap { $0.1.needs })
    if kinds.contains(.noiseRate), options.noiseRate == nil { kinds.insert(.probabilities) }
    func isUsed(_ kind: Evidence.Kind) -> Bool { detectors.contains { $0.1.uses.contains(kind) } }
    if input.data != nil, isUsed(.features) { kinds.insert(.features) }
    // Trusted rows serve whoever looks at them, be they needed or not.
    if input.trusted != nil, needsTrusted || isUsed(.trusted) { kinds.insert(.trusted) }
    if options.scorer != nil, isUsed(.probabilities) { kinds.insert(.probabilities) }
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
    _ input: ScanInput, _ choices: [Detectors.Named], _ options: EvidenceOptions,
    _ neighbors: NeighborOptions
  ) throws {
    let names = choices.map(\.id).joined(separator: ", ")
    func refuse(_ option: String, _ what: String) -> UsageError {
      UsageError("\(option) \(what), which \(names) would not look at; leave it out")
    }
    let looksAtNeighbors = kinds.contains(.neighbors)
    /// Whether some detector is another one with another option.
    func isOpen(to change: (inout Detectors.Options) -> Void) -> Bool {
      var changed = Detectors.Options()
      change(&changed)
      return choices.contains { "\($0.make(.init()))" != "\($0.make(changed))" }
    }
    if neighbors.metric != nil, !looksAtNeighbors, !isOpen(to: { $0.metric = .cosine }) {
      throw refuse("--metric", "is for neighbors")
    }
    if neighbors.k == .word(.automatic), !looksAtNeighbors {
      throw refuse("--k auto", "is for neighbors")
    }
    if neighbors.k != NeighborOptions.usualK, !looksAtNeighbors,
      !isOpen(to: { $0.neighborCount += 1 })
    {
      throw refuse("--k", "is the number of neighbors")
    }
    if neighbors.threshold != NeighborOptions.usualThreshold,
      !isOpen(to: { $0.threshold = 0.9 })
    {
      throw refuse("--threshold", "is the share of the votes that makes an issue")
    }
    if neighbors.recall != nil, !looksAtNeighbors { throw refuse("--recall", "is for neighbors") }
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
