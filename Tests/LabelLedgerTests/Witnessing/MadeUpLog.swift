import LabelLedger
import Testing

/// A log with a key of its own that can sign any of its sizes, and can be bent into another
/// history.
struct MadeUpLog {
  static let origin = "example.com/log"

  let key: SignerKey
  let tree: PlainTree

  init(key: SignerKey? = nil, size: Int) throws {
    self.key = try key ?? SignerKey(named: Self.origin)
    tree = PlainTree(count: size)
  }

  private init(key: SignerKey, tree: PlainTree) {
    self.key = key
    self.tree = tree
  }

  /// The same log with other entries from some index on.
  func bent(at index: Int) throws -> MadeUpLog {
    let leafHashes = try tree.leafHashes.enumerated().map { place, hash in
      place < index ? hash : try hash.withTurnedBit(place)
    }
    return MadeUpLog(key: key, tree: PlainTree(leafHashes))
  }

  var rules: WitnessRules {
    WitnessRules(logs: [WitnessRules.Log(origin: Self.origin, keys: [key.verifierKey])])
  }

  func checkpoint(_ size: Int, root: Hash? = nil) throws -> SignedNote {
    try Checkpoint(origin: Self.origin, size: UInt64(size), root: root ?? tree.root(size))
      .signed(with: key)
  }

  /// A request with the proof that the log would give.
  func request(old: Int, size: Int) throws -> [UInt8] {
    let proof = old == 0 || old > size ? [] : tree.proof(old, size)
    return try WitnessRequest(oldSize: UInt64(old), proof: proof, note: checkpoint(size)).bytes
  }
}

extension WitnessAnswer {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }
}
