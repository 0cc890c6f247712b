/// Why bytes are not the JSON that is asked for, and where.
public struct StrictJSONError: Error, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The bytes end inside a value.
    case unexpectedEnd
    /// A byte that nothing can begin or go on with here.
    case unexpectedByte(UInt8)
    /// Bytes after the value.
    case trailingBytes
    /// A byte order mark at the start.
    case byteOrderMark
    /// A string that is not UTF-8.
    case notUTF8
    /// A control character that is not escaped.
    case controlCharacter(UInt8)
    /// A backslash with an unknown letter or bad hexadecimal digits.
    case badEscape
    /// Half of a surrogate pair.
    case loneSurrogate
    /// A name that the object has already.
    case repeatedName(String)
    /// A number with a fraction or an exponent.
    case notInteger
    /// A whole number with a needless zero in front, or minus zero.
    case notShortest
    /// A whole number beyond 2^53.
    case integerTooLarge
    /// More levels than are allowed.
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let problem: Problem
  /// The number of bytes before the place.
  public let offset: Int

  /// Says what is wrong at a place.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - offset: The number of bytes before.
  public init(_ problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }
}

extension StrictJSONError: CustomStringConvertible {
  /// One sentence.
  public var description: String { "Byte \(offset): \(sentence)." }

  private var sentence: String {
    switch problem {
    case .unexpectedEnd: "the JSON ends inside a value"
    case .unexpectedByte(let byte): "\(Self.name(byte)) cannot stand here"
    case .trailingBytes: "only white space may follow the value"
    case .byteOrderMark: "a byte order mark is not allowed"
    case .notUTF8: "the string is not UTF-8"
    case .controlCharacter(let byte): "the control character \(Self.name(byte)) must be escaped"
    case .badEscape: "the escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with 4 digits"
    case .loneSurrogate: "half of a surrogate pair stands alone"
    case .repeatedName(let name): "the name \"\(name)\" stands twice in one object"
    case .notInteger: "only whole numbers without exponent are allowed"
    case .notShortest: "a number has neither leading zeros nor a minus before zero"
    case .integerTooLarge: "whole numbers go from -2^53 to 2^53"
    case .tooDeep(let limit): "at most \(limit) arrays and objects may lie in each other"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "0x" + Hexadecimal.encode([byte])
  }
}
