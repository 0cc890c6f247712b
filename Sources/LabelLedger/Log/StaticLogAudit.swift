/// Audits a published log from its files alone: checkpoint, tiles and entry bundles, as C2SP tlog-tiles (2025) lays them out.
///
/// What it needs is the public key and the files; a storage, a guard or a private key it never sees.
///
/// - Complexity: O(n) hashes and signatures for n entries; memory of O(examples), with hashes only of O(log n).
public struct StaticLogAudit {
  /// The key that the checkpoint must be signed with.
  public let verifierKey: VerifierKey
  /// The policy in force; `nil` where only hashes are looked at.
  public let policy: LedgerPolicy?

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - verifierKey: The key that the checkpoint must be signed with.
  ///   - policy: The policy in force; `nil` to look at hashes only.
  public init(verifierKey: VerifierKey, policy: LedgerPolicy?) {
    self.verifierKey = verifierKey
    self.policy = policy
  }

  /// What an audit found.
  public struct Result: Hashable, Sendable {
    /// What was looked at and found wrong.
    public var report: FsckReport
    /// The roots at the sizes that were asked for, as far as the log reaches.
    public var roots: [UInt64: Hash]
    /// The checkpoint, where it opened.
    public var checkpoint: Checkpoint?
  }

  /// Audits a log.
  ///
  /// - Parameters:
  ///   - note: The published checkpoint.
  ///   - sizes: Sizes whose roots are wanted, to compare with checkpoints that others hold.
  ///   - tile: Reads a file; `nil` where there is none.
  ///   - progress: Told how many entries are done.
  /// - Returns: What was found.
  /// - Throws: What the functions given throw.
  public func run(
    _ note: [UInt8], rootsAt sizes: Set<UInt64> = [], tile: @escaping (TilePath) throws -> [UInt8]?,
    progress: (UInt64) throws -> Void = { _ in }
  ) throws -> Result {
    var result = Result(report: FsckReport(), roots: [:], checkpoint: nil)
    guard let checkpoint = result.report.opened(note, by: verifierKey, size: nil) else {
      return result
    }
    result.checkpoint = checkpoint
    var walk = Walk(tile: tile)
    if sizes.contains(0) { result.roots[0] = walk.edge.root }
    var entries = policy.map { EntryAudit(ingestKey: verifierKey, policy: $0) }
    for path in TileList.entryBundles(size: checkpoint.size) {
      guard let bundle = try walk.bundle(path, &result.report) else {
        // Without the entries nothing behind them can be said.
        return result
      }
      let first = walk.edge.size
      let stored = try walk.take(bundle, sizes, &result.roots, &result.report)
      entries?.audit(stored, from: first, &result.report)
      try progress(walk.edge.size)
    }
    entries?.finish(&result.report)
    try walk.finish(&result.report)
    result.report.tree = SignedTree(size: walk.edge.size, root: walk.edge.root)
    if walk.edge.root != checkpoint.root {
      result.report.add(
        .checkpointRoot(
          size: checkpoint.size, signed: checkpoint.root, stored: walk.edge.root))
    }
    return result
  }
}

/// The tree as it grows from the bundles, compared with the hash tiles.
private struct Walk {
  let tile: (TilePath) throws -> [UInt8]?
  var edge = RightEdge()
  /// The hashes of the tile of each tile level that is not full yet.
  private var open: [[Hash]] = []
  /// The number of full tiles of each tile level.
  private var full: [UInt64] = []

  init(tile: @escaping (TilePath) throws -> [UInt8]?) { self.tile = tile }

  func bundle(_ path: TilePath, _ report: inout FsckReport) throws -> EntryBundle? {
    report.tiles += 1
    guard let bytes = try tile(path) else {
      report.add(.missingTile(path))
      return nil
    }
    guard let bundle = try? EntryBundle(bytes, width: path.width) else {
      report.add(.tile(path))
      return nil
    }
    return bundle
  }

  mutating func take(
    _ bundle: EntryBundle, _ sizes: Set<UInt64>, _ roots: inout [UInt64: Hash],
    _ report: inout FsckReport
  ) throws -> [StoredEntry] {
    let stored = parallelMap(bundle.entries) {
      StoredEntry(bytes: $0, leafHash: MerkleTree.leafHash($0))
    }
    for entry in stored {
      for node in edge.append(entry.leafHash) where node.position.level.isMultiple(of: 8) {
        try take(node.hash, tileLevel: node.position.level / 8, &report)
      }
      if sizes.contains(edge.size) { roots[edge.size] = edge.root }
    }
    return stored
  }

  private mutating func take(
    _ hash: Hash, tileLevel: Int, _ report: inout FsckReport
  ) throws {
    while open.count <= tileLevel {
      open.append([])
      full.append(0)
    }
    open[tileLevel].append(hash)
    guard open[tileLevel].count == TilePath.fullWidth else { return }
    try compare(tileLevel, &report)
    open[tileLevel] = []
    full[tileLevel] += 1
  }

  mutating func finish(_ report: inout FsckReport) throws {
    for tileLevel in open.indices where !open[tileLevel].isEmpty {
      try compare(tileLevel, &report)
    }
  }

  private func compare(_ tileLevel: Int, _ report: inout FsckReport) throws {
    guard
      let path = TilePath(
        kind: .hashes(level: tileLevel), index: full[tileLevel], width: open[tileLevel].count)
    else { return }
    report.tiles += 1
    guard let bytes = try tile(path) else {
      report.add(.missingTile(path))
      return
    }
    if bytes != open[tileLevel].flatMap(\.bytes) { report.add(.tile(path)) }
  }
}
