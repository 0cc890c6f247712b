import Flipguard

/// The neighbors of the rows as the defender finds them, searched or given.
struct AttackNeighbors {
  let graph: NeighborGraph
  let source: NeighborSource
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
    let count = counts.max() ?? 1
    if let given {
      graph = try common.withProgress("checking the graph") {
        try given.nearest(count, of: scaled, execution: $0)
      }
      source = NeighborSource(
        metric: given.metric, scaling: given.scaling, recall: graph.recall, graphFile: given.path)
    } else {
      let search = NeighborSearch(
        count: count, metric: options.metric ?? .euclidean, seed: common.seed)
      graph = try common.withProgressAndNotes("finding neighbors") { execution, telling in
        do {
          return try search.graph(of: scaled.rows, execution: execution, telling: telling)
        } catch let error as NeighborError {
          throw error.explained(file: data.name, scaling: scaled.scaling, fileRow: data.fileRow)
        }
      }
      source = NeighborSource(metric: search.metric, scaling: scaled.scaling, recall: graph.recall)
    }
  }
}
