import Flipguard

/// The neighbors of the rows as the defender finds them, searched or given.
struct AttackNeighbors {
  let graph: NeighborGraph
  let source: NeighborSource
  /// The features as the defender scales them.
  let features: Matrix
  /// The numbers of neighbors that vote; none larger than there are other rows.
  let counts: [Int]

  /// Finds the neighbors that an attack needs.
  ///
  /// Like a defender, it leaves byte data as they are unless the user says otherwise.
  init(
    _ data: LoadedData, options: AttackOptions, scaling: Scaling?, common: CommonOptions
  ) throws {
    counts = (options.k?.counts ?? [10]).map {
      common.clamped($0, toOthersOf: data.dataset.rowCount)
    }
    let given = try options.graph.map {
      try GivenGraph($0, for: data, scaling: scaling, metric: options.metric, common)
    }
    let scaled = ScaledData(data, scaling: given?.scaling ?? scaling ?? data.defaultScaling)
    let listed = min(
      try options.listedNeighbors(counts, data.dataset), max(1, data.dataset.rowCount - 1))
    let found = try FoundNeighbors(
      listed, of: data, scaled, given: given, metric: options.metric, common: common)
    features = scaled.features
    graph = found.graph
    source = found.source
  }
}
