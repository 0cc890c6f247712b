/// The largest tree that a ledger ever signed.
public struct SignedTree: Hashable, Sendable {
  /// The tree size.
  public var size: UInt64
  /// The root hash.
  public var root: Hash

  /// What a guard stands for that remembers nothing: the empty tree.
  public static let nothing = SignedTree(size: 0, root: MerkleTree.emptyRoot)

  /// Takes a tree.
  ///
  /// - Parameters:
  ///   - size: The tree size.
  ///   - root: The root hash.
  public init(size: UInt64, root: Hash) {
    self.size = size
    self.root = root
  }

  /// Refuses a tree that cannot come after the signed one: a smaller one, or another one of the same size.
  ///
  /// - Parameter signed: What was signed last.
  /// - Throws: ``StorageError/guardRollback(signed:given:)``.
  public func checkFollows(_ signed: SignedTree?) throws(StorageError) {
    guard let signed, size < signed.size || (size == signed.size && root != signed.root) else {
      return
    }
    throw .guardRollback(signed: signed.size, given: size)
  }
}

/// Remembers the largest tree that was signed, apart from the log, so that no restored or second log signs a fork.
///
/// A ledger's folder can be copied, restored and rolled back; the guard must not be, so it lies elsewhere and is
/// left out of backups.
public protocol GuardStore: Sendable {
  /// What was signed last.
  ///
  /// - Parameter origin: The ledger.
  /// - Returns: `nil` where the ledger has not signed yet.
  /// - Throws: ``StorageError``.
  func signedTree(origin: String) throws -> SignedTree?
  /// Replaces what was signed last, if it is still what the caller believes; durable when it returns.
  ///
  /// - Parameters:
  ///   - origin: The ledger.
  ///   - expected: What the caller believes was signed last.
  ///   - tree: What is to be signed now.
  /// - Returns: Whether it was replaced; `false` where somebody else was faster.
  /// - Throws: ``StorageError/guardRollback(signed:given:)`` for a tree that cannot come after the signed one.
  func replace(origin: String, expected: SignedTree?, by tree: SignedTree) throws -> Bool
}
