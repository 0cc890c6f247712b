import ArgumentParser
import Flipguard

/// `flipguard neighbors`.
struct NeighborsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbors",
    abstract: "Finds the nearest neighbors of every row and keeps them in a file.",
    discussion: """
      Writes a neighbor graph that --graph of scan and sanitize takes, and NumPy reads. No labels are needed: in \
      .npy, .npz and IDX files every column is a feature unless --label names one that is not. An .npy file of \
      bytes or of 16- or 32-bit floats is searched where it lies on the disk; scaling, the default for floats, \
      makes a copy of 4 bytes a value, which --scaling none spares. A search that was cut short goes on where \
      it was when the same command is given again.
      """)

  @OptionGroup var data: DataOptions

  @Option(help: "Number of neighbors of each row.")
  var k = 10

  @Option(help: "How distance is measured.")
  var metric: DistanceMetric = .euclidean

  @Option(
    help: ArgumentHelp(
      "How features are scaled; by default standardize (a copy of 4 bytes a value), but none for byte data "
        + "such as pixels."))
  var scaling: Scaling?

  @Option(
    help: ArgumentHelp(
      "Share of the true neighbors that must be found: auto (all where that takes seconds, else 0.99), "
        + "exact, or a number below 1.", valueName: "auto|exact|share"))
  var recall: NeighborSearch.Recall = .automatic

  @Option(
    help: ArgumentHelp(
      "The file that the graph goes to; its name and .partial is that of the progress until then.",
      valueName: "file"),
    completion: .file(extensions: ["npz"]))
  var output = "graph.npz"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard k >= 1 else { throw ValidationError("--k is \(k); allowed: 1 or more") }
    let isCompressed = output.lowercased().hasSuffix(".gz")
    if isCompressed || DataFormats.format(named: output).map({ $0.id != "npz" }) == true {
      throw ValidationError(
        "--output is \(output), but a graph is an uncompressed NPZ archive; give a name that ends in "
          + ".npz")
    }
  }

  func execute() throws {
    let target = try target()
    var table = try data.loadFeatures(common)
    guard table.rowCount > 1 else {
      throw FormatError(
        file: table.file, found: "one row", allowed: "two or more, which can be neighbors")
    }
    let scaling = scaling ?? table.featureKind.defaultScaling
    let rows = try table.takeRows(scaledBy: scaling)
    let fingerprint = common.withProgress("checking values") {
      FeatureFingerprint(rows, execution: $0)
    }
    if !fingerprint.isFinite, let (row, column, value) = rows.firstNonFinite {
      throw table.notFinite(row: row, column: column, value: value)
    }
    let search = NeighborSearch(
      count: common.clamped(k, toOthersOf: rows.rowCount), metric: metric, recall: recall,
      seed: common.seed)
    let origin = GraphFile.Origin(scaling: scaling.rawValue, fingerprint: fingerprint.value)
    let journal = try journal(
      beside: target,
      GraphJournal.Subject(
        rowCount: rows.rowCount, featureCount: rows.columnCount, search: search, origin: origin))
    let start = ContinuousClock.now
    let graph = try Interruption.withJournal(journal) {
      let graph = try find(search, rows, journal) {
        $0.explained(file: table.file, scaling: scaling, fileRow: table.fileRow)
      }
      try GraphFile.write(graph, origin: origin, to: target.path)
      try journal?.remove()
      return graph
    }
    let report = NeighborReport(
      source: table.file, featureCount: rows.columnCount, fileRows: table.keptRows, graph: graph,
      neighbors: NeighborSource(metric: metric, scaling: scaling, recall: graph.recall),
      fingerprint: fingerprint.value, seed: common.seed,
      seconds: start.duration(to: .now) / .seconds(1), notes: table.notes)
    switch common.format {
    case .text: try StandardStream.output.write(report.words(output: target.path))
    case .json:
      try StandardStream.output.write(
        report.json(output: target.path, version: flipguardVersion), terminator: "")
    case .csv:
      try report.forEachCSVPiece { try StandardStream.output.write($0, terminator: "") }
    }
  }

  private func find(
    _ search: NeighborSearch, _ rows: FeatureRows, _ journal: GraphJournal?,
    explaining: (NeighborError) -> any Error
  ) throws -> NeighborGraph {
    try common.withProgressAndNotes("finding neighbors") { execution, telling in
      do {
        return try search.graph(
          of: rows, recorder: journal, execution: execution, telling: telling)
      } catch let error as NeighborError {
        throw explaining(error)
      }
    }
  }

  /// The name of the file that keeps the progress.
  private var journalName: String {
    (output.split(separator: "/").last.map(String.init) ?? "") + ".partial"
  }

  private func target() throws -> OutputTarget {
    try OutputTarget(
      output, inputs: data.inputFiles,
      beside: [.init(name: journalName, role: "the progress of the search")])
  }

  /// The journal beside the output; none where that is a device or a pipe.
  private func journal(
    beside target: OutputTarget, _ subject: GraphJournal.Subject
  ) throws -> GraphJournal? {
    guard OutputFile.appearsWhole(at: target.path) else { return nil }
    let journal = try GraphJournal(path: target.beside(journalName), subject: subject)
    if journal.recordedRowCount > 0 {
      common.note(
        "\(journal.path): an earlier run found the neighbors of \(journal.recordedRowCount) of "
          + "\(subject.rowCount) rows; going on from there")
    }
    return journal
  }
}
