public import ArgumentParser
public import Flipguard

/// `flipguard sanitize`.
struct SanitizeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sanitize",
    abstract: "Relabels, removes or flags probably wrong labels.",
    discussion: """
      kNN label sanitization, Algorithm 2 of Paudice, Muñoz-González and Lupu (2018). Writes the repaired \
      file, in which every other byte is as it was, and changes.csv beside it. --action flag writes \
      changes.csv alone, into the current folder.
      """)

  /// What may stand in the place of a number of rounds.
  enum Lasting: String {
    /// Until nothing changes.
    case stable
  }

  @OptionGroup var data: DataOptions
  @OptionGroup var neighbors: NeighborOptions
  @OptionGroup var trusted: TrustedOptions

  @Option(
    help: ArgumentHelp("How labels are repaired: \(Sanitizers.all.help).", valueName: "id"),
    completion: .list(Sanitizers.all.map(\.id)))
  var sanitizer = "knn"

  @Option(help: "How often all rows are judged: a number, or 'stable' for until nothing changes.")
  var rounds: CountOr<Lasting> = .count(1)

  @Option(
    help: "What is done with a label that the neighbors contradict; flag only lists it.")
  var action: SanitizeAction = .relabel

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

  func validate() throws {
    _ = try Sanitizers.all.member(sanitizer, of: "--sanitizer")
    try neighbors.checkChoice(trusted)
    if case .count = neighbors.k, trusted.trusted != nil {
      throw ValidationError("--trusted serves to choose k; add --k auto")
    }
    if action == .flag, output != nil {
      throw ValidationError(
        "--action flag writes no data, only changes.csv into the current folder; leave out --output"
      )
    }
  }

  private static let logName = "changes.csv"

  func execute() throws {
    let loaded = try data.load(common)
    let target = try target(loaded)
    let given = try NeighborSetup.given(for: loaded, neighbors, common)
    let setup = try NeighborSetup(
      loaded, ScaledData(loaded, scaling: NeighborSetup.scaling(loaded, neighbors, given)),
      given: given, neighbors: neighbors, trusted: try trustedSet(loaded), rounds: sanitizerRounds,
      common: common)
    let sanitized = try Sanitizers.all.member(sanitizer, of: "--sanitizer").make(
      Sanitizers.Options(
        neighborCount: setup.neighborCount, threshold: neighbors.threshold, rounds: sanitizerRounds)
    ).sanitize(loaded.dataset.labels, evidence: Evidence(neighborGraph: setup.graph))
    let log = ChangeLog(
      sanitized, dataset: loaded.dataset, fileRows: loaded.keptRows, action: action,
      inputDigest: try loaded.inputDigest())
    let changes = sanitized.changes
    let written: (output: String, featuresOutput: String?)? =
      switch action {
      case .relabel:
        try loaded.write(
          edits: Dictionary(uniqueKeysWithValues: changes.map { ($0.row, $0.to) }), to: target)
      case .remove: try loaded.write(edits: [:], removed: Set(changes.map(\.row)), to: target)
      case .flag: nil
      }
    try target.writeBeside(Self.logName, log.csv)
    let setting =
      "k \(setup.neighborCount), threshold \(neighbors.threshold), \(setup.source.words)"
    try common.show(
      text: log.summary(
        setting: setting, output: written?.output, featuresOutput: written?.featuresOutput)
        + "\nThe changes are listed in \(target.beside(Self.logName)).",
      json: try log.json(
        k: setup.neighborCount, threshold: neighbors.threshold, neighbors: setup.source,
        version: flipguardVersion, output: written?.output,
        featuresOutput: written?.featuresOutput, choice: setup.choice),
      csv: log.csv)
    try failOn?.check(issueCount: sanitized.changes.count, of: loaded.dataset.rowCount)
  }

  /// The rows that k is chosen on.
  private func trustedSet(_ loaded: LoadedData) throws -> TrustedSet? {
    guard let name = trusted.trusted, let form = try trusted.form() else { return nil }
    guard case .rows = form else {
      throw UsageError(
        "\(name) names rows of \(loaded.name); sanitize chooses k on rows of their own, in a file of the "
          + "format of DATA")
    }
    return try TrustedSet.split(loaded, form, named: name, columns: data.columns, common).trusted
  }

  /// How often all rows are judged.
  var sanitizerRounds: KNNSanitizer.Rounds {
    switch rounds {
    case .count(let count): .atMost(count)
    case .word(.stable): .untilStable
    }
  }

  /// Where the repaired file goes, with everything that goes beside it; to flag, the table alone.
  private func target(_ loaded: LoadedData) throws -> OutputTarget {
    let inputs = loaded.inputFiles + neighbors.inputFiles + trusted.inputFiles
    if action == .flag { return try OutputTarget(Self.logName, inputs: inputs) }
    var beside = [OutputTarget.Neighbor(name: Self.logName, role: "the table of changes")]
    if action == .remove, let name = loaded.featuresOutputName {
      beside.append(.init(name: name, role: "the data without the removed rows"))
    }
    let target = try OutputTarget(
      output ?? loaded.outputName("sanitized"), inputs: inputs, beside: beside)
    try loaded.checkFormat(ofOutput: target.path)
    return target
  }
}

extension SanitizeAction: ExpressibleByArgument {}
