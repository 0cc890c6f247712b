/// Why a tile, an entry bundle or a path of one was refused.
public enum TileError: Error, Hashable, Sendable {
  /// The text is not a path of a tile or entry bundle in its one form.
  case path(String)
  /// The width is not 1...256.
  case width(Int)
  /// A hash tile has another number of bytes than 32 for each hash.
  case byteCount(path: TilePath, given: Int)
  /// No complete node stands there in the tree.
  case nodeOutsideTree(NodePosition, size: UInt64)
  /// An entry is too long for the two bytes of its length: 65,535 bytes are allowed.
  case entryTooLong(Int)
  /// An entry bundle ends within the entry of this place, counted from 0.
  case truncatedBundle(entry: Int)
  /// An entry bundle goes on after its last entry.
  case trailingBytes(Int)
}

extension TileError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .path(let text):
      "\"\(text)\" is not a path of the form tile/<level>/<index> or tile/entries/<index>."
    case .width(let width):
      "A tile or entry bundle holds 1 to \(TilePath.fullWidth), not \(width)."
    case .byteCount(let path, let given):
      "\(path) has \(given) bytes, not the \(path.width * Hash.byteCount) of \(path.width) hashes."
    case .nodeOutsideTree(let position, let size):
      "A tree of \(size) entries has no complete \(position)."
    case .entryTooLong(let count):
      "The entry has \(count) bytes; at most \(EntryBundle.maximumEntryBytes) are allowed."
    case .truncatedBundle(let entry):
      "The entry bundle ends within its entry \(entry)."
    case .trailingBytes(let count):
      "The entry bundle has \(count) bytes after its last entry."
    }
  }
}
