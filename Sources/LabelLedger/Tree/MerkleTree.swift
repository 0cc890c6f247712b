/// The hashes of an append-only Merkle tree (RFC 6962, 2013, section 2.1, with SHA-256).
///
/// Leaves and inner nodes are hashed with different first bytes, so that no inner node passes for
/// an entry.
public enum MerkleTree {
  /// The largest tree that the formats around it can name: 2^63 - 1 entries.
  public static let maximumSize = UInt64(Int64.max)

  /// The root hash of the tree without entries: the hash of no bytes.
  public static let emptyRoot = Hash(of: [])

  private static let leafPrefix: [UInt8] = [0]
  private static let nodePrefix: [UInt8] = [1]

  /// Hashes an entry: SHA-256 of a zero byte and the entry.
  ///
  /// - Parameter data: The entry's bytes.
  /// - Returns: The leaf hash.
  public static func leafHash(_ data: [UInt8]) -> Hash {
    Hash(of: leafPrefix, data)
  }

  /// Hashes two neighbouring subtrees: SHA-256 of a one byte and both hashes.
  ///
  /// - Parameters:
  ///   - left: The hash of the earlier subtree.
  ///   - right: The hash of the later one.
  /// - Returns: The hash of the subtree that holds both.
  public static func nodeHash(_ left: Hash, _ right: Hash) -> Hash {
    Hash(of: nodePrefix, left.bytes, right.bytes)
  }

  /// Computes a root hash from all leaf hashes.
  ///
  /// - Parameter leafHashes: The leaf hashes in the order of the entries.
  /// - Returns: The root hash, ``emptyRoot`` for none.
  /// - Complexity: O(n) hashes for n entries; O(log n) memory.
  public static func root(ofLeafHashes leafHashes: [Hash]) -> Hash {
    var edge = RightEdge()
    for leafHash in leafHashes { _ = edge.append(leafHash) }
    return edge.root
  }
}
