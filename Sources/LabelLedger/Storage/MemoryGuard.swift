import Synchronization

/// A guard in memory, for tests and for ledgers that need not outlive the program.
public final class MemoryGuard: GuardStore {
  private let trees = Mutex<[[UInt8]: SignedTree]>([:])

  /// A guard of ledgers that have signed nothing yet.
  public init() {}

  /// What was signed last.
  ///
  /// - Parameter origin: The ledger.
  /// - Returns: `nil` where the ledger has not signed yet.
  public func signedTree(origin: String) -> SignedTree? {
    trees.withLock { $0[Array(origin.utf8)] }
  }

  /// Replaces what was signed last, if it is still what the caller believes.
  ///
  /// - Parameters:
  ///   - origin: The ledger.
  ///   - expected: What the caller believes was signed last.
  ///   - tree: What is to be signed now.
  /// - Returns: Whether it was replaced.
  /// - Throws: ``StorageError/guardRollback(signed:given:)`` for a tree that cannot come after the signed one.
  public func replace(
    origin: String, expected: SignedTree?, by tree: SignedTree
  ) throws -> Bool {
    try trees.withLock { trees in
      guard trees[Array(origin.utf8)] == expected else { return false }
      try tree.checkFollows(expected)
      trees[Array(origin.utf8)] = tree
      return true
    }
  }
}
