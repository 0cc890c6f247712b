/// The place of a complete subtree in a Merkle tree.
///
/// The node at level l and index i covers the entries from i * 2^l up to (i + 1) * 2^l, without the
/// last.
public struct NodePosition: Hashable, Sendable {
  /// Height above the entries, 0...62; 0 holds the leaf hashes.
  public let level: Int
  /// Place from the left among the nodes of its level, from 0.
  public let index: UInt64

  /// Names a place.
  ///
  /// - Parameters:
  ///   - level: Height above the entries.
  ///   - index: Place from the left in that level.
  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }

  /// Tells whether a tree holds all entries below the node.
  ///
  /// - Parameter size: Entries in the tree.
  /// - Returns: `false` for a node that is not complete, and for a level below 0 or above 62.
  public func isComplete(inTreeOfSize size: UInt64) -> Bool {
    (0...62).contains(level) && index < size >> UInt64(level)
  }
}

extension NodePosition: CustomStringConvertible {
  /// The level and the index.
  public var description: String { "node \(index) of level \(level)" }
}

/// A complete subtree and its hash.
public struct Node: Hashable, Sendable {
  /// Its place.
  public let position: NodePosition
  /// The Merkle tree hash of the entries below it.
  public let hash: Hash

  /// Names a node.
  ///
  /// - Parameters:
  ///   - position: Its place.
  ///   - hash: Its hash.
  public init(position: NodePosition, hash: Hash) {
    self.position = position
    self.hash = hash
  }
}
