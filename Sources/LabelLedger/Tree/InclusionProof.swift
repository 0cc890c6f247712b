/// The proof that an entry stands at an index of a tree (RFC 6962, section 2.1.1, "Merkle audit
/// path").
public struct InclusionProof: Hashable, Sendable {
  /// The entry's index, from 0.
  public let index: UInt64
  /// Entries in the tree.
  public let size: UInt64
  /// The hashes of the subtrees beside the path from the entry to the root, the lowest first.
  public let hashes: [Hash]

  /// Takes the parts of a proof; nothing is checked before ``verify(leafHash:root:)``.
  ///
  /// - Parameters:
  ///   - index: The entry's index.
  ///   - size: Entries in the tree.
  ///   - hashes: The proof's hashes.
  public init(index: UInt64, size: UInt64, hashes: [Hash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Makes a proof.
  ///
  /// - Parameters:
  ///   - index: The entry's index, below `size`.
  ///   - size: Entries in the tree, at most ``MerkleTree/maximumSize``.
  ///   - reader: Where the nodes are.
  /// - Returns: The proof.
  /// - Throws: ``ProofError`` for an index outside the tree or too large a size, and what the
  ///   reader throws.
  /// - Complexity: O(log n) nodes in a tree of n entries, read in one call.
  public static func make(
    index: UInt64, size: UInt64, from reader: some NodeReader
  ) throws -> Self {
    try check(index: index, size: size)
    var siblings: [Subtree] = []
    // From the root downwards: the subtree that holds the entry, cut where RFC 6962 cuts it.
    var start: UInt64 = 0
    var count = size
    while count > 1 {
      let half = Subtree.leftPart(of: count)
      if index - start < half {
        siblings.append(Subtree(start: start + half, count: count - half))
        count = half
      } else {
        siblings.append(Subtree(start: start, count: half))
        start += half
        count -= half
      }
    }
    return Self(index: index, size: size, hashes: try reader.hashes(of: siblings.reversed()))
  }

  /// Verifies the proof, as RFC 9162 (2021) describes in section 2.1.3.2.
  ///
  /// - Parameters:
  ///   - leafHash: The entry's leaf hash.
  ///   - root: The root hash of the tree, from a source that is trusted.
  /// - Throws: ``ProofError`` with the evidence.
  /// - Complexity: One hash for each hash of the proof.
  public func verify(leafHash: Hash, root: Hash) throws(ProofError) {
    try Self.check(index: index, size: size)
    let expected = Self.hashCount(index: index, size: size)
    guard hashes.count == expected else {
      throw .hashCount(expected: expected, given: hashes.count)
    }
    var place = index
    var last = size - 1
    var computed = leafHash
    for hash in hashes {
      if place & 1 == 1 || place == last {
        computed = MerkleTree.nodeHash(hash, computed)
        // Levels at which the path's node is the last and has no sibling.
        let skipped = UInt64(place.trailingZeroBitCount)
        place >>= skipped
        last >>= skipped
      } else {
        computed = MerkleTree.nodeHash(computed, hash)
      }
      place >>= 1
      last >>= 1
    }
    guard computed == root else { throw .rootMismatch(expected: root, computed: computed) }
  }

  private static func check(index: UInt64, size: UInt64) throws(ProofError) {
    guard size <= MerkleTree.maximumSize else { throw .sizeTooLarge(size) }
    guard index < size else { throw .indexOutsideTree(index: index, size: size) }
  }

  /// Counts the hashes of a proof: one for each level at which the paths of the entry and of the
  /// last entry differ, and one for each left sibling above.
  private static func hashCount(index: UInt64, size: UInt64) -> Int {
    let apart = UInt64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
    return apart + (index >> UInt64(apart)).nonzeroBitCount
  }
}
