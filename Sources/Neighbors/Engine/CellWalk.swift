internal import CVectorKernels
internal import VectorKernels

/// Holds every row against the rows of the cells nearest to it, and keeps the nearest.
///
/// Cells are runs of rows in an order in which near rows lie together; a cell is as near to a row as its mean
/// (inverted file, Sivic and Zisserman 2003).
final class CellWalk: @unchecked Sendable {
  let walk: PairWalk
  private let codes: CodeRows
  /// Rows of a cell.
  let cellSize: Int
  let cellCount: Int
  /// The places of the rows of a cell; the last takes in what is left over.
  private let rows: @Sendable (Int) -> Range<Int>
  private let means: CodeRows
  private let workers = Pool<Prober>()

  /// Rows whose cells are known at a time, which bounds the memory.
  static let chunkSize = 1 << 17

  init(_ walk: PairWalk, execution: Execution) {
    self.walk = walk
    codes = walk.codes
    let n = walk.codes.count
    // About 4 sqrt(n) cells, in whole strips: then the means cost as much as a few cells.
    let wanted = Double(n) / (4 * Double(n).squareRoot())
    let strips = max(
      Int((wanted / Double(walk.stripWidth)).rounded()),
      (walk.seedWindow + walk.stripWidth - 1) / walk.stripWidth)
    cellSize = walk.stripWidth * max(1, strips)
    cellCount = max(1, n / cellSize)
    let (size, count) = (cellSize, cellCount)
    let rows = { @Sendable (cell: Int) in
      cell * size..<(cell == count - 1 ? n : (cell + 1) * size)
    }
    self.rows = rows
    means = Self.means(codes, rows, count: cellCount, execution: execution)
  }

  /// The cell of the row at a place.
  func cell(of place: Int) -> Int { min(place / cellSize, cellCount - 1) }

  /// The codes of the mean of every cell.
  private static func means(
    _ codes: CodeRows, _ rows: @Sendable (Int) -> Range<Int>, count: Int, execution: Execution
  ) -> CodeRows {
    let means = CodeRows(recipe: codes.recipe, level: codes.level, count: count)
    let bias = Int64(fg_tile_shape_of(codes.recipe.kind, codes.level).bias)
    _ = execution.silent.map(count: count) { cell in
      let rows = rows(cell)
      let target = unsafe means.codes.base + cell * means.codeBytes
      if codes.isReal {
        var sums = [Double](repeating: 0, count: codes.recipe.width)
        for row in rows {
          for k in sums.indices {
            sums[k] += unsafe Double(codes.address(row).load(fromByteOffset: k * 4, as: Float.self))
          }
        }
        var norm = 0.0
        for k in sums.indices {
          let mean = sums[k] / Double(rows.count)
          norm += mean * mean
          unsafe UnsafeMutableRawPointer(target).storeBytes(
            of: Float(mean), toByteOffset: k * 4, as: Float.self)
        }
        means.half[cell] = Int32(bitPattern: Float(norm / 2).bitPattern)
        means.start[cell] = Int32(bitPattern: Float(-norm / 2).bitPattern)
      } else {
        var sums = [Int](repeating: 0, count: codes.codeBytes)
        for row in rows {
          for k in sums.indices { sums[k] &+= Int(codes.codes[row * codes.codeBytes + k]) }
        }
        for k in sums.indices {
          unsafe target[k] = UInt8((sums[k] + rows.count / 2) / rows.count)
        }
        let rounded = unsafe fg_sum_codes(codes.level, target, codes.codeBytes)
        means.half[cell] = Int32(rounded.sum_of_squares / 2)
        means.start[cell] = Int32(
          truncatingIfNeeded: -rounded.sum_of_squares / 2 - bias * rounded.sum)
      }
      means.slack[cell] = 0
    }
    return means
  }

  /// The cells of the rows at some places, nearest first, the row's own before all others.
  func nearestCells(_ places: [Int], count: Int) -> [[Int]] {
    let prober = workers.take() ?? Prober(self)
    defer { workers.give(prober) }
    return places.map { place in prober.cells(of: place, 1, count: count, self)[0] }
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
    finished: (Range<Int>) -> Void
  ) {
    walk.seedLimits(
      isFinished: isFinished, cell: { [self] in rows(cell(of: $0)) }, execution: execution)
    let n = codes.count
    for start in stride(from: 0, to: n, by: Self.chunkSize) {
      let chunk = start..<min(n, start + Self.chunkSize)
      defer { finished(chunk) }
      if let isFinished, chunk.allSatisfy({ isFinished[$0] }) { continue }
      let asking = rowsOfCells(chunk, probeCount: probeCount, isFinished, execution: execution)
      let part = Execution(threadCount: execution.threadCount) { share in
        execution.progress?((Double(start) + share * Double(chunk.count)) / Double(n))
      }
      _ = part.map(count: cellCount) { cell in
        let columns = self.rows(cell)
        for strip in stride(from: columns.lowerBound, to: columns.upperBound, by: walk.stripWidth) {
          walk.hold(asking[cell], against: strip..<min(columns.upperBound, strip + walk.stripWidth))
        }
      }
    }
  }

