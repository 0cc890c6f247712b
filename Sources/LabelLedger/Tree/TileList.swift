/// The tiles or entry bundles of a tree, or those that change when it grows, without holding them
/// all.
///
/// Of a tile that grows through several widths, only the widest is listed.
public struct TileList: Sequence, Sendable {
  /// Entries before the growth; 0 lists everything.
  public let oldSize: UInt64
  /// Entries in the tree.
  public let size: UInt64
  private let rows: [Row]

  /// The tiles of one level, or the bundles.
  fileprivate struct Row {
    let kind: TilePath.Kind
    /// Index of the first tile listed.
    let first: UInt64
    /// Number of full tiles, those before `first` included.
    let full: UInt64
    /// Width of the partial tile behind them, 0 for none.
    let rest: Int

    init(kind: TilePath.Kind, oldCount: UInt64, count: UInt64) {
      let width = UInt64(TilePath.fullWidth)
      self.kind = kind
      full = count / width
      first = oldCount / width
      rest = oldCount < count ? Int(count % width) : 0
    }

    var count: UInt64 { full - first + (rest > 0 ? 1 : 0) }

    func path(at place: UInt64) -> TilePath {
      let index = first + place
      return TilePath(
        checked: kind, index: index, width: index < full ? TilePath.fullWidth : rest)
    }
  }

  /// Lists the hash tiles of a tree, the lowest level first, and from the left in each level.
  ///
  /// - Parameters:
  ///   - size: Entries in the tree.
  ///   - oldSize: Entries in an earlier state, whose unchanged tiles are left out.
  /// - Returns: The tiles; none if the tree has not grown.
  public static func hashTiles(size: UInt64, since oldSize: UInt64 = 0) -> Self {
    Self(
      oldSize: oldSize, size: size,
      rows: (0..<UInt64.bitWidth / 8).map { level in
        let shift = UInt64(8 * level)
        let count = size >> shift
        return Row(
          kind: .hashes(level: level), oldCount: Swift.min(oldSize >> shift, count), count: count)
      })
  }

  /// Lists the entry bundles of a tree, from the left.
  ///
  /// - Parameters:
  ///   - size: Entries in the tree.
  ///   - oldSize: Entries in an earlier state, whose unchanged bundles are left out.
  /// - Returns: The bundles; none if the tree has not grown.
  public static func entryBundles(size: UInt64, since oldSize: UInt64 = 0) -> Self {
    Self(
      oldSize: oldSize, size: size,
      rows: [Row(kind: .entries, oldCount: Swift.min(oldSize, size), count: size)])
  }

  private init(oldSize: UInt64, size: UInt64, rows: [Row]) {
    self.oldSize = oldSize
    self.size = size
    self.rows = rows
  }

  /// Number of paths, without walking through them.
  public var count: UInt64 { rows.reduce(0) { $0 + $1.count } }

  /// Starts a walk.
  ///
  /// - Returns: The walk.
  public func makeIterator() -> Iterator { Iterator(rows: rows[...]) }

  /// A walk through the paths.
  public struct Iterator: IteratorProtocol {
    private var rows: ArraySlice<Row>
    private var place: UInt64 = 0

    fileprivate init(rows: ArraySlice<Row>) { self.rows = rows }

    /// Takes the next path.
    ///
    /// - Returns: `nil` after the last.
    public mutating func next() -> TilePath? {
      while let row = rows.first {
        if place < row.count {
          defer { place += 1 }
          return row.path(at: place)
        }
        rows = rows.dropFirst()
        place = 0
      }
      return nil
    }
  }
}
