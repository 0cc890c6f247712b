/// The path of a hash tile or of an entry bundle below a log's prefix (C2SP tlog-tiles, 2025).
///
/// `tile/<level>/<index>` names 256 hashes, `tile/entries/<index>` names 256 entries, and
/// `.p/<width>` behind them a partial one of 1...255. The index is written in groups of three
/// digits, all but the last with an `x` before them: 1234067 is `x001/x234/067`.
public struct TilePath: Hashable, Sendable {
  /// What a path names.
  public enum Kind: Hashable, Sendable {
    /// Hashes of subtrees of 256^level entries, with a level of 0...63.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  /// Hashes in a full tile, and entries in a full bundle.
  public static let fullWidth = 256
  /// The largest index, below which 256 times as many nodes can still be counted in a tree's size.
  public static let maximumIndex = MerkleTree.maximumSize / UInt64(fullWidth)

  /// What the path names.
  public let kind: Kind
  /// Place from the left in its level, from 0.
  public let index: UInt64
  /// Number of hashes or entries, 1...256.
  public let width: Int

  /// Names a tile.
  ///
  /// `nil` for a level outside 0...63, an index above ``maximumIndex`` and a width outside 1...256.
  ///
  /// - Parameters:
  ///   - kind: Hashes of a level, or entries.
  ///   - index: Place from the left.
  ///   - width: Number of hashes or entries.
  public init?(kind: Kind, index: UInt64, width: Int) {
    guard index <= Self.maximumIndex, (1...Self.fullWidth).contains(width) else { return nil }
    if case .hashes(let level) = kind, !(0...63).contains(level) { return nil }
    self.init(checked: kind, index: index, width: width)
  }

  init(checked kind: Kind, index: UInt64, width: Int) {
    self.kind = kind
    self.index = index
    self.width = width
  }

  /// Reads a path, in the one form in which it can be written.
  ///
  /// - Parameter path: A path relative to the log's prefix, without a leading slash.
  /// - Throws: ``TileError/path(_:)`` for anything else.
  public init(parsing path: String) throws(TileError) {
    guard let parsed = Self.parse(path), parsed.description.utf8.elementsEqual(path.utf8) else {
      throw .path(path)
    }
    self = parsed
  }

  private static func parse(_ path: String) -> Self? {
    var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count >= 3, parts.removeFirst() == "tile" else { return nil }
    let kind: Kind
    switch parts.removeFirst() {
    case "entries": kind = .entries
    case let text:
      guard let level = Int(text) else { return nil }
      kind = .hashes(level: level)
    }
    var width = fullWidth
    if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
      // A full tile is never written with its width.
      guard let partial = Int(parts.removeLast()), partial < fullWidth else { return nil }
      width = partial
      parts[parts.count - 1].removeLast(2)
    }
    // The sixth group of digits would be beyond the largest index already.
    guard parts.count <= 6 else { return nil }
    var index: UInt64 = 0
    for part in parts {
      let digits = part.hasPrefix("x") ? part.dropFirst() : part[...]
      guard let group = UInt64(digits), group < 1000 else { return nil }
      index = index * 1000 + group
    }
    return Self(kind: kind, index: index, width: width)
  }

  /// Whether the path names fewer hashes or entries than a full one.
  public var isPartial: Bool { width < Self.fullWidth }
}

extension TilePath: CustomStringConvertible {
  /// The path, relative to the log's prefix.
  public var description: String {
    var groups = [Self.threeDigits(index % 1000)]
    var rest = index / 1000
    while rest > 0 {
      groups.insert("x" + Self.threeDigits(rest % 1000), at: 0)
      rest /= 1000
    }
    let folder =
      switch kind {
      case .hashes(let level): "\(level)"
      case .entries: "entries"
      }
    return "tile/\(folder)/" + groups.joined(separator: "/") + (isPartial ? ".p/\(width)" : "")
  }

  private static func threeDigits(_ number: UInt64) -> String {
    String(String(1000 + number).dropFirst())
  }
}
