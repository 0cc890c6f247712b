import ArgumentParser
import LabelLedger
import LedgerSQLite

/// Labels read from a file or from standard input, all of them checked before any is written.
struct LabelInput {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv
    case jsonl
  }

  /// One label.
  struct Row {
    /// The line in the file, from 1.
    var line: Int
    var example: Identifier
    var label: Identifier?
    var batch: Identifier?
    var confidence: DecimalString?
    var digest: Hash?
    var note: String?
  }

  private static let columns = ["example", "label", "batch", "confidence", "digest", "note"]

  /// The file, for messages.
  let name: String
  let rows: [Row]
  /// The first 32 digits of the SHA-256 of the file.
  let digest: String

  /// Reads labels.
  ///
  /// - Parameters:
  ///   - path: The file; `-` for standard input.
  ///   - format: How it is written; `nil` for what its name tells.
  /// - Throws: ``InputError``, or ``/LedgerSQLite/FolderError``.
  init(path: String, format: Format?) throws {
    let name = path == "-" ? "standard input" : path
    self.name = name
    guard let bytes = try DurableFile.read(path == "-" ? "/dev/stdin" : path) else {
      throw FolderError.notFound(path: name, what: "labels")
    }
    digest = String(Hash(of: bytes).hexadecimal.prefix(32))
    let records: [(line: Int, fields: [String: String])] =
      switch format ?? (path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") ? .jsonl : .csv) {
      case .csv: try Self.csv(bytes, name)
      case .jsonl: try Self.lines(bytes, name)
      }
    guard !records.isEmpty else {
      throw FolderError.malformed(path: name, reason: "holds no labels")
    }
    rows = try records.map { record in
      do { return try Self.row(record.line, record.fields) } catch let error as UsageError {
        throw InputError(path: name, line: record.line, problem: error.description)
      }
    }
  }

  private static func row(_ line: Int, _ fields: [String: String]) throws -> Row {
    func field(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let example = field("example"), let label = field("label") else {
      throw UsageError("an example or its label is missing")
    }
    return Row(
      line: line, example: try Names.identifier(example, "example"),
      label: try Names.identifier(label, "label"),
      batch: try field("batch").map { try Names.identifier($0, "batch") },
      confidence: try field("confidence").map(confidence),
      digest: try field("digest").map { try Names.digest($0, "digest") }, note: field("note"))
  }

  private static func confidence(_ text: String) throws -> DecimalString {
    guard let confidence = Names.confidence(text) else {
      throw UsageError("confidence is '\(text)'; \(Names.allowedConfidence)")
    }
    return confidence
  }

  private static func csv(
    _ bytes: [UInt8], _ name: String
  ) throws -> [(line: Int, fields: [String: String])] {
    let table: CSVTable
    do { table = try CSVTable(parsing: bytes) } catch {
      throw InputError(path: name, line: error.line, problem: "\(error.problem)")
    }
    let header = table.header.map { $0 == "id" ? "example" : $0 }
    for column in header where !columns.contains(column) {
      throw InputError(
        path: name, line: 1,
        problem: "column '\(column)' is not known; known: \(columns.joined(separator: ", "))")
    }
    for column in columns where header.count(where: { $0 == column }) > 1 {
      throw InputError(path: name, line: 1, problem: "two columns hold the \(column)")
    }
    for required in ["example", "label"] where !header.contains(required) {
      throw InputError(path: name, line: 1, problem: "column '\(required)' is missing")
    }
    return table.rows.map {
      ($0.line, Dictionary(uniqueKeysWithValues: zip(header, $0.fields)))
    }
  }

  private static func lines(
    _ bytes: [UInt8], _ name: String
  ) throws -> [(line: Int, fields: [String: String])] {
    var records: [(line: Int, fields: [String: String])] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty {
      func refuse(_ problem: String) -> InputError {
        InputError(path: name, line: index + 1, problem: problem)
      }
      let value: StrictJSON
      do { value = try StrictJSON(parsing: Array(line), numbers: .text) } catch {
        throw refuse(Phrase.of("\(error)"))
      }
      guard case .object(let object) = value else {
        throw refuse("\(value.typeName) stands where an object is needed")
      }
      var fields: [String: String] = [:]
      for member in object.members {
        let column = member.name == "id" ? "example" : member.name
        guard columns.contains(column) else {
          throw refuse(
            "'\(member.name)' is not known; known: \(columns.joined(separator: ", "))")
        }
        guard fields[column] == nil else { throw refuse("'\(column)' is there twice") }
        switch member.value {
        case .string(let text), .number(let text): fields[column] = text
        case .integer(let number): fields[column] = "\(number)"
        case .bool(let truth): fields[column] = truth ? "true" : "false"
        case .null: break
        case .array, .object: throw refuse("'\(member.name)' is \(member.value.typeName)")
        }
      }
      records.append((index + 1, fields))
    }
    return records
  }
}
