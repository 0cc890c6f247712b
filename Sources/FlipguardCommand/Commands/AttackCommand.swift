import ArgumentParser
import Flipguard

/// `flipguard attack`.
struct AttackCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "attack",
    abstract: "Crafts label flips within a budget, to test your own pipeline.",
    discussion: """
      Writes the poisoned file, in which every other byte is as it was, and flips.csv beside it. Without \
      --validation the attacker judges the damage on DATA with the labels that it has.
      """)

  @OptionGroup var data: DataOptions

  @OptionGroup var method: AttackOptions

  @OptionGroup var attacker: AttackerOptions

  @Option(help: ArgumentHelp("Share of the labels to flip, 0 to 1.", valueName: "rate"))
  var poisoningRate: Double?

  @Option(help: ArgumentHelp("Number of labels to flip.", valueName: "count"))
  var flipBudget: Int?

  @Option(
    help: ArgumentHelp(
      "Rows on which the attacker judges the damage, in the format of DATA.", valueName: "file"),
    completion: .file())
  var validation: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels of --validation, one for each row.", valueName: "file"),
    completion: .file())
  var validationLabels: String?

  @Option(
    help:
      "How features are scaled; by default standardize, but minmax for byte data such as pixels.")
  var scaling: Scaling?

  @Option(
    help: ArgumentHelp("The poisoned file; flips.csv goes beside it.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if validation == nil, validationLabels != nil {
      throw ValidationError(
        "--validation-labels needs the rows that they belong to; add --validation FILE")
    }
    if attacker.knowledge == .features, validation == nil {
      throw ValidationError(
        "--knowledge features guesses labels from rows that the attacker has; add --validation FILE"
      )
    }
    if case .sample = attacker.knowledge, method.graph != nil {
      throw ValidationError(
        "--graph lists neighbors among all rows, but --knowledge sample knows a part of them; leave out --graph"
      )
    }
    switch (poisoningRate, flipBudget) {
    case (let rate?, nil):
      guard (0...1).contains(rate) else {
        throw ValidationError("--poisoning-rate is \(rate); allowed: 0 to 1")
      }
    case (nil, let count?):
      guard count >= 0 else {
        throw ValidationError("--flip-budget is \(count); allowed: 0 or more")
      }
    default:
      throw ValidationError("give either --poisoning-rate or --flip-budget")
    }
  }

  private static let logName = "flips.csv"

  func execute() throws {
    let loaded = try data.columns.load(data.data, trusted: attacker.fixedRows.column, common)
    let validationSet = Companion(path: validation, labels: validationLabels)
    let target = try OutputTarget(
      output ?? loaded.outputName("poisoned"),
      inputs: loaded.inputFiles + (validationSet?.inputFiles ?? []) + attacker.fixedRows.inputFiles
        + [method.graph].compactMap(\.self),
      beside: [.init(name: Self.logName, role: "the table of flips")])
    try loaded.checkFormat(ofOutput: target.path)
    // The learner steps by a fixed rate, so byte values are brought to 0...1 unless the user says otherwise.
    let scaling = self.scaling ?? (loaded.defaultScaling == .none ? .minmax : .standardize)
    let neighbors =
      try method.entry.needsNeighbors
      ? AttackNeighbors(loaded, options: method, scaling: self.scaling, common: common) : nil
    let problem = try problem(loaded, validationSet, scaling, neighbors)
    let crafted = LimitedKnowledge(
      try method.make(loaded, features: problem.features, neighbors: neighbors, common: common),
      knowledge: attacker.knowledge ?? .whiteBox, neighborFeatures: neighbors?.features)
    if let option = attacker.judgeOption, crafted.objectiveName == nil {
      throw UsageError(
        "--attack \(method.attack) judges no damage, so \(option) would have no effect; leave it out"
      )
    }
    if crafted.objectiveName != nil, validationSet == nil {
      common.note("no --validation: the damage is judged on \(loaded.name) with its own labels")
    }
    let budget = flipBudget.map(FlipBudget.count) ?? .poisoningRate(poisoningRate ?? 0)
    let rowCount = loaded.dataset.rowCount
    if let flipBudget, flipBudget > rowCount {
      common.note(
        "--flip-budget is \(flipBudget), but there are only \(rowCount) labels; it is \(rowCount)")
    }
    let plan = try common.withProgress("crafting flips") {
      try crafted.craft(problem, budget: budget, seed: common.seed, execution: $0)
    }
    let log = FlipLog(
      plan, dataset: loaded.dataset, fileRows: loaded.keptRows, attack: method.attack,
      objective: crafted.objectiveName)
    let terms = attacker.terms(
      budget: budget.flipCount(rowCount: rowCount), problem.limits,
      judgedFile: validation ?? loaded.name, isTargeted: try method.entry.isTargeted)
    _ = try loaded.write(
      edits: Dictionary(uniqueKeysWithValues: plan.flips.map { ($0.row, $0.to) }), to: target)
    try target.writeBeside(Self.logName, log.csv)
    try common.show(
      text: log.summary(
        terms: terms,
        setting: (try method.words(scaling: scaling, neighbors, loaded) + terms.words
          + ["seed \(common.seed)"]).joined(separator: ", "), output: target.path)
        + "\nThe flips are listed in \(target.beside(Self.logName)).",
      json: try log.json(
        terms: terms, scaling: scaling.rawValue, seed: common.seed, version: flipguardVersion,
        output: target.path),
      csv: log.csv)
  }

  /// What the attacker faces.
  private func problem(
    _ loaded: LoadedData, _ validationSet: Companion?, _ scaling: Scaling,
    _ neighbors: AttackNeighbors?
  ) throws -> AttackProblem {
    let fitted = scaling.fit(loaded.dataset.features)
    let companion = try validationSet.map {
      try data.columns.load($0, of: loaded, trusted: attacker.fixedRows.column, common)
    }
    let rows =
      companion.map { FileRows($0.keptRows, count: $0.labels.count, file: validation ?? "") }
      ?? FileRows(loaded.keptRows, count: loaded.dataset.rowCount, file: loaded.name)
    return try AttackProblem(
      features: fitted.apply(to: loaded.dataset.features), labels: loaded.dataset.labels,
      validation: companion.map { (fitted.apply(to: $0.features), $0.labels) },
      neighborGraph: neighbors?.graph, limits: try attacker.limits(loaded)
    ).judged(on: try attacker.judged(loaded, among: rows))
  }
}
