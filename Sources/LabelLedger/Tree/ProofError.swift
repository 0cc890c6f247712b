/// Why a proof was refused, or could not be made.
public enum ProofError: Error, Hashable, Sendable {
  /// The entry is not in the tree: its index must be below the size.
  case indexOutsideTree(index: UInt64, size: UInt64)
  /// The size is above ``MerkleTree/maximumSize``.
  case sizeTooLarge(UInt64)
  /// The older tree is empty: RFC 6962 knows no consistency proof for it, since every tree
  /// continues it.
  case emptyOldTree(newSize: UInt64)
  /// The older tree has more entries than the newer one.
  case sizesReversed(old: UInt64, new: UInt64)
  /// The number of hashes is not the one that the sizes ask for.
  case hashCount(expected: Int, given: Int)
  /// The hashes lead to another root hash than that of the tree, or of the newer tree.
  case rootMismatch(expected: Hash, computed: Hash)
  /// The hashes lead to another root hash than that of the older tree.
  case oldRootMismatch(expected: Hash, computed: Hash)
}

extension ProofError: CustomStringConvertible {
  /// One sentence with what was given and what is allowed.
  public var description: String {
    switch self {
    case .indexOutsideTree(let index, let size):
      "Entry \(index) is not in a tree of \(size) entries, which are numbered from 0."
    case .sizeTooLarge(let size):
      "A tree of \(size) entries is above the limit of \(MerkleTree.maximumSize)."
    case .emptyOldTree(let newSize):
      "There is no consistency proof from the empty tree to a tree of \(newSize) entries."
    case .sizesReversed(let old, let new):
      "The older tree has \(old) entries, more than the \(new) of the newer one."
    case .hashCount(let expected, let given):
      "The proof has \(given) hashes where the sizes ask for \(expected)."
    case .rootMismatch(let expected, let computed):
      "The proof leads to the root hash \(computed), not to \(expected)."
    case .oldRootMismatch(let expected, let computed):
      "The proof leads to the older root hash \(computed), not to \(expected)."
    }
  }
}
