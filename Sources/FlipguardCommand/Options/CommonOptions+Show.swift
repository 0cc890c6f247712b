import Flipguard

extension CommonOptions {
  /// Tells the result on standard output in the format asked for.
  ///
  /// - Throws: ``/ArrayFiles/FileError/inputOutput(path:reason:)``.
  func show(text: String, json: String, csv: String) throws(FileError) {
    switch format {
    case .text: try StandardStream.output.write(text)
    case .json: try StandardStream.output.write(json, terminator: json.hasSuffix("\n") ? "" : "\n")
    case .csv: try StandardStream.output.write(csv, terminator: "")
    }
  }

  /// Tells the result by the documents that were written.
  ///
  /// - Throws: ``/ArrayFiles/FileError/inputOutput(path:reason:)``.
  func show(text: String, documents: [ReportDocument], json: String, csv: String) throws(FileError)
  {
    func contents(_ name: String) -> String {
      documents.first { $0.name == name }?.contents ?? ""
    }
    try show(text: text, json: contents(json), csv: contents(csv))
  }
}
