import ArgumentParser
import Flipguard

/// `flipguard certify`.
struct CertifyCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Certifies how many changed training labels each prediction survives.",
    discussion: """
      DATA are the rows that are predicted; their labels say which predictions are right. Without --train one row in \
      five, drawn by --seed, is predicted by the others. Writes certificates.csv (a radius for each prediction), \
      curve.csv, report.html and summary.json. Features are trusted: what is certified is that no change of so many \
      training labels changes a prediction.
      """)

  @OptionGroup var data: DataOptions

  @Option(
    help: ArgumentHelp("The training rows, in the format of DATA.", valueName: "file"),
    completion: .file())
  var train: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels of --train, one for each row.", valueName: "file"),
    completion: .file())
  var trainLabels: String?

  @OptionGroup var method: CertificateOptions

  @Flag(
    help: "A radius counts corrupt sources, which --group tells: each may change all of its labels."
  )
  var countSources = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Also tell how many right predictions one set of so many changes can break together at most; may be repeated. "
        + "For certificates that are linear in the labels; takes 8 bytes for each label and prediction in question.",
      valueName: "count"))
  var collective: [Int] = []

  @Option(help: ArgumentHelp("Features are images of this size, as in 28x28.", valueName: "WxH"))
  var image: ImageSize?

  @Flag(help: "Straighten slanted images and move them to the middle first; needs --image.")
  var deskew = false

  @Option(help: "How features are scaled; by default standardize, but none for byte data.")
  var scaling: Scaling?

  @Option(
    help: ArgumentHelp("The folder that the results go to.", valueName: "folder"),
    completion: .directory)
  var output = "flipguard-certify"

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if train == nil, trainLabels != nil {
      throw ValidationError("--train-labels needs the rows that they belong to; add --train FILE")
    }
    if deskew, image == nil {
      throw ValidationError("--deskew needs to know the size of the images; add --image WxH")
    }
    if image != nil, !deskew {
      throw ValidationError("--image has no effect without --deskew; leave it out, or add that")
    }
    try checkCollective()
  }

  private func checkCollective() throws {
    guard !collective.isEmpty else { return }
    try checkDistinct(collective.map { "\($0)" }, of: "--collective")
    if let wrong = collective.first(where: { $0 < 1 }) {
      throw ValidationError("--collective is \(wrong); allowed: 1 or more")
    }
    guard LabelLinears.all.contains(where: { $0.id == method.certificate }) else {
      throw ValidationError(
        "--certificate \(method.certificate) has no --collective; those that have: "
          + LabelLinears.all.map(\.id).joined(separator: ", "))
    }
  }

  /// The rows that are trained on and those that are predicted.
  private struct Parts {
    /// The training data.
    let training: LoadedData
    /// Its rows whose label nobody can change.
    let fixed: Set<Int>
    let queries: (name: String, features: Matrix, labels: Labels, rows: [Int], ids: [String]?)
  }

  func execute() throws {
    let names = CertificateReport.documentNames
    let inputs = inputFiles
    try OutputFolder.check(output, for: names, inputs: inputs)
    let parts = try parts()
    let threat = try method.threat(
      parts.training, fixed: parts.fixed, countsSources: countSources)
    let training = parts.training.dataset
    if let image, image.width * image.height != training.featureCount {
      throw UsageError(
        "--image \(image.width)x\(image.height) has \(image.width * image.height) pixels, but there are "
          + "\(training.featureCount) features")
    }
    let map = image.map { Deskewing(width: $0.width, height: $0.height) }
    func mapped(_ features: Matrix) -> Matrix {
      map?.apply(to: features, execution: Execution(threadCount: common.threads)) ?? features
    }
    let scaling = scaling ?? training.featureKind.defaultScaling
    let features = mapped(training.features)
    let fitted = scaling.fit(features)
    let problem = CertificateProblem(
      features: fitted.apply(to: features), labels: training.labels,
      queries: fitted.apply(to: mapped(parts.queries.features)), threat: threat)
    let entry = try method.entry
    let options = method.options
    let predictions = try common.withProgress("certifying") {
      try entry.make(options).certify(problem, seed: common.seed, execution: $0)
    }
    let result = try CertificateResult(
      certificate: (entry.id, entry.summary),
      training: (parts.training.name, training.rowCount),
      queries: (parts.queries.name, parts.queries.rows, parts.queries.ids),
      truth: parts.queries.labels, predictions: predictions,
      collective: try together(problem, predictions, truth: parts.queries.labels), threat: threat,
      settings: settings(scaling), version: flipguardVersion)
    let documents = try CertificateReport.documents(result)
    let folder = try OutputFolder(output, for: names, inputs: inputs)
    try folder.write(documents)
    try common.show(
      text: CertificateReport.words(result) + "\n\nThe report is \(folder.file("report.html")).",
      documents: documents, json: "summary.json", csv: "certificates.csv")
  }

  /// What the changes of ``collective`` can break together of the predictions that are right.
  private func together(
    _ problem: CertificateProblem, _ predictions: [CertifiedPrediction], truth: Labels
  ) throws -> [CertificateResult.Collective] {
    guard let most = collective.max(),
      let classifier = LabelLinears.all.first(where: { $0.id == method.certificate })
    else { return [] }
    // What so many changes cannot break alone, they cannot break together.
    let open = predictions.indices.filter {
      predictions[$0].predictedLabel == truth[$0] && predictions[$0].radius < most
    }
    return try common.withProgress("bounding together") { execution in
      let bound = try CollectiveBound(
        classifier.make(method.options.classifier), problem, queries: open, seed: common.seed,
        execution: execution)
      return collective.sorted().map { changes in
        let damage = bound.damage(budget: changes, execution: execution.silent)
        return .init(changes: changes, together: damage.most, alone: damage.pointwise)
      }
    }
  }

  /// The files that are read, which no result may replace.
  private var inputFiles: [String] {
    data.inputFiles + [train, trainLabels].compactMap(\.self) + method.fixedRows.inputFiles
  }

  /// What was set, in words.
  private func settings(_ scaling: Scaling) -> [(name: String, value: String)] {
    let given: [(String, String?)] = [
      ("scaling", scaling.rawValue), ("seed", "\(common.seed)"),
      ("images", deskew ? "straightened" : nil), ("k", method.k.map { "\($0)" }),
      ("regularization", method.regularization.map { "\($0)" }),
      ("kernel width", method.kernelWidth.map { "\($0)" }),
      ("graph neighbors", method.graphNeighbors.map { "\($0)" }),
      ("reach", method.reach.map { "\($0)" }),
      ("voters", method.voters.map { "\($0)" }), ("parts", method.parts.map { "\($0)" }),
      ("spread", method.spread.map { "\($0)" }), ("base", method.base),
      ("features", method.allFeatures ? "of all rows" : nil),
      ("flip probability", method.flipProbability.map { "\($0)" }),
      (
        "changes",
        method.onlyChange.isEmpty
          ? nil : method.onlyChange.map { "\($0.from) to \($0.to)" }.joined(separator: ", ")
      ),
      ("fixed labels", method.fixedRows.fixed),
    ]
    return given.compactMap { name, value in value.map { (name, $0) } }
  }

  private func parts() throws -> Parts {
    guard let train else { return try heldOut() }
    var columns = data.columns
    columns.labels = trainLabels
    let training = try columns.load(train, trusted: method.fixedRows.column, common)
    guard let companion = Companion(path: data.data, labels: data.columns.labels) else {
      preconditionFailure("DATA is an argument")
    }
    let queries = try data.columns.load(
      companion, of: training, trusted: method.fixedRows.column, common)
    return Parts(
      training: training, fixed: try method.fixedRows.rows(of: training),
      queries: (
        data.data, queries.features, queries.labels,
        queries.keptRows ?? Array(0..<queries.labels.count), queries.ids
      ))
  }

  /// One row in five for prediction, the others for training.
  private func heldOut() throws -> Parts {
    let loaded = try data.columns.load(data.data, trusted: method.fixedRows.column, common)
    let count = loaded.dataset.rowCount
    guard count >= 5 else {
      throw FormatError(
        file: loaded.name, found: "\(count) rows",
        allowed: "5 or more, so that one in five is predicted by the others; or give --train FILE")
    }
    var generator = SeededGenerator(seed: common.seed, key: "certify/split")
    let rows = Array(generator.permutation(count: count).prefix(count / 5)).sorted()
    let queries = try loaded.dataset.selecting(rows: rows)
    // The rows that are fixed are named among all rows; those that are predicted train nothing.
    let fixed = try method.fixedRows.rows(of: loaded)
    let isPredicted = Set(rows)
    let trainingRows = (0..<count).filter { !isPredicted.contains($0) }
    common.note(
      "no --train: \(rows.count) rows of \(loaded.name), drawn with seed \(common.seed), are predicted by the others"
    )
    return Parts(
      training: try loaded.leavingOut(rows),
      fixed: Set(trainingRows.indices.filter { fixed.contains(trainingRows[$0]) }),
      queries: (
        "rows held out of \(loaded.name)", queries.features, queries.labels,
        rows.map(loaded.fileRow), queries.ids
      ))
  }
}
