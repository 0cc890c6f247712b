/// The hashes from which a tree grows: one for each complete subtree of its right edge.
///
/// Also known as a compact range. It holds as many hashes as the size has one bits, and is all that
/// a log needs to append and to compute its root hash.
public struct RightEdge: Hashable, Sendable {
  /// Entries in the tree.
  public private(set) var size: UInt64
  /// The hashes of the subtrees at ``positions(size:)``, the largest first.
  public private(set) var hashes: [Hash]

  /// The edge of the tree without entries.
  public init() {
    size = 0
    hashes = []
  }

  /// Takes stored hashes as an edge.
  ///
  /// `nil` unless there is one for each one bit of the size, and for a size above
  /// ``MerkleTree/maximumSize``.
  ///
  /// - Parameters:
  ///   - size: Entries in the tree.
  ///   - hashes: The hashes of the subtrees, the largest first.
  public init?(size: UInt64, hashes: [Hash]) {
    guard size <= MerkleTree.maximumSize, hashes.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// Reads an edge.
  ///
  /// - Parameters:
  ///   - size: Entries in the tree, at most ``MerkleTree/maximumSize``.
  ///   - reader: Where the nodes are.
  /// - Throws: ``ProofError/sizeTooLarge(_:)``, ``ProofError/hashCount(expected:given:)`` if the
  ///   reader breaks its promise, and what the reader throws.
  public init(size: UInt64, from reader: some NodeReader) throws {
    guard size <= MerkleTree.maximumSize else { throw ProofError.sizeTooLarge(size) }
    let positions = Self.positions(size: size)
    let hashes = positions.isEmpty ? [] : try reader.hashes(at: positions)
    guard let edge = Self(size: size, hashes: hashes) else {
      throw ProofError.hashCount(expected: positions.count, given: hashes.count)
    }
    self = edge
  }

  /// Adds an entry.
  ///
  /// The size must be below ``MerkleTree/maximumSize``.
  ///
  /// - Parameter leafHash: The entry's leaf hash.
  /// - Returns: The nodes that the entry completed, from its leaf hash upwards.
  /// - Complexity: O(log n) hashes at worst, one on average.
  public mutating func append(_ leafHash: Hash) -> [Node] {
    precondition(size < MerkleTree.maximumSize, "The tree is full.")
    var hash = leafHash
    var nodes = [Node(position: NodePosition(level: 0, index: size), hash: hash)]
    var level = 0
    while size >> UInt64(level) & 1 == 1 {
      level += 1
      hash = MerkleTree.nodeHash(hashes.removeLast(), hash)
      nodes.append(
        Node(position: NodePosition(level: level, index: size >> UInt64(level)), hash: hash))
    }
    hashes.append(hash)
    size += 1
    return nodes
  }

  /// The root hash of the tree.
  public var root: Hash { Self.root(of: hashes[...]) }

  /// Computes the hash of a run of entries from its complete subtrees.
  ///
  /// - Parameter hashes: The hashes of the subtrees, the largest first.
  /// - Returns: Their common hash.
  static func root(of hashes: ArraySlice<Hash>) -> Hash {
    guard let last = hashes.last else { return MerkleTree.emptyRoot }
    return hashes.dropLast().reversed().reduce(last) { MerkleTree.nodeHash($1, $0) }
  }

  /// Lists the complete subtrees whose hashes make an edge.
  ///
  /// - Parameter size: Entries in the tree.
  /// - Returns: Their places, the largest first; none for the empty tree.
  public static func positions(size: UInt64) -> [NodePosition] {
    (0..<UInt64.bitWidth).reversed().filter { size >> UInt64($0) & 1 == 1 }.map { level in
      NodePosition(level: level, index: (size >> UInt64(level)) - 1)
    }
  }
}
