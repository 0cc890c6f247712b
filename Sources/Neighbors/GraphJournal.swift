public import ArrayFiles
internal import Synchronization
internal import VectorKernels

/// Keeps the neighbors of rows in a file as they are found, so that a search that was cut short can go on.
///
/// The file appears with the first rows, survives the end of the process at any moment, and is refused by a
/// search that would give another graph. See ``/ArrayFiles/RecordFile``.
public final class GraphJournal: NeighborRecorder {
  /// What a graph depends on.
  public struct Subject: Equatable, Sendable {
    /// Number of rows, n.
    public var rowCount: Int
    /// Number of features, d.
    public var featureCount: Int
    /// How neighbors are sought.
    public var search: NeighborSearch
    /// What the features are.
    public var origin: GraphFile.Origin

    /// Makes a subject.
    public init(
      rowCount: Int, featureCount: Int, search: NeighborSearch, origin: GraphFile.Origin
    ) {
      self.rowCount = rowCount
      self.featureCount = featureCount
      self.search = search
      self.origin = origin
    }

    fileprivate var lines: [(name: String, value: String)] {
      [
        ("rows", "\(rowCount)"), ("features", "\(featureCount)"), ("k", "\(search.count)"),
        ("metric", search.metric.rawValue), ("scaling", origin.scaling),
        ("recall", "\(search.recall)"), ("seed", "\(search.seed)"),
        ("fingerprint", String(origin.fingerprint, radix: 16)),
        // Which cells an approximate search looks at depends on what is fast.
        ("instructions", search.recall == .exact ? "any" : search.instructionSet.name),
      ]
    }
  }

  /// The file's name as the user gave it.
  public let path: String
  private let rowCount: Int
  private let neighborCount: Int
  /// `nil` once it is removed.
  private let file: Mutex<RecordFile?>
  /// What the file held when it was opened, until someone asks for it.
  private let restored: Mutex<Rows>
  private let recordedCount: Atomic<Int>

  /// Rows with their neighbors, each row once.
  private struct Rows: Sendable {
    var rows: [Int32] = []
    var indices: [Int32] = []
    var distances: [Float] = []
  }

  /// Opens the journal of a search, which need not exist.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - subject: What the graph depends on.
  /// - Throws: ``/ArrayFiles/FileError``, also when the file is the journal of another search, or in use.
  public init(path: String, subject: Subject) throws(FileError) {
    self.path = path
    rowCount = subject.rowCount
    neighborCount = subject.search.count
    let (n, k) = (subject.rowCount, subject.search.count)
    var found = Rows()
    var isKnown = [Bool](repeating: false, count: n)
    let file = try RecordFile(
      path: path, kind: "neighbor search of flipguard", subject: subject.lines
    ) { (record) throws(FileError) in
      guard Self.append(record, to: &found, isKnown: &isKnown, n, k) else {
        throw .malformed(
          path: path, byte: nil, found: "neighbors that no such search gives",
          allowed: "what an earlier run left here; delete the file to start anew")
      }
    }
    self.file = Mutex(file)
    recordedCount = Atomic(found.rows.count)
    restored = Mutex(found)
  }

  /// Number of rows whose neighbors are kept.
  public var recordedRowCount: Int { recordedCount.load(ordering: .relaxed) }

  /// Gives back the rows that the file held when it was opened, each once; a second call gives none.
  public func restore(
    _ body: (_ rows: [Int32], _ indices: [Int32], _ distances: [Float]) -> Void
  ) {
    let found = restored.withLock { restored in
      defer { restored = Rows() }
      return restored
    }
    if !found.rows.isEmpty { body(found.rows, found.indices, found.distances) }
  }

  /// Appends the neighbors of some rows.
  ///
  /// - Precondition: k neighbors and distances for each row; the journal has not been removed.
  /// - Throws: ``/ArrayFiles/FileError``.
  public func record(
    rows: [Int32], indices: [Int32], distances: [Float]
  ) throws(FileError) {
    precondition(
      indices.count == rows.count * neighborCount && distances.count == indices.count,
      "a row has k neighbors")
    guard !rows.isEmpty else { return }
    var record: [UInt8] = []
    record.reserveCapacity(4 * (rows.count + 2 * indices.count))
    for value in rows { Self.append(UInt32(bitPattern: value), to: &record) }
    for value in indices { Self.append(UInt32(bitPattern: value), to: &record) }
    for value in distances { Self.append(value.bitPattern, to: &record) }
    try file.withLock { (file) throws(FileError) in
      guard try file?.append(record) != nil else { preconditionFailure("the journal was removed") }
    }
    recordedCount.add(rows.count, ordering: .relaxed)
  }

  /// Removes the file, once the graph is kept elsewhere.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  public func remove() throws(FileError) {
    try file.withLock { (file) throws(FileError) in
      try file.take()?.remove()
    }
  }

  @inline(__always)
  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Takes the rows of a record that are new; `false` when it holds what a graph cannot.
  private static func append(
    _ record: [UInt8], to found: inout Rows, isKnown: inout [Bool], _ n: Int, _ k: Int
  ) -> Bool {
    let (count, rest) = record.count.quotientAndRemainder(dividingBy: 4 * (1 + 2 * k))
    guard rest == 0 else { return false }
    func number(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(record[place * 4 + $1]) << ($1 * 8) }
    }
    for place in 0..<count {
      let row = Int32(bitPattern: number(place))
      guard isKnown.indices.contains(Int(row)) else { return false }
      if isKnown[Int(row)] { continue }
      isKnown[Int(row)] = true
      found.rows.append(row)
      for neighbor in place * k..<(place + 1) * k {
        let index = Int32(bitPattern: number(count + neighbor))
        guard isKnown.indices.contains(Int(index)), index != row else { return false }
        found.indices.append(index)
        found.distances.append(Float(bitPattern: number(count + count * k + neighbor)))
      }
    }
    return true
  }
}
