import LabelLedger
import Synchronization

/// A plain tree of 65,537 entries, one more than fills a tile of level 1, made once for all tests.
struct LargeTree: NodeReader {
  static let shared = LargeTree()
  static let size = 65_537

  private static let tree = Mutex(PlainTree(count: size))

  static func root(_ size: Int) -> Hash { tree.withLock { $0.root(size) } }

  static func path(_ index: Int, _ size: Int) -> [Hash] {
    tree.withLock { $0.path(index, 0..<size) }
  }

  static func proof(_ oldSize: Int, _ size: Int) -> [Hash] {
    tree.withLock { $0.proof(oldSize, size) }
  }

  static func leafHash(_ index: Int) -> Hash { tree.withLock { $0.leafHashes[index] } }

  static func tile(_ path: TilePath) throws -> [UInt8] { try tree.withLock { try $0.tile(path) } }

  func hashes(at positions: [NodePosition]) throws -> [Hash] {
    try Self.tree.withLock { try $0.hashes(at: positions) }
  }
}
