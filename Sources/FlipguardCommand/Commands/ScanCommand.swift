import ArgumentParser
import Flipguard

/// `flipguard scan`.
struct ScanCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Scores every label, names the issues and explains each.",
    discussion: """
      Writes issues.csv (every row, worst first), report.html and summary.json. The label score is 0 to 1; \
      low means probably wrong.
      """)

  @OptionGroup var data: DataOptions
  @OptionGroup var neighbors: NeighborOptions

  @Option(
    help: ArgumentHelp(
      "How labels are judged: \(Detectors.all.help).",
      valueName: "id"), completion: .list(Detectors.all.map(\.id)))
  var detector = "knn"

  @Option(help: ArgumentHelp("Features are images of this size, as in 28x28.", valueName: "WxH"))
  var image: ImageSize?

  @Flag(help: "issues.csv holds the issues alone.")
  var onlyIssues = false

  @Option(
    help: ArgumentHelp(
      "Exit with code 1 when there are more issues: an integer is a count, a decimal a rate.",
      valueName: "N|RATE"))
  var failOn: FailOn?

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-scan"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try Detectors.all.member(detector, of: "--detector")
  }

  private static let documentNames = ["issues.csv", "summary.json", "report.html"]

  func execute() throws {
    let loaded = try data.load(common)
    let image = try imageSize(loaded)
    let folder = try OutputFolder(
      output, for: Self.documentNames, inputs: loaded.inputFiles + neighbors.inputFiles)
    let setup = try NeighborSetup(loaded, options: data, neighbors: neighbors, common: common)
    let issues = try Detectors.all.member(detector, of: "--detector").make(
      Detectors.Options(neighborCount: setup.neighborCount, threshold: neighbors.threshold)
    ).detect(loaded.dataset.labels, evidence: Evidence(neighborGraph: setup.graph))
    let result = ScanResult(
      source: loaded.name, dataset: loaded.dataset, fileRows: loaded.keptRows,
      detector: detector, neighbors: setup.source, k: setup.neighborCount,
      threshold: neighbors.threshold, graph: setup.graph, issues: issues,
      notes: loaded.notes,
      imageSize: image.map { ScanResult.ImageSize(width: $0.width, height: $0.height) },
      seed: common.seed, version: flipguardVersion)
    let documents = try common.withProgress("writing the report") {
      try ScanReport.documents(result, onlyIssues: onlyIssues, execution: $0)
    }
    try folder.write(documents)
    try common.show(
      text: ScanReport.words(result) + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "issues.csv")
    try failOn?.check(issueCount: issues.issueCount, of: loaded.dataset.rowCount)
  }

  /// The size asked for, or that of the bundled images.
  private func imageSize(_ loaded: LoadedData) throws -> ImageSize? {
    if let image, image.width * image.height != loaded.dataset.featureCount {
      throw UsageError(
        "--image \(image.width)x\(image.height) has \(image.width * image.height) pixels, but there are "
          + "\(loaded.dataset.featureCount) features")
    }
    if case .bundled(.mnist17) = loaded.origin { return image ?? ImageSize(argument: "28x28") }
    return image
  }
}

/// Width and height of images, as in `28x28`.
struct ImageSize: ExpressibleByArgument, Equatable {
  let width: Int
  let height: Int

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      (1...4096).contains(width), (1...4096).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}
