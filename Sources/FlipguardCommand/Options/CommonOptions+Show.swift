import Flipguard

extension CommonOptions {
  /// Tells the result on standard output in the format asked for.
  func show(text: String, json: String, csv: String) {
    switch format {
    case .text: StandardStream.output.write(text)
    case .json: StandardStream.output.write(json, terminator: json.hasSuffix("\n") ? "" : "\n")
    case .csv: StandardStream.output.write(csv, terminator: "")
    }
  }

  /// Tells the result by the documents that were written.
  func show(text: String, documents: [ReportDocument], json: String, csv: String) {
    func contents(_ name: String) -> String {
      documents.first { $0.name == name }?.contents ?? ""
    }
    show(text: text, json: contents(json), csv: contents(csv))
  }
}
