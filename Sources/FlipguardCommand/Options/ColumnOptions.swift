public import ArgumentParser
public import Flipguard

extension ReadOptions.Missing: ExpressibleByArgument {}
extension ReadOptions.Header: ExpressibleByArgument {}

/// Which of the columns of the data is what.
struct ColumnOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column of labels, by name or index from 0, negative from the end; by default the last.",
      valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels: one for each row; or a CSV table of the columns label and id (or row, the number of "
        + "a row), which may have more columns, joined to the ids of DATA.", valueName: "file"),
    completion: .file())
  var labels: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The column of ids.", valueName: "column"))
  var id: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column that tells where each label comes from, which is no feature; of DATA, or of a table of labels.",
      valueName: "column"))
  var group: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A column that is no feature; may be repeated.", valueName: "column"))
  var ignore: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A column of categories although its cells are numbers; may be repeated.",
      valueName: "column"))
  var categorical: [String] = []

  @Option(
    help:
      "What to do with missing feature values; drop also leaves out rows that a table of labels does not name."
  )
  var missing: ReadOptions.Missing = .error

  @Option(help: "Whether the first record of a CSV file names the columns.")
  var header: ReadOptions.Header = .automatic

  /// The arguments that say the same.
  var arguments: [String] {
    var options: [(name: String, value: String?)] = [
      ("--label", label), ("--labels", labels), ("--id", id), ("--group", group),
    ]
    options += ignore.map { ("--ignore", $0) }
    options += categorical.map { ("--categorical", $0) }
    options += [
      ("--missing", missing == .error ? nil : missing.rawValue),
      ("--header", header == .automatic ? nil : header.rawValue),
    ]
    return ShellWords.options(options)
  }

  /// The options for reading.
  var readOptions: ReadOptions {
    ReadOptions(
      label: label.map(Self.column), id: id.map(Self.column), group: group.map(Self.column),
      ignored: ignore.map(Self.column), categorical: categorical.map(Self.column),
      missing: missing, header: header, labelsFile: labels)
  }

  /// The column that an argument stands for.
  static func column(_ text: String) -> ReadOptions.Column {
    Int(text).map(ReadOptions.Column.index) ?? .name(text)
  }

  /// Refuses what would have no effect on a file.
  private func checkFormat(ofFile path: String) throws {
    let format = try DataFormats.format(ofFile: path).id
    guard format != "csv" else { return }
    let idle = [
      categorical.isEmpty ? nil : "--categorical", header == .automatic ? nil : "--header",
    ]
    if let option = idle.compactMap(\.self).first {
      throw UsageError("\(option) is for CSV files, but \(path) is \(format); leave it out")
    }
  }

  /// The bundled set that an argument names; `nil` where it names a file.
  private func bundledSet(_ data: String) throws -> BundledDataset? {
    guard let bundled = try BundledDataset(argument: data) else { return nil }
    guard readOptions == ReadOptions() else {
      throw UsageError(
        "\(data) is bundled, with its columns known; --label, --labels, --id, --group, --ignore, "
          + "--categorical, --missing and --header are for files")
    }
    return bundled
  }

  /// The files that data come from, which no result may replace.
  func inputFiles(_ data: String) -> [String] {
    data.hasPrefix("@") ? [] : [data, labels].compactMap(\.self)
  }

  /// Reads the features alone and tells what was decided about them.
  func loadFeatures(_ data: String, _ common: CommonOptions) throws -> FeatureTable {
    if let bundled = try bundledSet(data) {
      return FeatureTable(try bundled.load(), name: data)
    }
    try checkFormat(ofFile: data)
    let table = try common.withProgress("reading") {
      try FeatureTable(path: data, options: readOptions, execution: $0)
    }
    table.notes.forEach { common.note("\(data): \($0)") }
    return table
  }

  /// Reads data and tells what was decided about them.
  ///
  /// - Parameters:
  ///   - data: A file or a bundled set.
  ///   - trusted: The column that tells which labels are known to be correct.
  ///   - common: What every command takes.
  /// - Returns: The data as they were read.
  /// - Throws: Why they cannot be read.
  func load(
    _ data: String, trusted: ReadOptions.Column? = nil, _ common: CommonOptions
  ) throws -> LoadedData {
    if let bundled = try bundledSet(data) {
      guard trusted == nil else {
        throw UsageError(
          "\(data) is bundled, with its columns known; none of them tells which labels are trusted")
      }
      return LoadedData(
        name: data, dataset: try bundled.load(), keptRows: nil, origin: .bundled(bundled))
    }
    try checkFormat(ofFile: data)
    var options = readOptions
    options.trusted = trusted
    let file = try common.withProgress("reading") {
      try DatasetFile.read(path: data, options: options, execution: $0)
    }
    file.notes.forEach { common.note("\(data): \($0)") }
    return LoadedData(
      name: data, dataset: file.dataset, keptRows: file.keptRows, origin: .file(file.options),
      notes: file.notes, fileRowCount: file.fileRowCount)
  }

  /// Reads a second set of the same format whose features and classes are those of the data.
  ///
  /// - Parameters:
  ///   - companion: The second set.
  ///   - data: The data.
  ///   - trusted: The column that tells which labels are known to be correct, which is no feature here either.
  ///   - common: What every command takes.
  /// - Returns: Its rows, the row of its file that each stands for, when some were left out, and their names, if any.
  /// - Throws: Why they cannot be read.
  func load(
    _ companion: Companion, of data: LoadedData, trusted: ReadOptions.Column? = nil,
    _ common: CommonOptions
  ) throws -> (
    features: Matrix, labels: Labels, keptRows: [Int]?, ids: [String]?
  ) {
    let path = companion.path
    let dataset: Dataset
    if let bundled = try BundledDataset(argument: path) {
      guard companion.labels == nil else {
        throw UsageError("\(path) is bundled, with its labels; leave out its labels file")
      }
      dataset = try bundled.load()
    } else {
      try checkFormat(ofFile: path)
      var options = readOptions
      if case .file(let settled) = data.origin {
        // The ids may have been found, and the groups may be in the labels file of the data.
        (options.id, options.group) = (settled.id, settled.group)
      }
      options.labelsFile = companion.labels
      options.trusted = trusted
      let file = try DatasetFile.read(
        path: path, options: options, requiringTwoClasses: false,
        execution: Execution(threadCount: common.threads))
      file.notes.forEach { common.note("\(path): \($0)") }
      dataset = file.dataset
    }
    let rows = try CompanionRows.match(dataset, named: path, to: data)
    if let warning = ScaleGap.warning(
      (rows.features, path), (data.dataset.features, data.name))
    {
      common.note(warning)
    }
    return (rows.features, rows.labels, dataset.keptRows, dataset.ids)
  }
}
