public import LabelLedger

/// The folder of a ledger: the storage, the published log, and two descriptions.
///
/// No key is in it. The published log may be given to everybody who may see labels; the storage also holds notes.
public struct LedgerFolder: Sendable {
  /// The folder's path.
  public let path: String
  /// What `ledger.json` tells.
  public let description: LedgerDescription
  /// The policy of `policy.json`.
  public let policy: LedgerPolicy

  /// Opens the folder of a ledger.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``FolderError``.
  public init(opening path: String) throws(FolderError) {
    let path = Self.trimmed(path)
    guard let bytes = try DurableFile.read("\(path)/ledger.json", limit: 65_536) else {
      throw .noLedger(path: path)
    }
    self.path = path
    description = try LedgerDescription(bytes, path: "\(path)/ledger.json")
    guard let document = try DurableFile.read("\(path)/policy.json", limit: 65_536) else {
      throw .notFound(path: "\(path)/policy.json", what: "the policy in force")
    }
    do { policy = try LedgerPolicy(document: document) } catch {
      throw .malformed(path: "\(path)/policy.json", reason: "\(error)")
    }
  }

  /// The file of the storage.
  public var storagePath: String { "\(path)/ledger.sqlite" }

  /// The published checkpoint; `nil` before the first.
  ///
  /// - Returns: The signed note.
  /// - Throws: ``FolderError``.
  public func publishedCheckpoint() throws(FolderError) -> [UInt8]? {
    try DurableFile.read("\(path)/checkpoint", limit: 1 << 20)
  }

  /// A published tile or entry bundle; `nil` where there is no such file.
  ///
  /// - Parameter tile: Which.
  /// - Returns: Its bytes.
  /// - Throws: ``FolderError``.
  public func tile(_ tile: TilePath) throws(FolderError) -> [UInt8]? {
    try DurableFile.read("\(path)/\(tile)", limit: 256 * 65_537)
  }

  /// Publishes what a checkpoint signs: first tiles and entry bundles, then the checkpoint itself.
  ///
  /// A reader who sees the checkpoint finds all that it signs. Files of a size published before stay.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint.
  ///   - reader: The storage.
  /// - Throws: ``FolderError``, or what the storage throws.
  public func publish(_ checkpoint: StoredCheckpoint, from reader: some LedgerReader) throws {
    let published = try publishedCheckpoint()
    guard published != checkpoint.note else { return }
    let oldSize = published.flatMap(Self.size) ?? 0
    var touched: Set<String> = [path]
    for tile in TilePublication.paths(since: min(oldSize, checkpoint.size), to: checkpoint.size) {
      touched.insert(try write(TilePublication.bytes(of: tile, from: reader), to: tile))
    }
    try DurableFile.write(checkpoint.note, to: "\(path)/checkpoint")
    for folder in touched { DurableFile.removeLeftovers(in: folder) }
  }

  /// Writes every published file that is missing or differs from what the entries say.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint to publish.
  ///   - reader: The storage.
  /// - Returns: How many files were written.
  /// - Throws: ``FolderError``, or what the storage throws.
  public func republish(
    _ checkpoint: StoredCheckpoint, from reader: some LedgerReader
  ) throws -> Int {
    var written = 0
    for tile in TilePublication.paths(since: 0, to: checkpoint.size) {
      let bytes = try TilePublication.bytes(of: tile, from: reader)
      guard try self.tile(tile) != bytes else { continue }
      _ = try write(bytes, to: tile)
      written += 1
    }
    guard try publishedCheckpoint() != checkpoint.note else { return written }
    try DurableFile.write(checkpoint.note, to: "\(path)/checkpoint")
    return written + 1
  }

  /// Writes a tile and returns the folder that it lies in.
  private func write(_ bytes: [UInt8], to tile: TilePath) throws(FolderError) -> String {
    let file = "\(path)/\(tile)"
    let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
    try DurableFile.makeFolder(folder)
    try DurableFile.write(bytes, to: file)
    return folder
  }

  /// The size that a published note speaks of, unverified: it only saves work.
  private static func size(_ note: [UInt8]) -> UInt64? {
    guard let note = try? SignedNote(parsing: note),
      let checkpoint = try? Checkpoint(parsing: note.text)
    else { return nil }
    return checkpoint.size
  }
}
