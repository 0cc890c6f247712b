import Flipguard

/// A neighbor graph that the user gives, held against the options and the data.
struct GivenGraph {
  let path: String
  /// `nil` where the file does not tell.
  let metric: DistanceMetric?
  /// `nil` where the file does not tell.
  let scaling: Scaling?

  private let file: GraphFile
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
    guard graph.rowCount == data.dataset.rowCount else {
      throw FormatError(
        file: path, found: "the neighbors of \(graph.rowCount) rows",
        allowed: "those of \(data.dataset.rowCount) rows, as \(data.name) has")
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
  func nearest(_ count: Int, of features: FeatureRows, execution: Execution) throws -> NeighborGraph
  {
    if let origin = file.origin,
      FeatureFingerprint(features, execution: execution).value != origin.fingerprint
    {
      throw FormatError(
        file: path, found: "the neighbors of other features (scaling \(origin.scaling))",
        allowed: "a graph of \(data.name) as it is read here: the same rows in the same order, the "
          + "same columns as features (see --label, --labels, --ignore), the same values")
    }
    guard count <= neighborCount else {
      throw UsageError(
        "\(count) neighbors are asked for, but \(path) lists \(neighborCount) for each row; "
          + "give --k \(neighborCount) or less, or a graph with more")
    }
    return file.graph.nearest(count)
  }

  /// Number of neighbors that it lists for each row.
  var neighborCount: Int { file.graph.neighborCount }
}
