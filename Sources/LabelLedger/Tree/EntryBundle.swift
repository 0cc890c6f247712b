/// Up to 256 neighbouring entries (C2SP tlog-tiles, 2025, "Log entries").
///
/// Each entry follows its length in two bytes, the more significant one first.
public struct EntryBundle: Hashable, Sendable {
  /// The longest entry that the two bytes can tell.
  public static let maximumEntryBytes = 65_535

  /// The entries from the left, 1...256 of them.
  public let entries: [[UInt8]]

  /// Takes entries as a bundle.
  ///
  /// - Parameter entries: The entries from the left.
  /// - Throws: ``TileError/width(_:)`` for none and for more than 256,
  ///   ``TileError/entryTooLong(_:)``.
  public init(entries: [[UInt8]]) throws(TileError) {
    guard (1...TilePath.fullWidth).contains(entries.count) else { throw .width(entries.count) }
    for entry in entries where entry.count > Self.maximumEntryBytes {
      throw .entryTooLong(entry.count)
    }
    self.entries = entries
  }

  /// Reads a bundle.
  ///
  /// - Parameters:
  ///   - bytes: What stands at its path.
  ///   - width: Number of entries that it must have, 1...256.
  /// - Throws: ``TileError/truncatedBundle(entry:)``, ``TileError/trailingBytes(_:)``, and
  ///   ``TileError/width(_:)``.
  public init(_ bytes: [UInt8], width: Int) throws(TileError) {
    guard (1...TilePath.fullWidth).contains(width) else { throw .width(width) }
    var rest = bytes[...]
    var entries: [[UInt8]] = []
    for place in 0..<width {
      guard rest.count >= 2 else { throw .truncatedBundle(entry: place) }
      let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard rest.count >= count else { throw .truncatedBundle(entry: place) }
      entries.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    guard rest.isEmpty else { throw .trailingBytes(rest.count) }
    try self.init(entries: entries)
  }

  /// The bundle's bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
    for entry in entries {
      bytes.append(UInt8(entry.count >> 8))
      bytes.append(UInt8(entry.count & 255))
      bytes.append(contentsOf: entry)
    }
    return bytes
  }

  /// The leaf hashes of the entries, in their order.
  public var leafHashes: [Hash] { entries.map(MerkleTree.leafHash) }
}
