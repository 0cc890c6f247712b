/// Reads fields of other systems, which have more fields and other numbers than ours.
enum ImportedField {
  /// The deepest nesting that exports of annotation tools are given.
  static let maximumDepth = 64

  /// A name: text, or a whole number written out.
  static func identifier(
    _ json: StrictJSON, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> Identifier {
    do throws(FieldError) {
      switch json {
      case .integer(let number): return try Identifier(json: .string(String(number)))
      case .string: return try Identifier(json: json)
      default:
        throw FieldError(
          .wrongType(given: json.typeName, allowed: "text or a whole number"))
      }
    } catch {
      throw ImportError(.field(error.inside(field)), at: place)
    }
  }

  /// A name that may be missing or null.
  static func optionalIdentifier(
    _ object: StrictJSON.Object, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> Identifier? {
    guard let json = object[field], json != .null else { return nil }
    return try identifier(json, field, at: place)
  }

  /// A name that must be there.
  static func identifier(
    _ object: StrictJSON.Object, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> Identifier {
    try identifier(try require(object, field, at: place), field, at: place)
  }

  /// A field that must be there.
  static func require(
    _ object: StrictJSON.Object, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> StrictJSON {
    guard let json = object[field] else {
      throw ImportError(.field(FieldError(.missing, at: field)), at: place)
    }
    return json
  }

  /// A list that may be missing or null.
  static func list(
    _ object: StrictJSON.Object, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> [StrictJSON] {
    switch object[field] {
    case .array(let values): return values
    case nil, .null: return []
    case .some(let other):
      throw ImportError(
        .field(FieldError(.wrongType(given: other.typeName, allowed: "an array"), at: field)),
        at: place)
    }
  }

  /// An object.
  static func object(
    _ json: StrictJSON, _ field: String, at place: ImportPlace
  ) throws(ImportError) -> StrictJSON.Object {
    guard case .object(let object) = json else {
      throw ImportError(
        .field(FieldError(.wrongType(given: json.typeName, allowed: "an object"), at: field)),
        at: place)
    }
    return object
  }

  /// The first of some times that is there.
  static func time(
    _ object: StrictJSON.Object, _ fields: [String], at place: ImportPlace
  ) throws(ImportError) -> Int64? {
    for field in fields {
      guard let json = object[field], json != .null else { continue }
      guard case .string(let text) = json, let time = RFC3339.milliseconds(text) else {
        let given = String(decoding: json.canonical, as: UTF8.self)
        throw ImportError(
          .field(FieldError(.badValue(given: given, allowed: "a time of RFC 3339"), at: field)),
          at: place)
      }
      return time
    }
    return nil
  }

  /// The records of a JSON list, or of one JSON object on each line.
  static func records(
    _ bytes: [UInt8]
  ) throws(ImportError) -> [(place: ImportPlace, object: StrictJSON.Object)] {
    let isList = bytes.first { !isSpace($0) } == UInt8(ascii: "[")
    var records: [(place: ImportPlace, object: StrictJSON.Object)] = []
    if isList {
      guard case .array(let values) = try parse(bytes, at: .file) else { return [] }
      for (index, value) in values.enumerated() {
        let place = ImportPlace.record(index)
        records.append((place, try object(value, "", at: place)))
      }
      return records
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // A file without anything is more likely cut off than an export without answers.
    if bytes.allSatisfy(isSpace) { _ = try parse(bytes, at: .file) }
    for (index, line) in lines.enumerated() where !line.allSatisfy(isSpace) {
      let place = ImportPlace.line(index + 1)
      records.append((place, try object(try parse(Array(line), at: place), "", at: place)))
    }
    return records
  }

  private static func parse(_ bytes: [UInt8], at place: ImportPlace) throws(ImportError)
    -> StrictJSON
  {
    do {
      return try StrictJSON(parsing: bytes, numbers: .text, maximumDepth: maximumDepth)
    } catch {
      throw ImportError(.json(error), at: place)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
