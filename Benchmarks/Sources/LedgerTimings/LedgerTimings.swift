import ArgumentParser
import Foundation
import LabelLedger
import LedgerSQLite

/// Times what a ledger's SQLite storage takes for an append, beside what the disk takes for a flush.
@main
struct LedgerTimings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times appends to a ledger's SQLite storage beside flushes of the disk.")

  @Option(help: "The folder in which files are made; it decides which disk is timed.")
  var folder = FileManager.default.temporaryDirectory.path
  @Option(help: "Number of single appends.")
  var singles = 2000
  @Option(help: "Number of batches.")
  var batches = 80
  @Option(help: "Entries in a batch.")
  var batchSize = 256
  @Option(help: "Bytes of an entry.")
  var entrySize = 1200

  func run() throws {
    let path = "\(folder)/ledger-timings-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    report("write and flush 4 KiB", try flushes("\(path)/flushed", byteCount: 4096))
    report("write and flush 64 KiB", try flushes("\(path)/flushed", byteCount: 65_536))
    let storage = try SQLiteStorage(path: "\(path)/ledger.sqlite", access: .create)
    var log = TimedLog(entrySize: entrySize)
    let beforeSingle = clock()
    let single = try (0..<singles).map { _ in try append(1, to: storage, &log) }
    report("single append", single)
    report("single append", processorSince: beforeSingle, entries: singles)
    report("write and flush 4 KiB, after", try flushes("\(path)/flushed", byteCount: 4096))
    let beforeBatch = clock()
    let batch = try (0..<batches).map { _ in try append(batchSize, to: storage, &log) }
    report("batch", processorSince: beforeBatch, entries: batches * batchSize)
    report("batch of \(batchSize)", batch)
    let perEntry = batch.reduce(.zero, +) / (batches * batchSize)
    print("per entry of a batch: \(microseconds(perEntry)) us on average, flush included")
    let start = ContinuousClock.now
    let read = try storage.read { try $0.entries(0..<UInt64.max).count }
    let each = start.duration(to: .now) / read
    print("read all \(read) entries: \(microseconds(each)) us each")
  }

  /// Times of a write to a file of its own and the flush of it.
  private func flushes(_ path: String, byteCount: Int) throws -> [Duration] {
    try Data().write(to: URL(filePath: path))
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw ValidationError("\(path) cannot be written")
    }
    defer { try? file.close() }
    let bytes = Data(repeating: 7, count: byteCount)
    return try (0..<500).map { _ in
      let start = ContinuousClock.now
      try file.write(contentsOf: bytes)
      try file.synchronize()
      return start.duration(to: .now)
    }
  }

  private func append(
    _ count: Int, to storage: SQLiteStorage, _ log: inout TimedLog
  ) throws -> Duration {
    let steps = (0..<count).map { _ in log.next() }
    let start = ContinuousClock.now
    try storage.write { writer in
      for step in steps {
        try writer.append(step.entry, columns: step.columns, nodes: step.nodes)
        try writer.apply(step.changes)
      }
    }
    return start.duration(to: .now)
  }

  private func report(_ name: String, _ times: [Duration]) {
    let sorted = times.sorted()
    let median = microseconds(sorted[sorted.count / 2])
    let late = microseconds(sorted[sorted.count * 99 / 100])
    let average = microseconds(times.reduce(.zero, +) / times.count)
    print("\(name): median \(median) us, average \(average) us, 99% below \(late) us")
  }

  /// Processor time, which other programs on the machine disturb less; the making of the entries is in it.
  private func report(_ name: String, processorSince start: clock_t, entries: Int) {
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    print(
      "\(name): \(String(format: "%.1f", seconds * 1e6 / Double(entries))) us of processor time per entry"
    )
  }

  private func microseconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    return String(format: "%.1f", Double(seconds) * 1e6 + Double(attoseconds) / 1e12)
  }
}

/// Entries with their nodes and three changes of the state each, as a given label makes them.
private struct TimedLog {
  struct Step {
    let entry: StoredEntry
    let columns: EntryColumns
    let nodes: [Node]
    let changes: [StateChange]
  }

  let entrySize: Int
  private var edge = RightEdge()

  init(entrySize: Int) { self.entrySize = entrySize }

  mutating func next() -> Step {
    let index = edge.size
    var bytes = Array("\(index) ".utf8)
    bytes += [UInt8](repeating: 65, count: max(0, entrySize - bytes.count))
    let leafHash = MerkleTree.leafHash(bytes)
    let reference = EntryReference(index: index, leafHash: leafHash)
    let example = Identifier("example \(index &* 0x9E37_79B9 % 1_000_003)") ?? "example"
    let time = Int64(index)
    let head = Head(
      dataset: "labels", example: example, exampleDigest: leafHash, label: "cat",
      status: .accepted, entry: reference, annotator: "ann", time: time, batch: nil)
    let answer = Answer(
      dataset: "labels", example: example, annotator: "ann", label: "cat", entry: reference)
    let actor = ActorRecord(
      id: "ann", kind: .human, entryCount: time, lastEntry: leafHash, fingerprint: leafHash)
    return Step(
      entry: StoredEntry(bytes: bytes, leafHash: leafHash),
      columns: EntryColumns(
        kind: .labelGiven, dataset: "labels", example: example, actor: "ann", time: time),
      nodes: edge.append(leafHash), changes: [.head(head), .answer(answer), .actor(actor)])
  }
}
