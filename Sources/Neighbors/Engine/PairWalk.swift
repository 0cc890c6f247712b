internal import CVectorKernels
internal import Synchronization
internal import VectorKernels

/// Holds every pair of rows against each other once, and keeps the nearest of each row.
///
/// Rows lie in an order in which near ones are close. First the blocks along the diagonal are walked, which brings
/// the limits of the lists near their final values, then all others.
final class PairWalk: @unchecked Sendable {
  /// Rows (panels) against one strip of columns: what a thread takes at a time.
  struct Unit {
    let rows: Range<Int>
    let columns: Range<Int>
    /// The part of the rows that is finished when all its units are; `nil` along the diagonal.
    let chunk: Int?

    /// Pairs, each counted once.
    var pairCount: Int {
      let square = max(0, rows.upperBound - columns.lowerBound)
      return rows.count * columns.count - square * square / 2
    }
  }

  let bounds: DistanceBounds
  let codes: CodeRows
  /// The row that lies at each place.
  let ids: Memory<Int32>
  let lists: NearestLists
  let reaches: Reaches
  let stripWidth: Int
  private let workers = Pool<Worker>()
  /// The slack that all but a few rows stay below.
  let usualSlack: Float

  init(bounds: DistanceBounds, codes: CodeRows, ids: Memory<Int32>, neighborCount: Int) {
    self.bounds = bounds
    self.codes = codes
    self.ids = ids
    lists = NearestLists(owners: ids, bounds: bounds, capacity: neighborCount)
    reaches = Reaches(count: codes.count)
    let sample = stride(from: 0, to: codes.count, by: max(1, codes.count / 1024))
      .map { codes.slack[$0] }.sorted()
    usualSlack = sample[sample.count * 31 / 32]
    stripWidth = PackedStrip.capacity(
      kind: codes.recipe.kind, level: codes.level, codeBytes: codes.codeBytes)
  }

  /// Rows whose pairs along the diagonal come first, in strips.
  private static let bandWidth = 6

  /// Walks all pairs.
  ///
  /// - Parameters:
  ///   - isFinished: Rows whose neighbors are known already.
  ///   - execution: Threads and progress.
  ///   - finished: Told of the places of rows whose lists are complete.
  func run(
    isFinished: Memory<Bool>?, execution: Execution,
    finished: @escaping @Sendable (Range<Int>) -> Void
  ) {
    if let isFinished {
      for place in 0..<codes.count where isFinished[place] {
        reaches[place] = -1e30
        lists.setLimit(place, -.infinity)
      }
    }
    seedLimits([0..<codes.count], isFinished: isFinished, execution: execution)
    let (band, rest, chunks) = units(isFinished: isFinished)
    let total = Double((band + rest).reduce(0) { $0 + $1.pairCount })
    let done = Atomic<Int>(0)
    let progress = Mutex(ChunkProgress(chunks.count, rest))
    @Sendable func walk(_ unit: Unit) {
      let worker = workers.take() ?? Worker(self, stripWidth)
      worker.walk(unit, self)
      workers.give(worker)
      let now = done.wrappingAdd(unit.pairCount, ordering: .relaxed).newValue
      execution.progress?(Double(now) / max(1, total))
      guard let chunk = unit.chunk else { return }
      for chunk in progress.withLock({ $0.finish(chunk) }) { finished(chunks[chunk]) }
    }
    _ = execution.silent.map(count: band.count) { walk(band[$0]) }
    let early = progress.withLock { $0.finish(nil) }
    _ = execution.silent.map(count: early.count) { finished(chunks[early.lowerBound + $0]) }
    _ = execution.silent.map(count: rest.count) { walk(rest[$0]) }
  }

  /// Which chunks are complete: those whose units, and the units of all chunks before, are done.
  private struct ChunkProgress {
    private var left: [Int]
    private var next = 0

    init(_ count: Int, _ units: [Unit]) {
      left = Array(repeating: 0, count: count)
      for unit in units { if let chunk = unit.chunk { left[chunk] += 1 } }
    }

    /// Notes that a unit is done and gives the chunks that are complete now and were not before.
    mutating func finish(_ chunk: Int?) -> Range<Int> {
      if let chunk { left[chunk] -= 1 }
      let first = next
      while next < left.count, left[next] == 0 { next += 1 }
      return first..<next
    }
  }

  /// The units along the diagonal, all others by chunks of rows, and the chunks.
  private func units(
    isFinished: Memory<Bool>?
  ) -> (band: [Unit], rest: [Unit], chunks: [Range<Int>]) {
    let n = codes.count
    func isNeeded(_ rows: Range<Int>) -> Bool {
      guard let isFinished else { return true }
      return rows.contains { !isFinished[$0] }
    }
    let strips = stride(from: 0, to: n, by: stripWidth).map { $0..<min(n, $0 + stripWidth) }
    let needed = strips.map(isNeeded)
    let chunkSize = min(8192, max(8 * stripWidth, (n / 16 + 31) / 32 * 32))
    let chunks = stride(from: 0, to: n, by: chunkSize).map { $0..<min(n, $0 + chunkSize) }
    let bandRows = Self.bandWidth * stripWidth
    var band: [Unit] = []
    var rest: [Unit] = []
    for (strip, columns) in strips.enumerated() {
      let first = max(0, columns.lowerBound - bandRows)
      let rows = first..<columns.upperBound
      if needed[strip] || isNeeded(rows) {
        band.append(Unit(rows: rows, columns: columns, chunk: nil))
      }
    }
    for (chunk, rows) in chunks.enumerated() {
      let isChunkNeeded = isNeeded(rows)
      for (strip, columns) in strips.enumerated() where isChunkNeeded || needed[strip] {
        let end = min(rows.upperBound, columns.lowerBound - bandRows)
        guard end > rows.lowerBound else { continue }
        rest.append(Unit(rows: rows.lowerBound..<end, columns: columns, chunk: chunk))
      }
    }
    return (band, rest, chunks)
  }

  /// Holds some rows against a strip and keeps what is near to them, not to the columns.
  func hold(_ rows: [Int32], against columns: Range<Int>) {
    let worker = workers.take() ?? Worker(self, stripWidth)
    worker.hold(rows, against: columns, self)
    workers.give(worker)
  }
}
