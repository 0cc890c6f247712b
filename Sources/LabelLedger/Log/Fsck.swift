/// Audits a ledger: makes everything again from the entries, and tells what differs.
///
/// Nothing is repaired. The structure takes the hashes of entries, nodes, checkpoints, tiles and the guard; with
/// signatures every entry is decoded, its signatures are verified, the rules are asked again, and the state is compared.
///
/// - Complexity: O(n) hashes for n entries, and O(n) signatures; memory of O(n) numbers with signatures, else of O(log n).
public struct Fsck: Sendable {
  /// How deep an audit goes.
  public enum Depth: Hashable, Sendable, CaseIterable {
    /// Hashes only.
    case structure
    /// Hashes, signatures, rules and state.
    case signatures
  }

  /// What the audit compares the entries with; what is `nil` is left out.
  public struct Surroundings {
    /// The published checkpoint, a signed note.
    public var publishedCheckpoint: [UInt8]?
    /// Reads a tile or entry bundle; `nil` where there is no such file.
    public var tile: ((TilePath) throws -> [UInt8]?)?
    /// What the guard remembers; ``SignedTree/nothing`` of a guard that remembers nothing.
    ///
    /// It is read before the view of the storage begins, which then holds all that the guard has seen.
    public var guarded: SignedTree?
    /// Reads the guard once more, where others may sign meanwhile: by then it has seen all that the view holds.
    public var guardedLater: (() throws -> SignedTree)?
    /// Told how many entries are done.
    public var progress: ((UInt64) throws -> Void)?

    /// Nothing but the storage.
    public init() {}
  }

  /// The key that checkpoints must be signed with.
  public let verifierKey: VerifierKey
  /// The policy in force.
  public let policy: LedgerPolicy
  /// How deep the audit goes.
  public let depth: Depth
  /// Number of entries that are looked at together.
  private static let block: UInt64 = 4096

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - verifierKey: The key that checkpoints must be signed with.
  ///   - policy: The policy in force.
  ///   - depth: How deep the audit goes.
  public init(verifierKey: VerifierKey, policy: LedgerPolicy, depth: Depth = .signatures) {
    self.verifierKey = verifierKey
    self.policy = policy
    self.depth = depth
  }

  /// Audits what is stored.
  ///
  /// - Parameters:
  ///   - reader: The storage, in one view.
  ///   - surroundings: What lies around it.
  /// - Returns: What was looked at and found.
  /// - Throws: What the storage or the surroundings throw.
  public func run(
    _ reader: some LedgerReader, with surroundings: Surroundings = Surroundings()
  ) throws -> FsckReport {
    var report = FsckReport()
    do { try audit(reader, surroundings, &report) } catch StorageError.damaged(let what) {
      // What cannot be read cannot be audited further; what was found before counts all the same.
      report.add(.unreadable(what))
    }
    return report
  }

  private func audit(
    _ reader: some LedgerReader, _ surroundings: Surroundings, _ report: inout FsckReport
  ) throws {
    let size = try reader.size()
    let checkpoints = try reader.checkpoints()
    // The roots that somebody signed, found while the tree grows.
    var wanted = Set(checkpoints.map(\.size))
    if let guarded = surroundings.guarded { wanted.insert(guarded.size) }
    let published = openedPublished(surroundings, &report)
    if let published { wanted.insert(published.size) }
    var roots: [UInt64: Hash] = [:]
    var edge = RightEdge()
    if wanted.contains(0) { roots[0] = edge.root }
    var entries = EntryAudit(ingestKey: verifierKey, policy: policy)
    for first in stride(from: 0, to: size, by: Int(Self.block)) {
      let range = first..<min(size, first + Self.block)
      let stored = try reader.entries(range)
      if stored.count < range.count {
        report.add(.missingEntries(range, count: range.count - stored.count))
      }
      try auditNodes(stored, first, &edge, wanted, &roots, reader, &report)
      if depth == .signatures {
        entries.audit(stored, from: first, &report)
        try entries.auditNotes(stored, from: first, reader, &report)
      }
      try surroundings.progress?(range.upperBound)
    }
    if depth == .signatures { entries.finish(&report) }
    try auditExtraNodes(size, reader, &report)
    report.tree = SignedTree(size: edge.size, root: edge.root)
    let signed = audit(checkpoints, roots, &report)
    if let published { audit(published, roots, &report) }
    if let guarded = surroundings.guarded {
      if roots[guarded.size] != guarded.root {
        report.add(.guarded(guarded, stored: report.tree))
      }
      // The guard moves before anything is signed, so it is never behind unless it was set back.
      let largest = max(signed, published?.size ?? 0)
      let later = try surroundings.guardedLater?() ?? guarded
      if later.size < largest { report.add(.guardBehind(later, signed: largest)) }
    }
    if depth == .signatures {
      try entries.compareState(with: reader, &report)
      try entries.compareHistories(with: reader, &report)
    }
    if let tile = surroundings.tile, let published, published.size <= size {
      try auditTiles(of: published.size, tile, reader, &report)
    }
  }

