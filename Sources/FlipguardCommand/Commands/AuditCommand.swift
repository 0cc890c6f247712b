import ArgumentParser
import Flipguard

/// `flipguard audit`.
struct AuditCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Tells what flipped labels can do to a data set: attacked, defended, certified.",
    discussion: """
      Writes report.html, results.csv (every attack, rate and defense), certified.csv, flips.csv (those of the \
      strongest attack) and summary.json. The labels of DATA are taken for true. Part of the rows is held out for \
      the attacker, the defender and, without --test, the judge. An audit that was cut short goes on where it was.
      """)

  @OptionGroup var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "Rows on which models are judged, in the format of DATA; else 3 in 10 rows of DATA are held out.",
      valueName: "file"), completion: .file())
  var test: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels of --test, one for each row.", valueName: "file"),
    completion: .file())
  var testLabels: String?

  @Option(
    help: ArgumentHelp(
      "What learns from the labels: \(Classifiers.all.help).", valueName: "id"),
    completion: .list(Classifiers.all.map(\.id)))
  var victim = AuditPlan().victim

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(AuditPlan.allAttacks.joined(separator: ", ")); may be repeated. By default "
        + "\(AuditPlan.usualAttacks.joined(separator: ", ")), those that retrain for every row on few rows alone.",
      valueName: "id"), completion: .list(AuditPlan.allAttacks))
  var attack: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(AuditPlan.allDefenses.joined(separator: ", ")); may be repeated. By default "
        + "\(AuditPlan.usualDefenses.joined(separator: ", ")).", valueName: "id"),
    completion: .list(AuditPlan.allDefenses))
  var defense: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "\(AuditPlan.allCertificates.joined(separator: ", ")); may be repeated. By default "
        + "\(AuditPlan.usualCertificates.joined(separator: ", ")).", valueName: "id"),
    completion: .list(AuditPlan.allCertificates))
  var certificate: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Share of the training labels to flip, above 0, at most 1; may be repeated. By default "
        + "\(AuditPlan.usualRates.map { "\($0)" }.joined(separator: ", ")).", valueName: "rate"))
  var rate: [Double] = []

  @Option(
    help: ArgumentHelp(
      "Most rows held out as the defender's trusted rows, 0 for none.", valueName: "count"))
  var trustedRows = AuditPlan().trustedLimit

  @Option(help: ArgumentHelp("Most rows that are trained on.", valueName: "count"))
  var trainingRows = AuditPlan().trainingLimit

  @Option(
    help: ArgumentHelp(
      "The test row whose fewest flips are looked for, as a row of --test, or of DATA; else one of middling strength.",
      valueName: "row"))
  var prediction: Int?

  @Option(
    help:
      "How features are scaled; by default standardize, but minmax for byte data such as pixels.")
  var scaling: Scaling?

  @Option(
    help: ArgumentHelp(
      "Begin no more work after so many seconds; the report tells what was left out.",
      valueName: "seconds"))
  var budgetSeconds: Double?

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-audit"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if test == nil, testLabels != nil {
      throw ValidationError("--test-labels needs the rows that they belong to; add --test FILE")
    }
    _ = try Classifiers.all.member(victim, of: "--victim")
    try checkMembers(attack, of: "--attack", allowed: AuditPlan.allAttacks)
    try checkMembers(defense, of: "--defense", allowed: AuditPlan.allDefenses)
    try checkMembers(certificate, of: "--certificate", allowed: AuditPlan.allCertificates)
    try checkDistinct(attack, of: "--attack")
    try checkDistinct(defense, of: "--defense")
    try checkDistinct(certificate, of: "--certificate")
    try checkDistinct(rate.map { "\($0)" }, of: "--rate")
    if let wrong = rate.first(where: { !($0 > 0 && $0 <= 1) }) {
      throw ValidationError("--rate is \(wrong); allowed: above 0, at most 1")
    }
    guard trustedRows >= 0 else {
      throw ValidationError("--trusted-rows is \(trustedRows); allowed: 0 or more")
    }
    guard trainingRows >= 20 else {
      throw ValidationError("--training-rows is \(trainingRows); allowed: 20 or more")
    }
    if let prediction, prediction < 0 {
      throw ValidationError("--prediction is \(prediction); allowed: a row, from 0")
    }
    if let budgetSeconds, !(budgetSeconds > 0 && budgetSeconds.isFinite) {
      throw ValidationError("--budget-seconds is \(budgetSeconds); allowed: a number above 0")
    }
  }

  /// What is run.
  var plan: AuditPlan {
    AuditPlan(
      attacks: attack.isEmpty ? nil : attack,
      defenses: defense.isEmpty
        ? AuditPlan.usualDefenses
          // What a defense wins is told against none.
        : ["none"] + defense.filter { $0 != "none" },
      certificates: certificate.isEmpty ? AuditPlan.usualCertificates : certificate,
      poisoningRates: rate.isEmpty ? AuditPlan.usualRates : rate.sorted(), victim: victim,
      trustedLimit: trustedRows, trainingLimit: trainingRows, seed: common.seed)
  }

  private static let journalName = "audit.partial"

  func execute() throws {
    let deadline = budgetSeconds.map { ContinuousClock.now + .seconds($0) }
    let companion = Companion(path: test, labels: testLabels)
    let names = AuditReport.documentNames + [Self.journalName]
    let inputs = data.inputFiles + (companion?.inputFiles ?? [])
    try OutputFolder.check(output, for: names, inputs: inputs)
    let loaded = try data.load(common)
    let testSet = try companion.map { try data.columns.load($0, of: loaded, common) }
    let source = AuditSource(
      loaded.dataset, name: loaded.name,
      digest: try inputs.map { $0.hasPrefix("@") ? $0 : try SHA256.digest(ofFile: $0) }
        .joined(separator: " "),
      fileRows: loaded.keptRows,
      test: testSet.map { (test ?? "", $0.features, $0.labels) }, scaling: scaling)
    let audit = Audit(source, plan: plan, prediction: prediction)
    // What cannot be audited leaves no folder behind.
    try audit.check()
    let folder = try OutputFolder(output, for: names, inputs: inputs)
    let journal = try AuditJournal(
      path: folder.file(Self.journalName), source: source, plan: plan, version: flipguardVersion)
    if journal.trialCount > 0 {
      common.note(
        "\(journal.path): an earlier audit finished \(journal.trialCount) attacks; going on from there"
      )
    }
    let results = try Interruption.withJournal(journal) {
      try common.withProgress("auditing") {
        try audit.run(
          journal: journal, deadline: deadline, version: flipguardVersion, execution: $0)
      }
    }
    let documents = try AuditReport.documents(results)
    try folder.write(documents)
    if results.cutShort.isEmpty {
      try journal.remove()
    } else {
      common.note(
        "the time was over; the same command goes on from here (\(journal.path) keeps what was finished)"
      )
    }
    try common.show(
      text: AuditReport.words(results) + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "results.csv")
  }
}
