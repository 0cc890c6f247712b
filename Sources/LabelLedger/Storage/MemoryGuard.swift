import Synchronization

/// A guard in memory, for tests and for ledgers that need not outlive the program.
public final class MemoryGuard: GuardStore {
  private let trees = Mutex<[ExactText: SignedTree]>([:])

  /// A guard of ledgers that have signed nothing yet.
  public init() {}

  public func signedTree(origin: String) -> SignedTree? {
    trees.withLock { $0[ExactText(origin)] }
  }

  public func replace(
    origin: String, expected: SignedTree?, by tree: SignedTree
  ) throws -> Bool {
    try trees.withLock { trees in
      guard trees[ExactText(origin)] == expected else { return false }
      try tree.checkFollows(expected)
      trees[ExactText(origin)] = tree
      return true
    }
  }
}
