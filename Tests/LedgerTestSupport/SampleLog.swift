public import LabelLedger

/// Entries of random bytes with their nodes, as a ledger would append them; the same for the same seed.
public struct SampleLog: Sendable {
  /// An entry and all that goes with it.
  public struct Step: Sendable {
    /// The entry.
    public let entry: StoredEntry
    /// What it is found by.
    public let columns: EntryColumns
    /// What it completes.
    public let nodes: [Node]
  }

  private var generator: SimulationGenerator
  /// The tree so far.
  public private(set) var edge = RightEdge()

  /// Starts a log.
  public init(seed: UInt64) { generator = SimulationGenerator(seed: seed) }

  /// The next entry, about an example of the data set "labels".
  public mutating func next(example: Identifier? = nil, byteCount: Int? = nil) -> Step {
    let count = byteCount ?? Int.random(in: 0..<1500, using: &generator)
    // Random bytes alone could repeat where an entry is short.
    var bytes = Array("\(edge.size) ".utf8)
    while bytes.count < count { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
    let entry = StoredEntry(bytes: bytes, leafHash: MerkleTree.leafHash(bytes))
    let columns = EntryColumns(
      kind: .labelGiven, dataset: "labels", example: example, actor: "ann",
      time: Int64(edge.size))
    return Step(entry: entry, columns: columns, nodes: edge.append(entry.leafHash))
  }

  /// The checkpoint of the tree so far, with made-up signatures.
  public func checkpoint(signatures: Int = 1) -> StoredCheckpoint {
    var text = "example.com/labels\n\(edge.size)\n\(edge.root.base64)\n\n"
    for number in 0..<signatures { text += "\u{2014} key\(number) AAAA\n" }
    return StoredCheckpoint(size: edge.size, root: edge.root, note: Array(text.utf8))
  }
}

extension LedgerWriter {
  /// Appends a step of a sample log.
  public func append(_ step: SampleLog.Step) throws {
    try append(step.entry, columns: step.columns, nodes: step.nodes)
  }
}
