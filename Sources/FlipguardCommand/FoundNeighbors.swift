import Flipguard

/// The neighbor graph of scaled features, searched or given, and where it comes from.
struct FoundNeighbors {
  let graph: NeighborGraph
  let source: NeighborSource

  /// Finds neighbors, or takes them from the graph that the user gives.
  ///
  /// - Parameters:
  ///   - count: Number of neighbors of each row.
  ///   - data: The data.
  ///   - scaled: Their features.
  ///   - given: The graph that the user gives, if there is one.
  ///   - metric: How distance is measured; euclidean where the user leaves it open.
  ///   - recall: Share of the true neighbors to find.
  ///   - common: What every command takes.
  /// - Throws: Why neighbors cannot be found.
  init(
    _ count: Int, of data: LoadedData, _ scaled: ScaledData, given: GivenGraph?,
    metric: DistanceMetric?, recall: NeighborSearch.Recall = .automatic, common: CommonOptions
  ) throws {
    if let given {
      graph = try common.withProgress("checking the graph") {
        try given.nearest(count, of: scaled, execution: $0)
      }
      source = NeighborSource(
        metric: given.metric, scaling: given.scaling, recall: graph.recall, graphFile: given.path)
      return
    }
    let search = NeighborSearch(
      count: count, metric: metric ?? .euclidean, recall: recall, seed: common.seed)
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
