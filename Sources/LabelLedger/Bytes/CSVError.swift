/// Why bytes are not comma-separated values, and on which line.
public struct CSVError: Error, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// A field is not UTF-8.
    case notUTF8
    /// A quotation mark is never closed.
    case openQuotation
    /// Text follows a closing quotation mark.
    case textAfterQuotation
    /// A quotation mark stands inside a field that does not start with one.
    case quotationInside
    /// A CR is not followed by LF.
    case loneCarriageReturn
    /// There is not even a header.
    case empty
    /// Two columns have the same name.
    case repeatedColumn(String)
    /// A row has more or fewer fields than the header.
    case fieldCount(given: Int, header: Int)
  }

  /// What is wrong.
  public let problem: Problem
  /// The line, from 1.
  public let line: Int

  /// Says what is wrong on a line.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - line: The line, from 1.
  public init(_ problem: Problem, line: Int) {
    self.problem = problem
    self.line = line
  }
}

extension CSVError: CustomStringConvertible {
  /// One sentence.
  public var description: String { "Line \(line): \(problem)." }
}

extension CSVError.Problem: CustomStringConvertible {
  /// What is wrong, to be put behind the place.
  public var description: String {
    switch self {
    case .notUTF8: "a field is not UTF-8"
    case .openQuotation: "a quotation mark is never closed"
    case .textAfterQuotation: "only a comma may follow a closing quotation mark"
    case .quotationInside: "a field with quotation marks must start with one"
    case .empty: "the file is empty"
    case .repeatedColumn(let name): "two columns have the name \"\(name)\""
    case .fieldCount(let given, let header):
      "the header has \(header) fields, this row has \(given)"
    case .loneCarriageReturn: "a carriage return must be followed by a line feed"
    }
  }
}