  /// Leaf hashes of a block, and the nodes that it completes.
  private func auditNodes(
    _ stored: [StoredEntry], _ first: UInt64, _ edge: inout RightEdge, _ wanted: Set<UInt64>,
    _ roots: inout [UInt64: Hash], _ reader: some LedgerReader, _ report: inout FsckReport
  ) throws {
    var completed: [Int: [Node]] = [:]
    for (offset, leafHash) in Self.leafHashes(stored).enumerated() {
      if leafHash != stored[offset].leafHash { report.add(.leafHash(first + UInt64(offset))) }
      for node in edge.append(leafHash) { completed[node.position.level, default: []].append(node) }
      if wanted.contains(edge.size) { roots[edge.size] = edge.root }
    }
    for (level, nodes) in completed.sorted(by: { $0.key < $1.key }) {
      let lowest = nodes[0].position.index
      let kept = try reader.nodes(level: level, lowest..<(lowest + UInt64(nodes.count)))
      for (offset, node) in nodes.enumerated()
      where offset >= kept.count || kept[offset] != node.hash {
        report.add(.node(node.position))
      }
    }
  }

  private static func leafHashes(_ stored: [StoredEntry]) -> [Hash] {
    parallelMap(stored) { MerkleTree.leafHash($0.bytes) }
  }

  private func auditExtraNodes(
    _ size: UInt64, _ reader: some LedgerReader, _ report: inout FsckReport
  ) throws {
    for level in 0..<63 {
      let count = size >> UInt64(level)
      if try !reader.nodes(level: level, count..<(count + 1)).isEmpty {
        report.add(.extraNodes(level: level))
      }
    }
  }

  private func openedPublished(
    _ surroundings: Surroundings, _ report: inout FsckReport
  ) -> Checkpoint? {
    guard let note = surroundings.publishedCheckpoint else { return nil }
    return report.opened(note, by: verifierKey, size: nil)
  }

  private func audit(
    _ checkpoints: [StoredCheckpoint], _ roots: [UInt64: Hash], _ report: inout FsckReport
  ) -> UInt64 {
    var largest: UInt64 = 0
    for stored in checkpoints {
      guard let checkpoint = report.opened(stored.note, by: verifierKey, size: stored.size) else {
        continue
      }
      largest = max(largest, checkpoint.size)
      guard checkpoint.size == stored.size, checkpoint.root == stored.root else {
        report.add(
          .checkpointNote(
            size: stored.size, reason: "it signs \(checkpoint.size) entries, or another root"))
        continue
      }
      audit(checkpoint, roots, &report)
    }
    return largest
  }

  private func audit(
    _ checkpoint: Checkpoint, _ roots: [UInt64: Hash], _ report: inout FsckReport
  ) {
    guard let root = roots[checkpoint.size] else {
      report.add(.checkpointSize(signed: checkpoint.size, stored: report.tree.size))
      return
    }
    if root != checkpoint.root {
      report.add(
        .checkpointRoot(size: checkpoint.size, signed: checkpoint.root, stored: root))
    }
  }

  private func auditTiles(
    of size: UInt64, _ tile: (TilePath) throws -> [UInt8]?, _ reader: some LedgerReader,
    _ report: inout FsckReport
  ) throws {
    for path in TilePublication.paths(since: 0, to: size) {
      report.tiles += 1
      guard let bytes = try tile(path) else {
        report.add(.missingTile(path))
        continue
      }
      // Entries and nodes were audited above, so what is made of them is right, or was found.
      do {
        if try bytes != TilePublication.bytes(of: path, from: reader) { report.add(.tile(path)) }
      } catch is LedgerError {
        report.add(.tile(path))
      } catch is TileError {
        report.add(.tile(path))
      }
    }
  }
}
