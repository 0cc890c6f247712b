extension StoredCheckpoint {
  /// What takes the place of a stored checkpoint when the checkpoint of the same size is to be stored again.
  ///
  /// The signed text never changes, and no signature gets lost: the given note must have the same text and be no
  /// shorter, unless the stored one begins with it.
  ///
  /// - Parameter stored: What is stored.
  /// - Returns: The checkpoint to store; `nil` where the stored one stays.
  /// - Throws: ``StorageError/checkpointConflict(size:)``.
  public func replacing(_ stored: StoredCheckpoint) throws -> StoredCheckpoint? {
    guard root == stored.root else { throw StorageError.checkpointConflict(size: size) }
    if stored.note.starts(with: note) { return nil }
    guard note.count >= stored.note.count, Self.text(of: note) == Self.text(of: stored.note) else {
      throw StorageError.checkpointConflict(size: size)
    }
    return self
  }

  /// What is signed: all before the first empty line, and all of a note that has none.
  private static func text(of note: [UInt8]) -> ArraySlice<UInt8> {
    let newline = UInt8(ascii: "\n")
    let end = zip(note.indices, note.indices.dropFirst())
      .first { note[$0] == newline && note[$1] == newline }
    return note[..<(end?.1 ?? note.endIndex)]
  }
}
