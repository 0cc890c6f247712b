/// The labels in force at one size of the ledger, sorted by example: what a trainer reads.
///
/// Its file is CSV with the lines `id,exampleDigest,label,leafHash`, each ended by a line feed, and quotation marks only where a comma
/// or a quotation mark needs them. Its root is that of a Merkle tree (RFC 6962) over the rows, so that one row can be proved
/// without the others.
public struct Snapshot: Hashable, Sendable {
  /// The label of one example.
  public struct Row: Hashable, Sendable {
    /// The example.
    public let example: Identifier
    /// The SHA-256 hash of the example's bytes, where an entry has told it.
    public let exampleDigest: Hash?
    /// The label.
    public let label: Identifier
    /// The leaf hash of the entry that put the label in force.
    public let leafHash: Hash

    /// Puts a row together.
    ///
    /// - Parameters:
    ///   - example: The example.
    ///   - exampleDigest: The hash of the example's bytes.
    ///   - label: The label.
    ///   - leafHash: The leaf hash of the entry.
    public init(example: Identifier, exampleDigest: Hash?, label: Identifier, leafHash: Hash) {
      self.example = example
      self.exampleDigest = exampleDigest
      self.label = label
      self.leafHash = leafHash
    }

    /// The data of the row's leaf: the four texts of its line as a JSON array in the one form.
    public var leafData: [UInt8] {
      StrictJSON.array([
        .string(example.text), .string(exampleDigest?.hexadecimal ?? ""), .string(label.text),
        .string(leafHash.hexadecimal),
      ]).canonical
    }
  }

  /// The first line of the file, without its end.
  public static let header = "id,exampleDigest,label,leafHash"

  /// The rows, sorted by the bytes of their examples.
  public let rows: [Row]

  /// Sorts rows.
  ///
  /// - Parameter rows: One row for each example.
  /// - Throws: ``SnapshotError/repeatedExample(_:)``.
  public init(rows: [Row]) throws(SnapshotError) {
    self.rows = rows.sorted { $0.example < $1.example }
    for (row, next) in zip(self.rows, self.rows.dropFirst()) where row.example == next.example {
      throw .repeatedExample(row.example)
    }
  }

  /// The root hash of the tree over the rows.
  ///
  /// - Complexity: O(n) hashes.
  public var root: Hash {
    var edge = RightEdge()
    for row in rows { _ = edge.append(MerkleTree.leafHash(row.leafData)) }
    return edge.root
  }

  /// Number of rows of each label, sorted by label.
  public var classCounts: [ClassCount] {
    var counts: [Identifier: UInt64] = [:]
    for row in rows { counts[row.label, default: 0] += 1 }
    return counts.map { ClassCount(label: $0.key, count: $0.value) }
      .sorted { $0.label < $1.label }
  }

  /// What the entry that seals the snapshot says of it.
  ///
  /// - Parameters:
  ///   - size: The tree size of the log that the snapshot was made of.
  ///   - excluded: Number of examples left out, by their state.
  ///   - level: What protected the labels.
  /// - Returns: The seal.
  public func seal(
    size: UInt64, excluded: [Identifier: UInt64], level: ProtectionLevel
  ) -> Seal {
    Seal(
      size: size, rows: UInt64(rows.count), root: root, file: Hash(of: csv), excluded: excluded,
      classes: classCounts, level: level)
  }
}
