/// The tiles and entry bundles of a stored log, as C2SP tlog-tiles serves them.
public struct TilePublication: Sendable {
  private init() {}

  /// The files that a log of one size has and a log of a smaller size has not.
  ///
  /// - Parameters:
  ///   - oldSize: The size whose files are there already.
  ///   - size: The size to publish.
  /// - Returns: Their paths: entry bundles, then hash tiles.
  public static func paths(since oldSize: UInt64, to size: UInt64) -> [TilePath] {
    Array(TileList.entryBundles(size: size, since: oldSize))
      + Array(TileList.hashTiles(size: size, since: oldSize))
  }

  /// The bytes of a file, made from the stored entries and nodes.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - reader: The storage.
  /// - Returns: Its bytes.
  /// - Throws: ``TileError``, ``LedgerError/damaged(_:)`` where entries or nodes are missing, or what the storage throws.
  public static func bytes(of path: TilePath, from reader: some LedgerReader) throws -> [UInt8] {
    let first = path.index * UInt64(TilePath.fullWidth)
    let range = first..<(first + UInt64(path.width))
    switch path.kind {
    case .entries:
      let entries = try reader.entries(range)
      guard entries.count == path.width else {
        throw LedgerError.damaged("of the entries of \(path) some are missing")
      }
      return try EntryBundle(entries: entries.map(\.bytes)).bytes
    case .hashes(let level):
      let hashes = try reader.nodes(level: 8 * level, range)
      guard hashes.count == path.width else {
        throw LedgerError.damaged("of the nodes of \(path) some are missing")
      }
      return try HashTile(hashes: hashes).bytes
    }
  }
}
