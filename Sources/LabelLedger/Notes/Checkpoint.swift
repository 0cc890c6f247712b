/// What a log says of itself at one moment: its origin, its size and its root hash (C2SP
/// tlog-checkpoint, 2025).
///
/// It becomes binding as the text of a ``SignedNote``. Extension lines are refused: witnesses do
/// not vouch for them, and monitors cannot check them.
public struct Checkpoint: Sendable {
  /// The name of the log, such as `example.com/labels`.
  public let origin: String
  /// Entries in the tree.
  public let size: UInt64
  /// The root hash of the tree.
  public let root: Hash

  /// Puts a checkpoint together.
  ///
  /// - Parameters:
  ///   - origin: The name of the log: at least one character, no control characters.
  ///   - size: Entries in the tree, at most 2^63 - 1.
  ///   - root: The root hash of the tree.
  /// - Throws: ``CheckpointError/origin(_:)``, ``CheckpointError/size(_:)``.
  public init(origin: String, size: UInt64, root: Hash) throws(CheckpointError) {
    guard !origin.isEmpty, origin.utf8.allSatisfy({ $0 >= 0x20 }) else { throw .origin(origin) }
    guard size <= MerkleTree.maximumSize else { throw .size("\(size)") }
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a checkpoint's note.
  ///
  /// - Parameter text: Three lines, each with its line feed.
  /// - Throws: ``CheckpointError`` for anything else than what ``text`` would write.
  public init(parsing text: [UInt8]) throws(CheckpointError) {
    guard let valid = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
    let lines = valid.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty else { throw .lineCount(lines.count - 1) }
    let parts = lines.map { String(decoding: $0, as: UTF8.self) }
    guard let size = DecimalSize.parse(lines[1]) else { throw .size(parts[1]) }
    guard let root = Hash(base64: parts[2]) else { throw .root(parts[2]) }
    try self.init(origin: parts[0], size: size, root: root)
  }

  /// The text for a note: three lines, each with its line feed.
  public var text: [UInt8] { Array("\(origin)\n\(size)\n\(root.base64)\n".utf8) }

  /// Signs the checkpoint.
  ///
  /// - Parameter key: The log's key, whose name is by custom the origin.
  /// - Returns: A note with one signature.
  /// - Throws: ``NoteError/tooLong(_:)`` for an enormous origin, and what the library of algorithms
  ///   throws.
  public func signed(with key: SignerKey) throws -> SignedNote {
    try SignedNote(text: text, signatures: [try key.sign(text)])
  }

  /// Tells whether the checkpoint is of a log.
  ///
  /// - Parameter origin: The log's origin.
  /// - Returns: Whether the origins have the same bytes.
  public func isOf(origin: String) -> Bool { KeyName.areSame(self.origin, origin) }
}

extension Checkpoint: Hashable {
  /// Tells whether two checkpoints have the same text.
  ///
  /// - Parameters:
  ///   - left: One checkpoint.
  ///   - right: Another.
  /// - Returns: Whether they are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.size == right.size && left.root == right.root && left.isOf(origin: right.origin)
  }

  /// Hashes what tells checkpoints apart.
  ///
  /// - Parameter hasher: What is fed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(root)
  }
}
