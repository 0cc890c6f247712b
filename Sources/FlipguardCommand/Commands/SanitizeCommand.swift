public import ArgumentParser
public import Flipguard

extension SanitizeAction: ExpressibleByArgument {}

/// `flipguard sanitize`.
struct SanitizeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sanitize",
    abstract: "Relabels, removes, weights or flags probably wrong labels.",
    discussion: """
      Labels are judged by a detector of 'flipguard scan', or with --sanitizer knn by kNN label sanitization, \
      Algorithm 2 of Paudice, Muñoz-González and Lupu (2018). Writes the repaired file, in which every other byte is as it was, and beside it \
      changes.csv and what --undo needs. --action flag writes changes.csv alone, and --action weight changes.csv and \
      weights.csv, into the current folder.

      --undo changes.csv takes the repaired file for DATA and gives the input back.
      """)

  /// What may stand in the place of a number of rounds.
  enum Lasting: String {
    /// Until nothing changes.
    case stable
  }

  /// The sanitizer where no option belongs to one.
  static let usualSanitizer = "detector"

  @OptionGroup var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "How labels are repaired: \(Sanitizers.all.help). By default the one that other options belong to, else "
        + "\(Self.usualSanitizer).", valueName: "id"),
    completion: .list(Sanitizers.all.map(\.id)))
  var sanitizer: String?

  @Option(
    help: ArgumentHelp(
      "The detector that judges; by default \(EvidenceOptions.defaultDetector). 'flipguard scan --help' tells "
        + "what each does.", valueName: "id"),
    completion: .list(Detectors.named.map(\.id)))
  var detector: String?

  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var neighbors: NeighborOptions
  @OptionGroup var trusted: TrustedOptions

  @Option(
    help:
      "How often knn judges all rows: a number, or 'stable' for until nothing changes; by default 1."
  )
  var rounds: CountOr<Lasting>?

  @Option(
    help: ArgumentHelp(
      "What is done with a label that is taken for wrong; flag only lists it, weight gives every row a weight, auto "
        + "chooses for each row. By default auto with a detector that gives probabilities of the classes, else relabel.",
      valueName: "action"))
  var action: SanitizeAction?

  @Option(
    help: ArgumentHelp(
      "Give back what this table of changes lists; DATA is the repaired file.",
      valueName: "changes.csv"),
    completion: .file(extensions: ["csv"]))
  var undo: String?

  @Option(
    help: ArgumentHelp(
      "With --undo: give back the labels of these rows alone, as in 3,7.", valueName: "rows"))
  var rows: RowList?

  @Option(
    help: ArgumentHelp(
      "Exit with code 1 when there are more: an integer is a count, a decimal a rate.",
      valueName: "N|RATE"))
  var failOn: FailOn?

  @Option(
    help: ArgumentHelp("The repaired file; changes.csv goes beside it.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var common: CommonOptions

  private static let (logName, weightsName) = ("changes.csv", "weights.csv")

  func execute() throws {
    if let undo {
      try UndoRun(undo, data: data, rows: rows?.rows, output: output ?? "", common).run()
      return
    }
    let (judged, target) = try sanitization()
    let log = ChangeLog(
      judged.sanitized, dataset: judged.loaded.dataset, fileRows: judged.loaded.keptRows,
      action: try chosenAction(), judge: judged.judge, inputDigest: try judged.loaded.inputDigest())
    let table = log.csv
    let written = try writesData ? judged.write(to: target, changes: table) : nil
    try target.writeBeside(Self.logName, table)
    var places = "The changes are listed in \(target.beside(Self.logName))"
    if try chosenAction() == .weight {
      try target.writeBeside(Self.weightsName, log.weightsCSV)
      places += ", the weights of all rows in \(target.beside(Self.weightsName))"
    }
    try common.show(
      text: log.summary(output: written?.output, featuresOutput: written?.featuresOutput)
        + "\n\(places).",
      json: try log.json(
        version: flipguardVersion, output: written?.output,
        featuresOutput: written?.featuresOutput), csv: table)
    try failOn?.check(
      issueCount: judged.sanitized.changes.count, of: judged.loaded.dataset.rowCount)
  }

  /// Checks where results go, then judges the labels.
  private func sanitization() throws -> (judged: Sanitization, target: OutputTarget) {
    if chosenSanitizer == Self.knn {
      let loaded = try data.load(common)
      let target = try target(loaded)
      let judged = try Sanitization(
        loaded, neighbors: neighbors, trusted: try trustedSet(loaded), rounds: sanitizerRounds,
        action: try chosenAction(), common)
      return (judged, target)
    }
    let input = try ScanInput(
      data.data, columns: data.columns, evidence: evidence, trusted: trusted, common)
    guard let loaded = input.data else { preconditionFailure("DATA is an argument") }
    let target = try target(loaded)
    let judged = try Sanitization(
      input, try chosenDetector(), evidence: evidence, neighbors: neighbors,
      action: try chosenAction(), common)
    return (judged, target)
  }

  /// The rows that k is chosen on.
  private func trustedSet(_ loaded: LoadedData) throws -> TrustedSet? {
    guard let name = trusted.trusted, let form = try trusted.form() else { return nil }
    guard case .rows = form else {
      throw UsageError(
        "\(name) names rows of \(loaded.name); knn chooses k on rows of their own, in a file of the format of DATA, "
          + "and --sanitizer detector takes either")
    }
    return try TrustedSet.split(loaded, form, named: name, columns: data.columns, common).trusted
  }

  /// How often all rows are judged.
  var sanitizerRounds: KNNSanitizer.Rounds {
    switch rounds {
    case .count(let count): .atMost(count)
    case .word(.stable): .untilStable
    case nil: .atMost(1)
    }
  }

  /// Where the repaired file goes, with everything that goes beside it; the tables alone where no data change.
  private func target(_ loaded: LoadedData) throws -> OutputTarget {
    let inputs =
      loaded.inputFiles + neighbors.inputFiles + trusted.inputFiles + evidence.inputFiles
    let weights = OutputTarget.Neighbor(name: Self.weightsName, role: "the table of weights")
    guard try writesData else {
      return try OutputTarget(
        Self.logName, inputs: inputs, beside: try chosenAction() == .weight ? [weights] : [])
    }
    let path = output ?? loaded.outputName("sanitized")
    var beside = [OutputTarget.Neighbor(name: Self.logName, role: "the table of changes")]
    func add(_ name: String, _ role: String) {
      beside.append(.init(name: name, role: role))
    }
    let isFile = !loaded.inputFiles.isEmpty
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if isFile { add(UndoFile.path(of: name), "what an undo of \(name) needs") }
    if try chosenAction() != .relabel, let name = loaded.featuresOutputName {
      try loaded.checkRemoval()
      add(name, "the data without the removed rows")
      add(UndoFile.path(of: name), "what an undo of \(name) needs")
    }
    let target = try OutputTarget(path, inputs: inputs, beside: beside)
    try loaded.checkFormat(ofOutput: target.path)
    return target
  }
}
