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

  @Option(
    help: "How features are scaled; by default standardize, but none for byte data such as pixels.")
  var scaling: Scaling?

  @Option(help: "How distance is measured.")
  var metric: DistanceMetric = .euclidean

  @Option(
    help: ArgumentHelp(
      "Rows with correct labels, in the format of DATA; needed for --k auto.", valueName: "file"),
    completion: .file())
  var trusted: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels of --trusted, one for each row.", valueName: "file"),
    completion: .file())
  var trustedLabels: String?

  /// The trusted rows, if there are any.
  var trustedSet: Companion? { Companion(path: trusted, labels: trustedLabels) }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] { trustedSet?.inputFiles ?? [] }

  func validate() throws {
    guard (0.5...1).contains(threshold) else {
      throw ValidationError("--threshold is \(threshold); allowed: 0.5 to 1")
    }
    if trusted == nil, trustedLabels != nil {
      throw ValidationError(
        "--trusted-labels needs the rows that they belong to; add --trusted FILE")
    }
    if k == .word(.automatic), trusted == nil {
      throw ValidationError("--k auto chooses k on the trusted set; give one with --trusted FILE")
    }
    if case .count = k, trusted != nil {
      throw ValidationError("--trusted serves to choose k; add --k auto")
    }
  }
}

/// The neighbor graph of scaled features, and the k that votes.
struct NeighborSetup {
  let scaling: Scaling
  let graph: NeighborGraph
  let neighborCount: Int
  /// How k was chosen; `nil` when the user gave it.
  let choice: NeighborCountChoice?

  init(
    _ data: LoadedData, options: DataOptions, neighbors: NeighborOptions,
    rounds: KNNSanitizer.Rounds = .atMost(1), common: CommonOptions
  ) throws {
    let scaling = neighbors.scaling ?? data.defaultScaling
    let fitted = scaling.fit(data.dataset.features)
    let features = fitted.apply(to: data.dataset.features)
    let trusted = try neighbors.trustedSet.map { set in
      (path: set.path, rows: try options.load(set, of: data, common))
    }
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
    let graph = try common.withProgress("finding neighbors") { execution in
      do {
        return try ExactNeighbors.graph(
          of: features, count: wanted, metric: neighbors.metric, execution: execution)
      } catch let error as NeighborError {
        throw Self.explained(error, data, scaling)
      }
    }
    self.scaling = scaling
    self.graph = graph
    guard neighbors.k == .word(.automatic), let trusted else {
      choice = nil
      neighborCount = wanted
      return
    }
    let selection = try common.withProgress("choosing k") {
      try NeighborCountSelection(
        threshold: neighbors.threshold, rounds: rounds,
        training: (features, data.dataset.labels), graph: graph,
        trusted: (fitted.apply(to: trusted.rows.features), trusted.rows.labels),
        learner: LinearHinge(), seed: common.seed, execution: $0)
    }
    common.note("k is \(selection.neighborCount), which did best on \(trusted.path)")
    choice = NeighborCountChoice(
      trusted: trusted.path, seed: common.seed, candidates: selection.candidates)
    neighborCount = selection.neighborCount
  }

  /// Says in which row of which file a fault lies.
  private static func explained(
    _ error: NeighborError, _ data: LoadedData, _ scaling: Scaling
  ) -> any Error {
    switch error {
    case .neighborCount: error
    case .notFinite(let row, let column, let value):
      FormatError(
        file: data.name, place: .init(row: data.fileRow(row)),
        found: "\(value) in feature \(column) (scaling \(scaling.rawValue))",
        allowed: "finite numbers")
    case .zeroRow(let row):
      FormatError(
        file: data.name, place: .init(row: data.fileRow(row)),
        found: "zeros in all features (scaling \(scaling.rawValue)), which have no cosine distance",
        allowed: "rows with a value that is not 0, or another --metric")
    case .overflow(let row):
      FormatError(
        file: data.name, place: .init(row: data.fileRow(row)),
        found: "a distance beyond the range of 32-bit numbers (scaling \(scaling.rawValue))",
        allowed: "features with distances up to \(Float.greatestFiniteMagnitude); see --scaling")
    }
  }
}
