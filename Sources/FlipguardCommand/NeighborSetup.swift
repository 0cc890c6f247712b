import Flipguard

/// The neighbor graph of scaled features, searched or given, and the k that votes.
struct NeighborSetup {
  let source: NeighborSource
  let graph: NeighborGraph
  let neighborCount: Int
  /// How k was chosen; `nil` when the user gave it.
  let choice: NeighborCountChoice?

  init(
    _ data: LoadedData, options: DataOptions, neighbors: NeighborOptions,
    rounds: KNNSanitizer.Rounds = .atMost(1), common: CommonOptions
  ) throws {
    let given = try neighbors.graph.map {
      try GivenGraph($0, for: data, scaling: neighbors.scaling, metric: neighbors.metric, common)
    }
    // Where a graph does not tell its scaling, a learner that helps to choose k still needs one.
    let scaling = given?.scaling ?? neighbors.scaling ?? data.defaultScaling
    let fitted = scaling.fit(data.dataset.features)
    let features = fitted.apply(to: data.dataset.features)
    let trusted = try neighbors.trustedSet.map { set in
      (path: set.path, rows: try options.load(set, of: data, common))
    }
    let wanted = Self.wanted(data, neighbors, given, common)
    let rows = FeatureRows(features, kind: scaling == .none ? data.dataset.featureKind : .real)
    let graph: NeighborGraph
    if let given {
      graph = try common.withProgress("checking the graph") {
        try given.nearest(wanted, of: rows, execution: $0)
      }
      source = NeighborSource(
        metric: given.metric, scaling: given.scaling, recall: graph.recall, graphFile: given.path)
    } else {
      let search = NeighborSearch(
        count: wanted, metric: neighbors.metric ?? .euclidean,
        recall: neighbors.recall ?? .automatic, seed: common.seed)
      graph = try common.withProgressAndNotes("finding neighbors") { execution, telling in
        do {
          return try search.graph(of: rows, execution: execution, telling: telling)
        } catch let error as NeighborError {
          throw error.explained(file: data.name, scaling: scaling, fileRow: data.fileRow)
        }
      }
      source = NeighborSource(metric: search.metric, scaling: scaling, recall: graph.recall)
    }
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

  /// The number of neighbors that are needed, as far as there are so many.
  private static func wanted(
    _ data: LoadedData, _ neighbors: NeighborOptions, _ given: GivenGraph?, _ common: CommonOptions
  ) -> Int {
    let most = data.dataset.rowCount - 1
    switch neighbors.k {
    case .count(let count): return common.clamped(count, toOthersOf: data.dataset.rowCount)
    case .word(.automatic):
      let largest = NeighborCountSelection.defaultCandidates.max() ?? 1
      guard let given, given.neighborCount < min(largest, most) else {
        return common.clamped(largest, toOthersOf: data.dataset.rowCount)
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
