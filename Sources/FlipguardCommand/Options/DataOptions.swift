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
    completion: .file(extensions: ["csv", "npy", "npz", "libsvm", "gz"]))
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

  @Option(
    help:
      "How features are scaled; by default standardize, but for byte data none (attack: minmax).")
  var scaling: Scaling?

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

  /// Reads the data and tells what was decided about it.
  func load(_ common: CommonOptions) throws -> LoadedData {
    if let bundled = try BundledDataset(argument: data) {
      guard readOptions == ReadOptions() else {
        throw UsageError(
          "\(data) is bundled, with its columns known; --label, --labels, --id, --ignore, "
            + "--categorical, --missing and --header are for files")
      }
      return LoadedData(
        name: data, dataset: try bundled.load(), keptRows: nil, origin: .bundled(bundled))
    }
    let file = try common.withProgress("reading") {
      try DatasetFile.read(path: data, options: readOptions, execution: $0)
    }
    file.notes.forEach { common.note("\(data): \($0)") }
    return LoadedData(
      name: data, dataset: file.dataset, keptRows: file.keptRows, origin: .file(file.options),
      notes: file.notes)
  }

  /// Reads a second set of the same format whose features and classes are those of the data.
  func loadCompanion(
    _ path: String, of data: LoadedData, _ common: CommonOptions
  ) throws -> (features: Matrix, labels: Labels) {
    var options = readOptions
    options.labelsFile = nil
    let dataset: Dataset
    if let bundled = try BundledDataset(argument: path) {
      dataset = try bundled.load()
    } else {
      let file = try DatasetFile.read(
        path: path, options: options, requiringTwoClasses: false,
        execution: Execution(threadCount: common.threads))
      dataset = file.dataset
    }
    return try CompanionRows.match(dataset, named: path, to: data)
  }
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
