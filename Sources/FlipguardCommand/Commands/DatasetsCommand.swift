import ArgumentParser
import Flipguard

/// `flipguard datasets`.
struct DatasetsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "Lists, describes and exports the bundled data sets.")

  @Argument(
    help: "A bundled data set to describe or export; without it all are listed.",
    completion: .list(BundledDataset.allCases.map { "@\($0.id)" }))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Write the data set to this file; the format follows from its name.", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    if output != nil, name == nil {
      throw ValidationError("name the data set to write to --output")
    }
  }

  func execute() throws {
    guard let name else {
      for set in BundledDataset.allCases {
        try StandardStream.output.write(Self.line(set))
      }
      return
    }
    guard let set = try BundledDataset(argument: name.hasPrefix("@") ? name : "@\(name)") else {
      return
    }
    if let output {
      let target = try OutputTarget(output)
      let dataset = try set.load()
      try LoadedData.checkFormat(ofOutput: target.path, for: dataset)
      let paths = try DatasetFile.write(dataset, to: target.path)
      try StandardStream.output.write(
        "Wrote @\(set.rawValue) to \(paths.joined(separator: " and ")).")
    } else {
      try StandardStream.output.write(
        """
        \(try Self.line(set))

        \(set.summary)
        Source: \(set.citation)
        Licence: \(set.licence)
        """)
    }
  }

  private static func line(_ set: BundledDataset) throws -> String {
    let dataset = try set.load()
    let sizes = zip(dataset.labels.classNames, dataset.labels.classSizes)
      .map { "\($0): \($1)" }.joined(separator: ", ")
    return
      "@\(set.rawValue): \(dataset.rowCount) rows x \(dataset.featureCount) features; \(sizes)"
  }
}
