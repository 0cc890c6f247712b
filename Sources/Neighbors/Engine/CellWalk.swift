internal import CVectorKernels
internal import VectorKernels

/// Holds every row against the rows of the cells nearest to it, and keeps the nearest.
///
/// A cell is as near to a row as its mean (inverted file, Sivic and Zisserman 2003). The rows of a cell lie one after
/// the other.
struct CellWalk: Sendable {
  let walk: PairWalk
  private let means: CodeRows
  private let offsets: [Int]
  /// The cell of the row at each place.
  private let cells: Memory<Int32>

  /// Rows whose cells are known at a time, which bounds the memory.
  static let chunkSize = 1 << 17

  /// Number of cells.
  var cellCount: Int { means.count }

  init(_ walk: PairWalk, _ cells: CellMeans) {
    self.walk = walk
    means = cells.means
    offsets = cells.offsets
    self.cells = Memory(count: walk.codes.count)
    for cell in 0..<cells.means.count {
      for place in cells.offsets[cell]..<cells.offsets[cell + 1] {
        self.cells[place] = Int32(cell)
      }
    }
  }

  /// About as many cells as make finding the nearest ones cost as much as searching some of them.
  static func cellCount(rowCount: Int) -> Int { max(1, Int(2 * Double(rowCount).squareRoot())) }

  /// The cell of the row at a place.
  func cell(of place: Int) -> Int { Int(cells[place]) }

  private func rows(_ cell: Int) -> Range<Int> { offsets[cell]..<offsets[cell + 1] }

  /// All cells, nearest first, of the row at a place.
  func order(of place: Int) -> [Int] {
    let prober = CellProber(means)
    prober.hold(walk.codes, [place])
    return prober.order(0, own: cell(of: place))
  }

  /// Searches the nearest cells of every row.
  ///
  /// - Parameters:
  ///   - probeCount: Number of cells for each row.
  ///   - isFinished: Rows whose neighbors are known already.
  ///   - execution: Threads and progress.
  ///   - finished: Told of the places of rows whose lists are complete.
  func run(
    probeCount: Int, isFinished: Memory<Bool>?, execution: Execution,
    finished: @escaping @Sendable (Range<Int>) -> Void
  ) {
    let n = walk.codes.count
    let cellRows = (0..<cellCount).map(rows)
    walk.seedLimits(cellRows, isFinished: isFinished, execution: execution)
    for start in stride(from: 0, to: n, by: Self.chunkSize) {
      let chunk = start..<min(n, start + Self.chunkSize)
      defer {
        _ = execution.silent.mapBlocks(of: chunk.count, size: 1024) {
          finished(chunk.lowerBound + $0.lowerBound..<chunk.lowerBound + $0.upperBound)
        }
      }
      if let isFinished, chunk.allSatisfy({ isFinished[$0] }) { continue }
      let asking = rowsOfCells(chunk, probeCount: probeCount, isFinished, execution: execution)
      let part = Execution(threadCount: execution.threadCount) { share in
        execution.progress?((Double(start) + share * Double(chunk.count)) / Double(n))
      }
      _ = part.map(count: cellCount) { hold(asking[$0], against: rows($0)) }
      // Where the nearest cells hold fewer than k rows, all are looked at.
      let short = chunk.filter {
        walk.lists.count($0) < walk.lists.capacity && isFinished?[$0] != true
      }
      guard !short.isEmpty else { continue }
      for place in short { walk.lists.reset(place) }
      for place in short { walk.reaches[place] = 1e30 }
      _ = execution.silent.map(count: cellCount) { cell in
        hold(short.map { Int32($0) }, against: rows(cell))
      }
    }
  }

  private func hold(_ asking: [Int32], against columns: Range<Int>) {
    guard !asking.isEmpty else { return }
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: walk.stripWidth) {
      walk.hold(asking, against: first..<min(columns.upperBound, first + walk.stripWidth))
    }
  }

  /// For every cell the rows of a chunk that it is among the nearest of.
  private func rowsOfCells(
    _ chunk: Range<Int>, probeCount: Int, _ isFinished: Memory<Bool>?, execution: Execution
  ) -> [[Int32]] {
    let found = Memory<Int32>(count: chunk.count * probeCount)
    let pool = Pool<CellProber>()
    _ = execution.silent.mapBlocks(of: chunk.count, size: 1024) { block in
      let prober = pool.take() ?? CellProber(means)
      for first in stride(from: block.lowerBound, to: block.upperBound, by: prober.rowCount) {
        let rows = first..<min(block.upperBound, first + prober.rowCount)
        prober.hold(walk.codes, rows.map { chunk.lowerBound + $0 })
        for (place, row) in rows.enumerated() {
          let own = cell(of: chunk.lowerBound + row)
          for (rank, cell) in prober.nearest(place, count: probeCount, own: own).enumerated() {
            found[row * probeCount + rank] = Int32(cell)
          }
        }
      }
      pool.give(prober)
    }
    var rows = [[Int32]](repeating: [], count: cellCount)
    for row in 0..<chunk.count {
      let place = chunk.lowerBound + row
      if let isFinished, isFinished[place] { continue }
      for rank in 0..<probeCount {
        rows[Int(found[row * probeCount + rank])].append(Int32(place))
      }
    }
    return rows
  }
}
