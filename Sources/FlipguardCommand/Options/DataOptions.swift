public import ArgumentParser
public import Flipguard

extension Scaling: ExpressibleByArgument {}
extension DistanceMetric: ExpressibleByArgument {}

/// Which data, and which of its columns is what.
struct DataOptions: ParsableArguments {
  /// The help and completion of DATA.
  static let argument = (
    help: "A data file, or @name of a bundled data set.",
    completion: CompletionKind.file(
      extensions: DataFormats.all.flatMap(\.fileExtensions) + ["gz"])
  )

  @Argument(help: "\(Self.argument.help)", completion: Self.argument.completion)
  var data: String

  @OptionGroup var columns: ColumnOptions

  /// The files that the data come from, which no result may replace.
  var inputFiles: [String] { columns.inputFiles(data) }

  /// Reads the features alone and tells what was decided about them.
  func loadFeatures(_ common: CommonOptions) throws -> FeatureTable {
    try columns.loadFeatures(data, common)
  }

  /// Reads the data and tells what was decided about it.
  func load(_ common: CommonOptions) throws -> LoadedData { try columns.load(data, common) }
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
