internal import CVectorKernels
internal import VectorKernels

extension PairWalk {
  /// Finds a first limit for every row: the k nearest codes among the rows around it.
  ///
  /// - Parameters:
  ///   - parts: Runs of rows; those of one look only among themselves.
  ///   - isFinished: Rows that seek nothing.
  ///   - execution: Threads.
  func seedLimits(_ parts: [Range<Int>], isFinished: Memory<Bool>?, execution: Execution) {
    let k = lists.capacity
    // Several times k rows where there are as many.
    let most = 6 * k + 64
    // As many rows as columns, so that a strip is packed once for each of its rows, but blocks for all threads.
    let size = min(most, max(32, codes.count / (4 * execution.threadCount)))
    let blocks = parts.flatMap { part in
      stride(from: part.lowerBound, to: part.upperBound, by: size).map {
        (rows: $0..<min(part.upperBound, $0 + size), part: part)
      }
    }
    let pool = Pool<Seeding>()
    _ = execution.silent.map(count: blocks.count) { [self] block in
      let (rows, part) = blocks[block]
      let window = min(part.count, most)
      guard k < window else { return }
      let first = max(part.lowerBound, min(rows.lowerBound, part.upperBound - window))
      let seeding = pool.take() ?? Seeding(self, width: min(most, codes.count))
      seeding.seed(rows, columns: first..<first + window, isFinished: isFinished, self)
      pool.give(seeding)
    }
  }

  /// What one thread finds first limits with.
  private final class Seeding {
    private let strip: PackedStrip
    private let panel: PanelRows
    private let seeder: LimitSeeder

    init(_ walk: PairWalk, width: Int) {
      let codes = walk.codes
      strip = PackedStrip(
        kind: codes.recipe.kind, level: codes.level, codeBytes: codes.codeBytes, capacity: width)
      panel = strip.panel()
      seeder = LimitSeeder(
        width: strip.capacity + Int(strip.shape.columns), panelRows: panel.capacity,
        neighborCount: walk.lists.capacity, bounds: walk.bounds, isReal: codes.isReal)
    }

    func seed(
      _ rows: Range<Int>, columns: Range<Int>, isFinished: Memory<Bool>?, _ walk: PairWalk
    ) {
      let (codes, ids) = (walk.codes, walk.ids)
      let first = columns.lowerBound
      codes.fill(strip, from: first, count: columns.count)
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: panel.capacity) {
        let count = min(panel.capacity, rows.upperBound - start)
        panel.fill(codes, from: start, count: count)
        unsafe seeder.seed(strip, codes.address(start), count, panel, own: start - first) { row in
          let place = start + row
          if let isFinished, isFinished[place] { return }
          let limit = seeder.limit(row, of: ids[place], half: codes.half[place]) {
            (ids[first + $0], codes.half[first + $0])
          }
          walk.lists.setLimit(place, limit)
          walk.reaches[place] = codes.reach(limit, place: place, bounds: walk.bounds)
        }
      }
    }
  }
}
