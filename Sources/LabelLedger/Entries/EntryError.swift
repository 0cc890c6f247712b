/// Why bytes are not an entry, or an entry does not hold together.
public enum EntryError: Error, Hashable {
  /// The bytes are not JSON.
  case json(StrictJSONError)
  /// A field is not as it must be.
  case field(FieldError)
  /// The entry is written in a version that is not known here.
  case version(Int64)
  /// Entries of this kind have no such field.
  case notForKind(field: String, kind: EntryKind)
  /// Entries of this kind need the field.
  case neededByKind(field: String, kind: EntryKind)
}

extension EntryError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .field(let error): error.description
    case .version(let given): "The entry is of version \(given); only version 1 is read here."
    case .notForKind(let field, let kind): "An entry \(kind.rawValue) has no field \(field)."
    case .neededByKind(let field, let kind): "An entry \(kind.rawValue) needs the field \(field)."
    }
  }
}
