public import Neighbors

/// What a search for neighbors gave, as a sentence, as JSON and as a table.
public struct NeighborReport: Sendable {
  private let source: String
  private let featureCount: Int
  private let fileRows: [Int]?
  private let graph: NeighborGraph
  private let neighbors: NeighborSource
  private let fingerprint: UInt64
  private let seed: UInt64
  private let seconds: Double
  private let notes: [String]

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - source: What was searched, as the user named it.
  ///   - featureCount: Number of features, d.
  ///   - fileRows: The file's row of each row, when some were left out on reading.
  ///   - graph: The neighbors.
  ///   - neighbors: How they were sought.
  ///   - fingerprint: Of the features that were searched.
  ///   - seed: Where randomness started.
  ///   - seconds: What the search took.
  ///   - notes: What the user should know of how the data were read, a sentence each.
  public init(
    source: String, featureCount: Int, fileRows: [Int]?, graph: NeighborGraph,
    neighbors: NeighborSource, fingerprint: UInt64, seed: UInt64, seconds: Double, notes: [String]
  ) {
    self.source = source
    self.featureCount = featureCount
    self.fileRows = fileRows
    self.graph = graph
    self.neighbors = neighbors
    self.fingerprint = fingerprint
    self.seed = seed
    self.seconds = seconds
    self.notes = notes
  }

  /// The result in a sentence.
  ///
  /// - Parameter output: The file with the graph.
  /// - Returns: One line.
  public func words(output: String) -> String {
    let nearest =
      graph.neighborCount == 1
      ? "nearest neighbor" : "\(graph.neighborCount.groupedText) nearest neighbors"
    let exact = neighbors.recall == nil ? ", exact" : ""
    return "Found the \(nearest) of \(graph.rowCount.text(of: "row")) "
      + "(\(neighbors.words)\(exact)) in \(seconds.text(digits: 1)) s; wrote \(output)."
  }

  /// The result as a JSON document.
  ///
  /// - Parameters:
  ///   - output: The file with the graph.
  ///   - version: The version of Flipguard.
  /// - Returns: The document.
  /// - Throws: `EncodingError` when a number is not finite.
  public func json(output: String, version: String) throws -> String {
    struct Summary: Encodable {
      let source: String
      let rows: Int
      let features: Int
      let k: Int
      let metric: String
      let scaling: String
      let recall: RecallSummary?
      let fingerprint: String
      let seed: UInt64
      let elapsedSeconds: Double
      let output: String
      let notes: [String]
      let version: String

      enum CodingKeys: String, CodingKey {
        case source, rows, features, k, metric, scaling, recall, fingerprint, seed, output, notes
        case version
        case elapsedSeconds = "elapsed_seconds"
      }
    }
    let digits = String(fingerprint, radix: 16)
    return try JSONText.document(
      Summary(
        source: source, rows: graph.rowCount, features: featureCount, k: graph.neighborCount,
        metric: neighbors.metricName, scaling: neighbors.scalingName,
        recall: neighbors.recall.map(RecallSummary.init),
        fingerprint: String(repeating: "0", count: 16 - digits.count) + digits, seed: seed,
        elapsedSeconds: seconds, output: output, notes: notes, version: version))
  }

  /// Gives `row,rank,neighbor,distance` piece by piece: a line for each neighbor, by row, nearest first.
  ///
  /// Rows are those of the input file; ranks count from 1.
  ///
  /// - Parameter body: Called with some lines at a time, the header first.
  public func forEachCSVPiece(_ body: (String) throws -> Void) rethrows {
    try body(CSVText.document(header: ["row", "rank", "neighbor", "distance"], rows: []))
    var text = ""
    for row in 0..<graph.rowCount {
      let listed = zip(graph.neighbors(of: row), graph.distances(of: row))
      for (rank, (neighbor, distance)) in listed.enumerated() {
        text += "\(fileRow(row)),\(rank + 1),\(fileRow(Int(neighbor))),\(distance)\n"
      }
      if text.utf8.count >= 1 << 16 || row == graph.rowCount - 1 {
        try body(text)
        text.removeAll(keepingCapacity: true)
      }
    }
  }

  /// The row number in the file, which is the one that users see.
  private func fileRow(_ row: Int) -> Int { fileRows?[row] ?? row }
}
