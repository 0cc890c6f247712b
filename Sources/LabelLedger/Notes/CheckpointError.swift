/// Why a text is not a checkpoint.
public enum CheckpointError: Error, Hashable, Sendable {
  /// The text is not valid UTF-8.
  case notUTF8
  /// The text has another number of lines than three, or does not end in a line feed.
  case lineCount(Int)
  /// The origin is empty, or has a control character.
  case origin(String)
  /// The size is not a decimal number of 0 to 2^63 - 1 without leading zeros.
  case size(String)
  /// The root hash is not 32 bytes in Base64.
  case root(String)
}

extension CheckpointError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .notUTF8:
      "The checkpoint is not valid UTF-8."
    case .lineCount(let count):
      "A checkpoint has three lines, each with a line feed, and no extension lines, not \(count)."
    case .origin(let text):
      "\"\(text)\" is not an origin: at least one character, no control characters."
    case .size(let text):
      "\"\(text)\" is not a tree size: 0 to \(MerkleTree.maximumSize) without leading zeros."
    case .root(let text):
      "\"\(text)\" is not a root hash: 32 bytes in Base64."
    }
  }
}
