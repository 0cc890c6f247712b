import Synchronization

/// A guard in memory, for tests and for ledgers that need not outlive the program.
public final class MemoryGuard: GuardStore {
  private let trees = Mutex<[[UInt8]: SignedTree]>([:])

  /// A guard of ledgers that have signed nothing yet.
  public init() {}

  public func signedTree(origin: String) -> SignedTree? {
    trees.withLock { $0[Array(origin.utf8)] }
  }

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
