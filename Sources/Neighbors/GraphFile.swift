public import ArrayFiles
internal import VectorKernels

/// A neighbor graph as a file: an NPZ archive that NumPy reads too.
///
/// `indices` (int32) and `distances` (float32) are n x k, nearest first. `metric`, `scaling` (text), `fingerprint`
/// (uint64) and, where the graph is approximate, `recall` (float64: the share found, both ends of its
/// confidence interval, the number of rows it was measured on) tell where it comes from. An archive without
/// these four is somebody else's graph, which cannot be checked against the data.
public struct GraphFile: Equatable, Sendable {
  /// What a graph says about the features that it was made from.
  public struct Origin: Equatable, Sendable {
    /// How the features were scaled, in the words of whoever wrote the file.
    public let scaling: String
    /// The ``FeatureFingerprint`` of the scaled features.
    public let fingerprint: UInt64

    /// Makes an origin.
    public init(scaling: String, fingerprint: UInt64) {
      self.scaling = scaling
      self.fingerprint = fingerprint
    }
  }

  /// The graph, whose metric is `nil` where the file does not tell it.
  public let graph: NeighborGraph
  /// Where it comes from; `nil` for a file of somebody else's.
  public let origin: Origin?

  /// Reads a graph and checks all that its data structure promises.
  ///
  /// The numbers may also be 64-bit, as in somebody else's file. Memory: the archive and the graph.
  ///
  /// - Parameter path: The file, which may be compressed with gzip.
  /// - Throws: ``/ArrayFiles/FileError``: for a damaged archive; for arrays that are missing or of different
  ///   shapes; for a row with a neighbor out of range, itself or the same twice; for distances that are not
  ///   finite or descend.
  public init(path: String) throws(FileError) {
    try self.init(NPZArchive(ByteReader(path: path)), name: path)
  }

  /// Takes a graph from an archive, with the same checks.
  ///
  /// - Parameters:
  ///   - archive: The archive.
  ///   - name: What messages call it.
  /// - Throws: ``/ArrayFiles/FileError``.
  public init(_ archive: NPZArchive, name: String) throws(FileError) {
    let lists = try GraphLists(archive, name: name)
    let about = try GraphMembers(archive, name: name)
    graph = NeighborGraph(
      rowCount: lists.rowCount, neighborCount: lists.neighborCount, metric: about.metric,
      indices: lists.indices, distances: lists.distances, recall: about.recall)
    origin = about.origin
  }

  /// Writes a graph; the arrays go to the disk from where they lie.
  ///
  /// - Parameters:
  ///   - graph: The graph, with its metric.
  ///   - origin: What it was made from.
  ///   - path: The final name.
  /// - Precondition: the graph has a metric.
  /// - Throws: ``/ArrayFiles/FileError``; then nothing has changed under the name.
  public static func write(
    _ graph: NeighborGraph, origin: Origin, to path: String
  ) throws(FileError) {
    guard let metric = graph.metric else { preconditionFailure("a graph of ours has a metric") }
    var file = try NPZWriter(path: path)
    try file.append("metric", NPYArray(texts: [metric.rawValue]))
    try file.append("scaling", NPYArray(texts: [origin.scaling]))
    try file.append("fingerprint", NPYArray(uint64s: [origin.fingerprint], shape: [1]))
    if let recall = graph.recall {
      let values = [
        recall.recall, recall.interval.lowerBound, recall.interval.upperBound,
        Double(recall.sampleCount),
      ]
      try file.append("recall", NPYArray(doubles: values, shape: [4]))
    }
    let shape = [graph.rowCount, graph.neighborCount]
    try file.append("indices", int32s: graph.indices, shape: shape)
    try file.append("distances", floats: graph.distances, shape: shape)
    try file.commit()
  }
}

/// The members of an archive that say what the graph is.
private struct GraphMembers {
  var metric: DistanceMetric?
  var origin: GraphFile.Origin?
  var recall: RecallEstimate?

  private let archive: NPZArchive
  private let name: String

  init(_ archive: NPZArchive, name: String) throws(FileError) {
    self.archive = archive
    self.name = name
    let ours = ["metric", "scaling", "fingerprint"]
    let present = ours.filter(archive.keys.contains)
    guard present == ours else {
      if present.isEmpty, !archive.keys.contains("recall") { return }
      throw fail(
        nil, "no \(ours.filter { !present.contains($0) }.joined(separator: " and no "))",
        "\(ours.joined(separator: ", ")), or none of these and no recall")
    }
    let metricName = try text("metric")
    guard let metric = DistanceMetric(rawValue: metricName) else {
      throw fail(
        "metric", "'\(metricName.prefix(40))'",
        DistanceMetric.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.metric = metric
    origin = GraphFile.Origin(scaling: try text("scaling"), fingerprint: try fingerprint())
    recall = try estimate()
  }

  private func text(_ key: String) throws(FileError) -> String {
    guard let array = try archive.array(key), array.count == 1, case .text(let text?) = array[0]
    else { throw fail(key, "no text", "one text") }
    return text
  }

  private func fingerprint() throws(FileError) -> UInt64 {
    if let array = try archive.array("fingerprint"), array.count == 1 {
      switch array[0] {
      case .large(let value): return value
      case .whole(let value) where value >= 0: return UInt64(value)
      default: break
      }
    }
    throw fail("fingerprint", "no such number", "one whole number of 64 bits")
  }

  private func estimate() throws(FileError) -> RecallEstimate? {
    guard let array = try archive.array("recall") else { return nil }
    let values = (0..<min(array.count, 5)).compactMap { position in
      if case .real(let value) = array[position] { value } else { nil }
    }
    guard values.count == 4, values.prefix(3).allSatisfy((0...1).contains), values[1] <= values[2],
      let sampleCount = Int(exactly: values[3]), sampleCount >= 0
    else {
      throw fail(
        "recall", "other numbers",
        "a share, the ends of its interval, and a number of rows, as float64")
    }
    return RecallEstimate(
      recall: values[0], interval: values[1]...values[2], sampleCount: sampleCount)
  }

  private func fail(_ key: String?, _ found: String, _ allowed: String) -> FileError {
    .malformed(
      path: key.map { "\(name): \($0).npy" } ?? name, byte: nil, found: found, allowed: allowed)
  }
}
