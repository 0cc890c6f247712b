import Foundation

/// Values as JSON documents: sorted keys, indented, ending in a line feed.
enum JSONText {
  /// The document of a value.
  ///
  /// - Throws: `EncodingError` when a number is not finite.
  static func document(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
