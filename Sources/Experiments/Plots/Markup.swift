/// Text of an SVG or HTML document in which foreign text cannot become markup.
///
/// A literal is taken as it stands, an interpolated string is escaped, and interpolated markup is kept:
/// `"<p>\(name)</p>"` is safe whatever the name. The result is well-formed XML if the literals are.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  /// The document's text.
  private(set) var text: String

  /// Takes a literal as it stands.
  init(stringLiteral value: String) { text = value }

  /// Takes a literal with interpolated parts.
  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Joins pieces.
  init(_ pieces: some Sequence<Markup>, separator: String = "\n") {
    text = pieces.map(\.text).joined(separator: separator)
  }

  /// The parts of an interpolated literal, escaped as they come.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += Markup.escape(value) }

    mutating func appendInterpolation(_ value: Int) { text += String(value) }

    mutating func appendInterpolation(_ value: Markup) { text += value.text }

    /// A length or a position of a drawing, to a tenth of a unit.
    mutating func appendInterpolation(_ value: Double) { text += value.text(digits: 1) }
  }

  /// The text with the five characters that mean something to XML replaced, and those that XML forbids
  /// shown as the replacement character.
  static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        escaped.unicodeScalars.append("\u{FFFD}")
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
