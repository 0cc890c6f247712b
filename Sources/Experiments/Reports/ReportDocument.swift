/// A file of a report: made in memory, written by whoever asked for it.
public struct ReportDocument: Equatable, Sendable {
  /// File name without a folder.
  public let name: String
  /// The whole text, in UTF-8 once written.
  public let contents: String

  /// Makes a document.
  public init(name: String, contents: String) {
    self.name = name
    self.contents = contents
  }
}
