import Flipguard

/// A neighbor graph that the user gives, held against the options and the data.
struct GivenGraph {
  let path: String
  /// `nil` where the file does not tell.
  let metric: DistanceMetric?
  /// `nil` where the file does not tell.
  let scaling: Scaling?

  private let file: GraphFile
  /// The graph among the rows that are judged.
  private let graph: NeighborGraph
  private let data: LoadedData

  /// Reads the file; metric and scaling of somebody else's graph are what the options say.
  ///
  /// - Throws: ``/ArrayFiles/FileError``, ``/LabelData/FormatError``, or ``UsageError`` where an option contradicts
  ///   the file.
  init(
    _ path: String, for data: LoadedData, scaling: Scaling?, metric: DistanceMetric?,
    _ common: CommonOptions
  ) throws {
    let file = try GraphFile(path: path)
    let graph = file.graph
    let rowCount = data.whole?.features.rowCount ?? data.dataset.rowCount
    guard graph.rowCount == rowCount else {
      throw FormatError(
        file: path, found: "the neighbors of \(graph.rowCount) rows",
        allowed: "those of \(rowCount) rows, as \(data.name) has")
    }
    if let origin = file.origin {
      guard let recorded = Scaling(rawValue: origin.scaling) else {
        throw FormatError(
          file: "\(path): scaling.npy", found: "'\(origin.scaling.prefix(40))'",
          allowed: Scaling.allCases.map(\.rawValue).joined(separator: ", "))
      }
      try Self.compare("--scaling", scaling, recorded, path)
      try Self.compare("--metric", metric, graph.metric, path)
      self.scaling = recorded
    } else {
      common.note(
        "\(path) does not tell which features it was made from, so it cannot be checked against "
          + data.name)
      self.scaling = scaling
    }
    self.metric = graph.metric ?? metric
    self.path = path
    self.file = file
    self.data = data
    self.graph = data.whole.map { graph.among($0.places) } ?? graph
  }

  private static func compare<Value: RawRepresentable<String> & Equatable>(
    _ option: String, _ given: Value?, _ recorded: Value?, _ path: String
  ) throws {
    guard let given, let recorded, given != recorded else { return }
    throw UsageError(
      "\(option) is \(given.rawValue), but \(path) was made with \(recorded.rawValue); leave out "
        + "\(option), or make another graph")
  }

  /// The `count` nearest neighbors, once the features are known to be those of the file.
  ///
  /// - Throws: ``/LabelData/FormatError`` when they are others; ``UsageError`` when there are fewer neighbors.
  func nearest(_ count: Int, of scaled: ScaledData, execution: Execution) throws -> NeighborGraph {
    if let origin = file.origin {
      let rows = data.whole.map(scaled.rows(of:)) ?? scaled.rows
      guard FeatureFingerprint(rows, execution: execution).value != origin.fingerprint else {
        return try nearest(count)
      }
      throw FormatError(
        file: path, found: "the neighbors of other features (scaling \(origin.scaling))",
        allowed: "a graph of \(data.name) as it is read here: the same rows in the same order, the "
          + "same columns as features (see --label, --labels, --group, --ignore), the same values")
    }
    return try nearest(count)
  }

  private func nearest(_ count: Int) throws -> NeighborGraph {
    guard count <= neighborCount else {
      throw UsageError(
        "\(count) neighbors are asked for, but \(path) lists \(neighborCount) for each row"
          + (data.whole == nil ? "" : " beside those that are trusted")
          + "; give --k \(neighborCount) or less, or a graph with more")
    }
    return graph.nearest(count)
  }

  /// Number of neighbors that it lists for each row that is judged, others of these.
  var neighborCount: Int { graph.neighborCount }
}
