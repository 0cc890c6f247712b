import ArgumentParser
import Flipguard

/// How neighbors vote.
struct NeighborOptions: ParsableArguments {
  /// What may stand in the place of a number for k.
  enum NeighborChoice: String {
    /// k is chosen on the trusted set.
    case automatic = "auto"
  }

  @Option(help: "Number of neighbors that vote; 'auto' chooses it on the trusted set.")
  var k: CountOr<NeighborChoice> = .count(10)

  @Option(help: "Smallest share of the neighbors that relabels a row (eta), 0.5 to 1.")
  var threshold: Double = 0.5

  @Option(help: "How distance is measured.")
  var metric: DistanceMetric = .euclidean

  @Option(
    help: ArgumentHelp(
      "Rows with correct labels, in the format of DATA; needed for --k auto.", valueName: "file"),
    completion: .file())
  var trusted: String?

  /// The files that are read, which no result may replace.
  var inputFiles: [String] { [trusted].compactMap(\.self) }

  func validate() throws {
    guard (0.5...1).contains(threshold) else {
      throw ValidationError("--threshold is \(threshold); allowed: 0.5 to 1")
    }
    if k == .word(.automatic), trusted == nil {
      throw ValidationError("--k auto chooses k on the trusted set; give one with --trusted FILE")
    }
    if case .count = k, trusted != nil {
      throw ValidationError("--trusted serves to choose k; add --k auto")
    }
  }
}

/// Scaled features, their neighbor graph and the k that votes.
struct NeighborSetup {
  let scaling: Scaling
  let features: Matrix
  let graph: NeighborGraph
  let neighborCount: Int
  /// How k was chosen; `nil` when the user gave it.
  let selection: NeighborCountSelection?

  init(
    _ data: LoadedData, options: DataOptions, neighbors: NeighborOptions,
    rounds: KNNSanitizer.Rounds = .atMost(1), common: CommonOptions
  ) throws {
    scaling = options.scaling ?? data.defaultScaling
    let fitted = scaling.fit(data.dataset.features)
    let features = fitted.apply(to: data.dataset.features)
    let most = data.dataset.rowCount - 1
    var wanted =
      switch neighbors.k {
      case .count(let count): count
      case .word(.automatic): NeighborCountSelection.defaultCandidates.max() ?? 1
      }
    if wanted > most {
      common.note("k is \(wanted), but there are only \(most) other rows; k is \(most)")
      wanted = most
    }
    let graph = try common.withProgress("finding neighbors") {
      try ExactNeighbors.graph(
        of: features, count: wanted, metric: neighbors.metric, execution: $0)
    }
    self.features = features
    self.graph = graph
    guard neighbors.k == .word(.automatic), let path = neighbors.trusted else {
      selection = nil
      neighborCount = wanted
      return
    }
    let trusted = try options.loadCompanion(path, of: data, common)
    let selection = try common.withProgress("choosing k") {
      try NeighborCountSelection(
        threshold: neighbors.threshold, rounds: rounds,
        training: (features, data.dataset.labels), graph: graph,
        trusted: (fitted.apply(to: trusted.features), trusted.labels), learner: LinearHinge(),
        seed: common.seed, execution: $0)
    }
    common.note("k is \(selection.neighborCount), which did best on \(path)")
    self.selection = selection
    neighborCount = selection.neighborCount
  }
}
