/// Where the hashes of complete subtrees come from: a store, a folder of tiles, another host.
///
/// A reader need not be trusted: whoever has a root hash verifies the proof that was made of what
/// it answered. ``TileNodes`` reads from hash tiles.
public protocol NodeReader {
  /// Reads hashes.
  ///
  /// - Parameter positions: Which nodes, each complete in the reader's tree; in any order, and
  ///   possibly none.
  /// - Returns: One hash for each position, in the same order.
  /// - Throws: When a node is missing or cannot be read.
  func hashes(at positions: [NodePosition]) throws -> [Hash]
}

extension NodeReader {
  /// Reads the hashes of some subtrees, complete or not, in a single call of
  /// ``NodeReader/hashes(at:)``.
  ///
  /// - Parameter subtrees: Which ones, each with at least one entry.
  /// - Returns: One hash for each, in the same order.
  /// - Throws: What the reader throws, and ``ProofError/hashCount(expected:given:)`` if it breaks
  ///   its promise.
  func hashes(of subtrees: [Subtree]) throws -> [Hash] {
    let parts = subtrees.map(\.positions)
    let positions = parts.flatMap { $0 }
    let hashes = positions.isEmpty ? [] : try self.hashes(at: positions)
    guard hashes.count == positions.count else {
      throw ProofError.hashCount(expected: positions.count, given: hashes.count)
    }
    var rest = hashes[...]
    return parts.map { part in
      let own = rest.prefix(part.count)
      rest = rest.dropFirst(part.count)
      return RightEdge.root(of: own)
    }
  }
}
