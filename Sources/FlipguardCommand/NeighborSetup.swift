import Flipguard

/// The neighbor graph of scaled features, searched or given, and the k that votes.
struct NeighborSetup {
  let source: NeighborSource
  let graph: NeighborGraph
  let neighborCount: Int
  /// How k was chosen; `nil` when the user gave it.
  let choice: NeighborCountChoice?

  /// The graph that the user gives, if there is one.
  static func given(
    for data: LoadedData, _ neighbors: NeighborOptions, _ common: CommonOptions
  ) throws -> GivenGraph? {
    try neighbors.graph.map {
      try GivenGraph($0, for: data, scaling: neighbors.scaling, metric: neighbors.metric, common)
    }
  }

  /// What the features are scaled with, unless a given graph tells otherwise.
  static func scaling(
    _ data: LoadedData, _ neighbors: NeighborOptions, _ given: GivenGraph?
  ) -> Scaling {
    // Where a graph does not tell its scaling, whoever else looks at the features still needs one.
    given?.scaling ?? neighbors.scaling ?? data.defaultScaling
  }

  /// Finds the neighbors and, if the user leaves that open, chooses k.
  ///
  /// - Parameters:
  ///   - data: The data that are judged.
  ///   - scaled: Their features.
  ///   - given: The graph that the user gives, if there is one.
  ///   - neighbors: What the user asks for.
  ///   - listed: Number of neighbors that must be listed at least, where there are so many other rows.
  ///   - trusted: Rows on which k is chosen.
  ///   - rounds: How often all rows are judged when k is chosen.
  ///   - common: What every command takes.
  /// - Throws: Why neighbors cannot be found.
  init(
    _ data: LoadedData, _ scaled: ScaledData, given: GivenGraph?, neighbors: NeighborOptions,
    listed: Int = 0, trusted: TrustedSet? = nil, rounds: KNNSanitizer.Rounds = .atMost(1),
    common: CommonOptions
  ) throws {
    let voting = Self.voting(rowCount: data.dataset.rowCount, neighbors, given, common)
    let wanted = max(voting, min(listed, data.dataset.rowCount - 1))
    let found = try FoundNeighbors(
      wanted, of: data, scaled, given: given, metric: neighbors.metric,
      recall: neighbors.recall ?? .automatic, common: common)
    source = found.source
    let graph = found.graph
    self.graph = graph
    guard neighbors.k == .word(.automatic), let trusted else {
      choice = nil
      neighborCount = voting
      return
    }
    let rows = scaled.trusted(trusted)
    let selection = try common.withProgress("choosing k") {
      try NeighborCountSelection(
        candidates: NeighborCountSelection.defaultCandidates.filter { $0 <= voting },
        threshold: neighbors.threshold, rounds: rounds,
        training: (scaled.features, data.dataset.labels), graph: graph,
        trusted: (rows.features, rows.labels),
        learner: LinearHinge(), seed: common.seed, execution: $0)
    }
    common.note("k is \(selection.neighborCount), which did best on \(trusted.name)")
    choice = NeighborCountChoice(
      trusted: trusted.name, seed: common.seed, candidates: selection.candidates)
    neighborCount = selection.neighborCount
  }

  /// The most neighbors that may vote, as far as there are so many.
  private static func voting(
    rowCount: Int, _ neighbors: NeighborOptions, _ given: GivenGraph?, _ common: CommonOptions
  ) -> Int {
    switch neighbors.k {
    case .count(let count): return common.clamped(count, toOthersOf: rowCount)
    case .word(.automatic):
      let largest = NeighborCountSelection.defaultCandidates.max() ?? 1
      guard let given, given.neighborCount < min(largest, rowCount - 1) else {
        return common.clamped(largest, toOthersOf: rowCount)
      }
      common.note(
        "k is chosen up to \(given.neighborCount), the neighbors that \(given.path) lists of each row"
      )
      return given.neighborCount
    }
  }
}

extension CommonOptions {
  /// k, or the number of other rows where that is less, which is told.
  func clamped(_ count: Int, toOthersOf rowCount: Int) -> Int {
    guard count > rowCount - 1 else { return count }
    note("k is \(count), but there are only \(rowCount - 1) other rows; k is \(rowCount - 1)")
    return rowCount - 1
  }
}
