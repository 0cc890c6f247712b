/// The hashes of up to 256 neighbouring subtrees of one size (C2SP tlog-tiles, 2025, "Merkle
/// Tree").
///
/// On disk and on the wire, the hashes stand one after the other: 8,192 bytes for a full tile.
public struct HashTile: Hashable, Sendable {
  /// The hashes from the left, 1...256 of them.
  public let hashes: [Hash]

  /// Takes hashes as a tile.
  ///
  /// - Parameter hashes: The hashes from the left.
  /// - Throws: ``TileError/width(_:)`` for none and for more than 256.
  public init(hashes: [Hash]) throws(TileError) {
    guard (1...TilePath.fullWidth).contains(hashes.count) else { throw .width(hashes.count) }
    self.hashes = hashes
  }

  /// Reads a tile.
  ///
  /// - Parameters:
  ///   - bytes: What stands at the path.
  ///   - path: Where it was found, which tells how many hashes it must have.
  /// - Throws: ``TileError/byteCount(path:given:)``.
  public init(_ bytes: [UInt8], at path: TilePath) throws(TileError) {
    guard bytes.count == path.width * Hash.byteCount else {
      throw .byteCount(path: path, given: bytes.count)
    }
    try self.init(
      hashes: stride(from: 0, to: bytes.count, by: Hash.byteCount).compactMap { start in
        Hash(bytes[start..<start + Hash.byteCount])
      })
  }

  /// The tile's bytes.
  public var bytes: [UInt8] { hashes.flatMap(\.bytes) }

  /// Computes the hash of a subtree between this tile's level and the next tile's.
  ///
  /// - Parameters:
  ///   - level: Height above the tile's own hashes, 0...8.
  ///   - index: Place from the left among the tile's nodes of that height.
  /// - Returns: `nil` where the tile does not hold all hashes below the node.
  /// - Complexity: 2^level - 1 hashes.
  public func hash(level: Int, index: Int) -> Hash? {
    guard (0...8).contains(level), index >= 0, index < hashes.count >> level else { return nil }
    return MerkleTree.root(ofLeafHashes: Array(hashes[index << level..<(index + 1) << level]))
  }
}
