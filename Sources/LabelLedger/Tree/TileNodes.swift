/// A reader of nodes that computes them from hash tiles.
///
/// Tiles come from outside and are not checked against a root hash here; the proofs made of them
/// are, by whoever verifies those. Each tile is read once in a call.
public struct TileNodes: NodeReader {
  /// Entries in the tree whose tiles are read; it tells the widths of its partial tiles.
  public let size: UInt64
  private let read: (TilePath) throws -> [UInt8]

  /// Reads the tiles of a tree.
  ///
  /// - Parameters:
  ///   - size: Entries in the tree.
  ///   - read: Gives the bytes at a path, or throws.
  public init(size: UInt64, read: @escaping (TilePath) throws -> [UInt8]) {
    self.size = size
    self.read = read
  }

  /// Reads hashes.
  ///
  /// - Parameter positions: Which nodes, each complete in the tree.
  /// - Returns: One hash for each position, in the same order.
  /// - Throws: ``TileError`` for a node outside the tree and a tile of the wrong length, and what
  ///   reading a tile throws.
  public func hashes(at positions: [NodePosition]) throws -> [Hash] {
    var tiles: [TilePath: HashTile] = [:]
    return try positions.map { position in
      guard let path = path(of: position) else {
        throw TileError.nodeOutsideTree(position, size: size)
      }
      let tile = try tiles[path] ?? HashTile(read(path), at: path)
      tiles[path] = tile
      let level = position.level % 8
      let nodesBefore = path.index << UInt64(8 - level)
      guard let hash = tile.hash(level: level, index: Int(position.index - nodesBefore)) else {
        throw TileError.nodeOutsideTree(position, size: size)
      }
      return hash
    }
  }

  /// Finds the tile that a node is computed from.
  private func path(of position: NodePosition) -> TilePath? {
    guard size <= MerkleTree.maximumSize, position.isComplete(inTreeOfSize: size) else {
      return nil
    }
    let level = position.level / 8
    let index = position.index >> UInt64(8 - position.level % 8)
    let width = (size >> UInt64(8 * level)) - index * UInt64(TilePath.fullWidth)
    return TilePath(
      kind: .hashes(level: level), index: index, width: Int(min(width, UInt64(TilePath.fullWidth)))
    )
  }
}
