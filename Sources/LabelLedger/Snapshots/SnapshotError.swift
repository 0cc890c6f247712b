/// Why a snapshot or what is said about it does not hold.
public enum SnapshotError: Error, Hashable {
  /// The file is not CSV.
  case csv(CSVError)
  /// The first line is not the header.
  case header
  /// A line has another number of fields than four.
  case fieldCount(line: Int, given: Int)
  /// A field of a line is not as it must be.
  case field(line: Int, error: FieldError)
  /// A line is written in another form than the one, or has no end.
  case form(line: Int)
  /// An example does not come behind the one before it, byte by byte.
  case order(line: Int)
  /// An example has two rows.
  case repeatedExample(Identifier)
  /// The envelope does not hold.
  case envelope(EnvelopeError)
  /// The Statement is not JSON.
  case json(StrictJSONError)
  /// A field of the Statement is not as it must be.
  case statement(FieldError)
  /// The Statement says something else than the file shows.
  case differs(field: String, stated: String, found: String)
  /// Too few of the known keys have signed.
  case signers(given: Int, needed: Int)
}

extension SnapshotError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .csv(let error): error.description
    case .header: "The first line is not \(Snapshot.header)."
    case .fieldCount(let line, let given): "Line \(line) has \(given) fields instead of 4."
    case .field(let line, let error): "Line \(line): \(error)"
    case .form(let line): "Line \(line) is not written as a snapshot writes it."
    case .order(let line): "The example of line \(line) must come behind the one before it."
    case .repeatedExample(let example): "The example \"\(example)\" has two rows."
    case .envelope(let error): error.description
    case .json(let error): error.description
    case .statement(let error): error.description
    case .differs(let field, let stated, let found):
      "The Statement says \(field) is \(stated), and the file shows \(found)."
    case .signers(let given, let needed):
      "Signed by \(given) of the known keys where \(needed) are needed."
    }
  }
}
