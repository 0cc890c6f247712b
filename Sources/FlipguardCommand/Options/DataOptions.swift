public import ArgumentParser
public import Flipguard

extension Scaling: ExpressibleByArgument {}
extension ReadOptions.Missing: ExpressibleByArgument {}
extension ReadOptions.Header: ExpressibleByArgument {}
extension DistanceMetric: ExpressibleByArgument {}

/// Which data, and which of its columns is what.
struct DataOptions: ParsableArguments {
  @Argument(
    help: "A data file, or @name of a bundled data set.",
    completion: .file(extensions: DataFormats.all.flatMap(\.fileExtensions) + ["gz"]))
  var data: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column of labels, by name or index from 0, negative from the end; by default the last.",
      valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp("A second file with the labels, one for each row.", valueName: "file"),
    completion: .file())
  var labels: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The column of ids.", valueName: "column"))
  var id: String?

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

  @Option(help: "What to do with missing feature values.")
  var missing: ReadOptions.Missing = .error

  @Option(help: "Whether the first record of a CSV file names the columns.")
  var header: ReadOptions.Header = .automatic

  /// The options for reading.
  var readOptions: ReadOptions {
    ReadOptions(
      label: label.map(Self.column), id: id.map(Self.column), ignored: ignore.map(Self.column),
      categorical: categorical.map(Self.column), missing: missing, header: header,
      labelsFile: labels)
  }

  private static func column(_ text: String) -> ReadOptions.Column {
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

  /// The bundled set that the argument names; `nil` where it names a file.
  private func bundledSet() throws -> BundledDataset? {
    guard let bundled = try BundledDataset(argument: data) else { return nil }
    guard readOptions == ReadOptions() else {
      throw UsageError(
        "\(data) is bundled, with its columns known; --label, --labels, --id, --ignore, "
          + "--categorical, --missing and --header are for files")
    }
    return bundled
  }

  /// The files that the data come from, which no result may replace.
  var inputFiles: [String] { data.hasPrefix("@") ? [] : [data, labels].compactMap(\.self) }

  /// Reads the features alone and tells what was decided about them.
  func loadFeatures(_ common: CommonOptions) throws -> FeatureTable {
    if let bundled = try bundledSet() {
      return FeatureTable(try bundled.load(), name: data)
    }
    try checkFormat(ofFile: data)
    let table = try common.withProgress("reading") {
      try FeatureTable(path: data, options: readOptions, execution: $0)
    }
    table.notes.forEach { common.note("\(data): \($0)") }
    return table
  }

  /// Reads the data and tells what was decided about it.
  func load(_ common: CommonOptions) throws -> LoadedData {
    if let bundled = try bundledSet() {
      return LoadedData(
        name: data, dataset: try bundled.load(), keptRows: nil, origin: .bundled(bundled))
    }
    try checkFormat(ofFile: data)
    let file = try common.withProgress("reading") {
      try DatasetFile.read(path: data, options: readOptions, execution: $0)
    }
    file.notes.forEach { common.note("\(data): \($0)") }
    return LoadedData(
      name: data, dataset: file.dataset, keptRows: file.keptRows, origin: .file(file.options),
      notes: file.notes)
  }

  /// Reads a second set of the same format whose features and classes are those of the data.
  func load(
    _ companion: Companion, of data: LoadedData, _ common: CommonOptions
  ) throws -> (features: Matrix, labels: Labels) {
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
      options.labelsFile = companion.labels
      let file = try DatasetFile.read(
        path: path, options: options, requiringTwoClasses: false,
        execution: Execution(threadCount: common.threads))
      file.notes.forEach { common.note("\(path): \($0)") }
      dataset = file.dataset
    }
    return try CompanionRows.match(dataset, named: path, to: data)
  }
}

/// A second set of rows that a command reads.
struct Companion {
  let path: String
  /// A file with its labels, one for each row.
  let labels: String?

  /// The set, if there is one.
  init?(path: String?, labels: String?) {
    guard let path else { return nil }
    self.path = path
    self.labels = labels
  }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] { [path, labels].compactMap(\.self) }
}

extension BundledDataset {
  /// The set that an argument such as `@mnist17` names; `nil` for an argument without `@`.
  init?(argument: String) throws {
    guard argument.hasPrefix("@") else { return nil }
    guard let found = BundledDataset(rawValue: String(argument.dropFirst())) else {
      throw UsageError(
        "no bundled data set '\(argument)'; there are "
          + BundledDataset.allCases.map { "@\($0.rawValue)" }.joined(separator: ", "))
    }
    self = found
  }
}
