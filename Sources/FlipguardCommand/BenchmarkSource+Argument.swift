import Flipguard

extension BenchmarkSource {
  /// Reads the data set that an argument names: a bundled or synthetic one, or a file.
  ///
  /// - Parameters:
  ///   - argument: `@name`, or a path.
  ///   - common: Threads, and where notes and progress go.
  /// - Throws: ``UsageError`` where there is no set of this name, or why the file cannot be read.
  init(argument: String, common: CommonOptions) throws {
    if argument.hasPrefix("@") {
      if let synthetic = SyntheticDataset(rawValue: String(argument.dropFirst())) {
        self.init(synthetic)
        return
      }
      guard let bundled = try BundledDataset(argument: argument) else {
        throw UsageError("no data set \(argument)")
      }
      try self.init(bundled)
      return
    }
    let file = try common.withProgress("reading") {
      try DatasetFile.read(path: argument, execution: $0)
    }
    file.notes.forEach { common.note("\(argument): \($0)") }
    self.init(file.dataset, name: argument, digest: try SHA256.digest(ofFile: argument))
  }
}
