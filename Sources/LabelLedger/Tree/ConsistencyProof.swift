/// The proof that a tree continues an earlier one unchanged (RFC 6962, section 2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
  /// Entries in the older tree.
  public let oldSize: UInt64
  /// Entries in the newer tree.
  public let newSize: UInt64
  /// The hashes of the subtrees from which both root hashes follow.
  public let hashes: [Hash]

  /// Takes the parts of a proof; nothing is checked before ``verify(oldRoot:newRoot:)``.
  ///
  /// - Parameters:
  ///   - oldSize: Entries in the older tree.
  ///   - newSize: Entries in the newer tree.
  ///   - hashes: The proof's hashes.
  public init(oldSize: UInt64, newSize: UInt64, hashes: [Hash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Makes a proof.
  ///
  /// - Parameters:
  ///   - oldSize: Entries in the older tree, at least 1.
  ///   - newSize: Entries in the newer tree, at least `oldSize` and at most
  ///     ``MerkleTree/maximumSize``.
  ///   - reader: Where the nodes of the newer tree are.
  /// - Returns: The proof, without hashes for equal sizes.
  /// - Throws: ``ProofError`` for other sizes, and what the reader throws.
  /// - Complexity: O(log n) nodes in a tree of n entries, read in one call.
  public static func make(
    oldSize: UInt64, newSize: UInt64, from reader: some NodeReader
  ) throws -> Self {
    try check(oldSize: oldSize, newSize: newSize)
    var siblings: [Subtree] = []
    // From the root downwards: the subtree in which the older tree ends.
    var start: UInt64 = 0
    var count = newSize
    while start + count > oldSize {
      let half = Subtree.leftPart(of: count)
      if oldSize - start <= half {
        siblings.append(Subtree(start: start + half, count: count - half))
        count = half
      } else {
        siblings.append(Subtree(start: start, count: half))
        start += half
        count -= half
      }
    }
    // Where that subtree is the whole older tree, the verifier has its hash already.
    if start > 0 { siblings.append(Subtree(start: start, count: count)) }
    return Self(
      oldSize: oldSize, newSize: newSize, hashes: try reader.hashes(of: siblings.reversed()))
  }

  /// Verifies the proof, as RFC 9162 (2021) describes in section 2.1.4.2.
  ///
  /// - Parameters:
  ///   - oldRoot: The root hash of the older tree.
  ///   - newRoot: The root hash of the newer tree.
  /// - Throws: ``ProofError`` with the evidence; an empty older tree is refused, since it proves
  ///   nothing.
  /// - Complexity: At most two hashes for each hash of the proof.
  public func verify(oldRoot: Hash, newRoot: Hash) throws(ProofError) {
    try Self.check(oldSize: oldSize, newSize: newSize)
    let expected = Self.hashCount(oldSize: oldSize, newSize: newSize)
    guard hashes.count == expected else {
      throw .hashCount(expected: expected, given: hashes.count)
    }
    guard oldSize < newSize else {
      guard oldRoot == newRoot else { throw .rootMismatch(expected: newRoot, computed: oldRoot) }
      return
    }
    // The largest complete subtree at which the older tree ends, from which both paths climb.
    let level = UInt64(oldSize.trailingZeroBitCount)
    var place = (oldSize - 1) >> level
    var last = (newSize - 1) >> level
    let path = (place == 0 ? [oldRoot] : []) + hashes
    var oldComputed = path[0]
    var newComputed = path[0]
    for hash in path.dropFirst() {
      if place & 1 == 1 || place == last {
        oldComputed = MerkleTree.nodeHash(hash, oldComputed)
        newComputed = MerkleTree.nodeHash(hash, newComputed)
        let skipped = UInt64(place.trailingZeroBitCount)
        place >>= skipped
        last >>= skipped
      } else {
        newComputed = MerkleTree.nodeHash(newComputed, hash)
      }
      place >>= 1
      last >>= 1
    }
    guard oldComputed == oldRoot else {
      throw .oldRootMismatch(expected: oldRoot, computed: oldComputed)
    }
    guard newComputed == newRoot else {
      throw .rootMismatch(expected: newRoot, computed: newComputed)
    }
  }

  private static func check(oldSize: UInt64, newSize: UInt64) throws(ProofError) {
    guard newSize <= MerkleTree.maximumSize else { throw .sizeTooLarge(newSize) }
    guard oldSize > 0 else { throw .emptyOldTree(newSize: newSize) }
    guard oldSize <= newSize else { throw .sizesReversed(old: oldSize, new: newSize) }
  }

  /// Counts the hashes of a proof: those of the path from the subtree at which the older tree ends,
  /// and that subtree's own unless it is the whole older tree.
  private static func hashCount(oldSize: UInt64, newSize: UInt64) -> Int {
    guard oldSize < newSize else { return 0 }
    let level = UInt64(oldSize.trailingZeroBitCount)
    let place = (oldSize - 1) >> level
    let apart = UInt64.bitWidth - (place ^ ((newSize - 1) >> level)).leadingZeroBitCount
    return (place == 0 ? 0 : 1) + apart + (place >> UInt64(apart)).nonzeroBitCount
  }
}
