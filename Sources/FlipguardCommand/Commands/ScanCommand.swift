import ArgumentParser
import Flipguard

/// `flipguard scan`.
struct ScanCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Scores every label, names the issues and explains each.",
    discussion: """
      Writes issues.csv (every row, worst first), report.html and summary.json, and groups.csv where the sources \
      of the labels are known, and ask.csv with --ask. The label score is 0 to 1; low means probably wrong. Without DATA, labels and \
      probabilities alone are judged: --pred-probs FILE --labels FILE.
      """)

  @Argument(help: "\(DataOptions.argument.help)", completion: DataOptions.argument.completion)
  var data: String?

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var detectors: DetectorOptions
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var neighbors: NeighborOptions
  @OptionGroup var trusted: TrustedOptions

  @Option(help: ArgumentHelp("Features are images of this size, as in 28x28.", valueName: "WxH"))
  var image: ImageSize?

  @Flag(help: "issues.csv holds the issues alone.")
  var onlyIssues = false

  @Option(
    help: ArgumentHelp(
      "Write ask.csv, which names so many rows whose correct labels would tell most; filled in, it is a file for "
        + "--trusted.", valueName: "count"))
  var ask: Int?

  @Option(
    help: ArgumentHelp(
      "Reject labels such that on average at most this share of those rejected is right, above 0, below 1; needs "
        + "--trusted, a random sample of the same population.", valueName: "share"))
  var fdr: Double?

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
    _ = try detectors.choices()
    try neighbors.checkChoice(trusted)
    if let ask, ask < 1 { throw ValidationError("--ask is \(ask); allowed: 1 or more") }
    if let fdr {
      guard fdr > 0, fdr < 1 else {
        throw ValidationError("--fdr is \(fdr); allowed: above 0, below 1")
      }
      guard trusted.trusted != nil else {
        throw ValidationError(
          "--fdr compares labels with trusted rows; give them with --trusted FILE")
      }
    }
    guard data == nil else { return }
    guard evidence.predProbs != nil, columns.labels != nil else {
      throw ValidationError(
        "Missing expected argument '<data>'; or give probabilities and labels alone: --pred-probs FILE --labels FILE"
      )
    }
    var others = columns.readOptions
    others.labelsFile = nil
    let idle = [
      others == ReadOptions()
        ? nil
        : "--label, --id, --group, --ignore, --categorical, --missing and --header are for DATA",
      neighbors.scaling == nil ? nil : "--scaling is for the features of DATA",
      neighbors.graph == nil ? nil : "--graph holds neighbors of the rows of DATA",
      image == nil ? nil : "--image is for the features of DATA",
      fdr == nil ? nil : "--fdr looks at the features of DATA",
      ask == nil ? nil : "--ask looks at the features of DATA",
    ]
    if let reason = idle.compactMap(\.self).first {
      throw ValidationError("\(reason), but there are probabilities alone; leave it out")
    }
  }

  func execute() throws {
    let choices = try detectors.choices()
    try OutputFolder.check(output, for: documentNames, inputs: inputFiles)
    if ask != nil { try AskedLabels.refuseAnswers(in: output) }
    let input = try input()
    let image = try imageSize(input)
    if let ask, ask > input.rows.count {
      throw UsageError(
        "--ask is \(ask); allowed: 1 to \(input.rows.count), the rows that are judged")
    }
    let setup = try EvidenceSetup(
      input, choices, options: evidence, neighbors: neighbors, needsTrusted: fdr != nil,
      common: common)
    let findings = try setup.findings(choices, neighbors)
    var conclusions = try setup.conclusions(
      from: findings[0].issues, input, falseDiscoveryLevel: fdr, askCount: ask ?? 0)
    if findings[0].issues.issueCount > 0 {
      conclusions.repairCommand = repairCommand(input, choices[0])
    }
    let result = ScanResult(
      source: input.source, rows: input.rows, findings: findings, evidence: setup.evidence,
      sources: setup.sources, conclusions: conclusions, notes: input.notes + setup.notes,
      imageSize: image.map { ScanResult.ImageSize(width: $0.width, height: $0.height) },
      seed: common.seed, version: flipguardVersion)
    let documents = try common.withProgress("writing the report") {
      try ScanReport.documents(result, onlyIssues: onlyIssues, execution: $0)
    }
    let folder = try OutputFolder(output, for: documentNames, inputs: inputFiles)
    try folder.write(documents, of: ScanReport.documentNames)
    try common.show(
      text: ScanReport.words(result) + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "issues.csv")
    try failOn?.check(issueCount: result.issues.issueCount, of: result.rows.count)
  }

  /// The files that are read, which no result may replace.
  private var inputFiles: [String] {
    (data.map(columns.inputFiles) ?? [columns.labels].compactMap(\.self)) + evidence.inputFiles
      + trusted.inputFiles + neighbors.inputFiles
  }

  /// The documents that are going to be written; what people fill in is no leftover of an earlier run.
  private var documentNames: [String] {
    ScanReport.documentNames + (ask == nil ? [] : [ScanReport.askName])
  }

  /// What is scanned.
  private func input() throws -> ScanInput {
    if let data {
      return try ScanInput(data, columns: columns, evidence: evidence, trusted: trusted, common)
    }
    guard let probabilities = evidence.predProbs, let labels = columns.labels else {
      preconditionFailure("checked before")
    }
    return try ScanInput(
      probabilities: probabilities, labels: labels, evidence: evidence, trusted: trusted, common)
  }

  /// The command that repairs the data by the leading detector; `nil` without DATA, and where options of this scan are
  /// for other detectors alone.
  private func repairCommand(_ input: ScanInput, _ choice: Detectors.Named) -> String? {
    guard let data, (try? EvidenceNeeds(input, [choice], evidence, neighbors)) != nil else {
      return nil
    }
    let seed = common.seed == CommonOptions.usualSeed ? [] : ["--seed", "\(common.seed)"]
    return ShellWords(
      ["flipguard", "sanitize", data] + columns.arguments + ["--detector", choice.id]
        + evidence.arguments + neighbors.arguments + trusted.arguments + seed
    ).text
  }

  /// The size asked for, or that of the bundled images.
  private func imageSize(_ input: ScanInput) throws -> ImageSize? {
    guard let data = input.data else { return nil }
    if let image, image.width * image.height != data.dataset.featureCount {
      throw UsageError(
        "--image \(image.width)x\(image.height) has \(image.width * image.height) pixels, but there are "
          + "\(data.dataset.featureCount) features")
    }
    if case .bundled(.mnist17) = data.origin { return image ?? ImageSize(argument: "28x28") }
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
