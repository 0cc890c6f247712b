/// Tables as comma-separated values (RFC 4180), with a line feed at the end of every line.
enum CSVText {
  /// A header and its rows.
  static func document(header: [String], rows: some Sequence<[String]>) -> String {
    var text = line(header)
    for row in rows { text += line(row) }
    return text
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  /// The field, in quotes when it holds a comma, a quote or a line break.
  static func quoted(_ field: String) -> String {
    let isPlain = field.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
        && byte != UInt8(ascii: "\r")
    }
    if isPlain { return field }
    guard field.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(field)\"" }
    var text = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