  /// For every cell the rows of a chunk that it is among the nearest of.
  private func rowsOfCells(
    _ chunk: Range<Int>, probeCount: Int, _ isFinished: Memory<Bool>?, execution: Execution
  ) -> [[Int32]] {
    let cells = Memory<Int32>(count: chunk.count * probeCount)
    _ = execution.silent.mapBlocks(of: chunk.count, size: 1024) { block in
      let prober = workers.take() ?? Prober(self)
      for first in stride(from: block.lowerBound, to: block.upperBound, by: prober.rowCount) {
        let count = min(prober.rowCount, block.upperBound - first)
        let found = prober.cells(
          of: chunk.lowerBound + first, count, count: probeCount, self, sorted: false)
        for row in 0..<count {
          for (rank, cell) in found[row].enumerated() {
            cells[(first + row) * probeCount + rank] = Int32(cell)
          }
        }
      }
      workers.give(prober)
    }
    var rows = [[Int32]](repeating: [], count: cellCount)
    for row in 0..<chunk.count {
      let place = chunk.lowerBound + row
      if let isFinished, isFinished[place] { continue }
      for rank in 0..<probeCount {
        rows[Int(cells[row * probeCount + rank])].append(Int32(place))
      }
    }
    return rows
  }

  /// Finds the cells that rows are nearest to, a panel of rows at a time.
  private final class Prober {
    private let strips: [PackedStrip]
    private let panel: PanelRows
    private let values: Memory<Int32>
    private let stripValues: Memory<Int32>
    private let places: Memory<UInt32>

    /// Rows taken together.
    var rowCount: Int { panel.capacity }

    init(_ cells: CellWalk) {
      let means = cells.means
      let width = cells.walk.stripWidth
      strips = stride(from: 0, to: means.count, by: width).map { first in
        let count = min(width, means.count - first)
        let strip = PackedStrip(
          kind: means.recipe.kind, level: means.level, codeBytes: means.codeBytes, capacity: count)
        means.fill(strip, from: first, count: count)
        return strip
      }
      panel = strips[0].panel()
      values = Memory(count: panel.capacity * means.count)
      stripValues = Memory(count: panel.capacity * (strips.map(\.paddedCount).max() ?? 0))
      places = Memory(count: means.count)
    }

    /// The nearest cells of consecutive rows; the row's own is always among them, first where they are sorted.
    func cells(
      of first: Int, _ rows: Int, count: Int, _ cells: CellWalk, sorted: Bool = true
    ) -> [[Int]] {
      let codes = cells.codes
      let cellCount = cells.cellCount
      var start = 0
      for strip in strips {
        unsafe strip.values(
          codes.address(first), rows, panel, into: UnsafeMutableRawPointer(stripValues.base))
        for row in 0..<rows {
          unsafe (values.base + row * cellCount + start).update(
            from: stripValues.base + row * strip.paddedCount, count: strip.count)
        }
        start += strip.count
      }
      return (0..<rows).map { row in
        let own = cells.cell(of: first + row)
        let line = unsafe values.base + row * cellCount
        // Larger than any value.
        unsafe line[own] = codes.isReal ? Int32(bitPattern: Float(3e38).bitPattern) : .max
        if codes.isReal {
          unsafe line.withMemoryRebound(to: Float.self, capacity: cellCount) {
            unsafe fg_largest_places_float($0, cellCount, count, places.base)
          }
        } else {
          unsafe fg_largest_places(line, cellCount, count, places.base)
        }
        let found = (0..<count).map { Int(places[$0]) }
        guard sorted else { return found }
        func value(_ cell: Int) -> Double {
          codes.isReal
            ? unsafe Double(Float(bitPattern: UInt32(bitPattern: line[cell])))
            : unsafe Double(line[cell])
        }
        return found.sorted { (-value($0), $0) < (-value($1), $1) }
      }
    }
  }
}
