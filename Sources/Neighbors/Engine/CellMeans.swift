internal import CVectorKernels
internal import VectorKernels

/// Cells of rows around means of codes: Lloyd's algorithm (1982) on a sample, then every row to its nearest mean.
///
/// Which cells come out decides how fast an approximate search is, and its recall is measured.
struct CellMeans: Sendable {
  /// The codes of the means.
  let means: CodeRows
  /// For each place in the order of cells the row that comes there.
  let order: Memory<Int32>
  /// Where the rows of each cell start in that order, and the end of the last.
  let offsets: [Int]

  private static let rounds = 6
  /// Rows of the sample for each mean.
  private static let sampleShare = 40

  /// Makes about `count` cells.
  init(_ codes: CodeRows, count: Int, seed: UInt64, execution: Execution) {
    var generator = SplitMix(state: seed ^ 0xCE11)
    let n = codes.count
    let sampleCount = min(n, Self.sampleShare * count)
    // A sample without repetition: each row is drawn from its share of all.
    let sample = (0..<sampleCount).map { place in
      let (low, high) = (place * n / sampleCount, (place + 1) * n / sampleCount)
      return low + generator.next(below: high - low)
    }
    let means = CodeRows(recipe: codes.recipe, level: codes.level, count: count)
    for cell in 0..<count {
      let row = sample[cell * sampleCount / count]
      unsafe (means.codes.base + cell * means.codeBytes).update(
        from: codes.codes.base + row * codes.codeBytes, count: codes.codeBytes)
      Self.settle(means, cell)
    }
    for _ in 0..<Self.rounds {
      let nearest = Self.nearest(codes, sample.count, means, execution) { sample[$0] }
      Self.move(means, codes, sample, nearest, execution: execution)
    }
    let nearest = Self.nearest(codes, n, means, execution) { $0 }
    var offsets = [Int](repeating: 0, count: count + 1)
    for row in 0..<n { offsets[Int(nearest[row]) + 1] += 1 }
    for cell in 0..<count { offsets[cell + 1] += offsets[cell] }
    var next = offsets
    let order = Memory<Int32>(count: n)
    for row in 0..<n {
      let cell = Int(nearest[row])
      order[next[cell]] = Int32(row)
      next[cell] += 1
    }
    self.means = means
    self.order = order
    self.offsets = offsets
  }

  /// Fills in what follows from the codes of a mean.
  private static func settle(_ means: CodeRows, _ cell: Int) {
    let address = unsafe means.address(cell)
    means.slack[cell] = 0
    if means.isReal {
      let norm = unsafe fg_product(means.level, fg_float32, address, address, means.recipe.width)
      means.half[cell] = Int32(bitPattern: Float(norm / 2).bitPattern)
      means.start[cell] = Int32(bitPattern: Float(-norm / 2).bitPattern)
    } else {
      let sums = unsafe fg_sum_codes(
        means.level, address.assumingMemoryBound(to: UInt8.self), means.codeBytes)
      let bias = Int64(fg_tile_shape_of(means.recipe.kind, means.level).bias)
      means.half[cell] = Int32(sums.sum_of_squares / 2)
      means.start[cell] = Int32(truncatingIfNeeded: -(sums.sum_of_squares / 2) - bias * sums.sum)
    }
  }

  /// The nearest mean of every row.
  private static func nearest(
    _ codes: CodeRows, _ count: Int, _ means: CodeRows, _ execution: Execution,
    row: @Sendable (Int) -> Int
  ) -> Memory<Int32> {
    let nearest = Memory<Int32>(count: count)
    let pool = Pool<CellProber>()
    _ = execution.silent.mapBlocks(of: count, size: 2048) { block in
      let prober = pool.take() ?? CellProber(means)
      for first in stride(from: block.lowerBound, to: block.upperBound, by: prober.rowCount) {
        let rows = first..<min(block.upperBound, first + prober.rowCount)
        prober.hold(codes, rows.map(row))
        for (place, row) in rows.enumerated() { nearest[row] = Int32(prober.nearest(place)) }
      }
      pool.give(prober)
    }
    return nearest
  }

  /// Moves every mean to the rows that are nearest to it; one without rows stays.
  private static func move(
    _ means: CodeRows, _ codes: CodeRows, _ sample: [Int], _ nearest: Memory<Int32>,
    execution: Execution
  ) {
    var members = [[Int32]](repeating: [], count: means.count)
    for place in sample.indices { members[Int(nearest[place])].append(Int32(sample[place])) }
    let rowsOf = members
    _ = execution.silent.map(count: means.count) { cell in
      let rows = rowsOf[cell]
      guard !rows.isEmpty else { return }
      let target = unsafe means.codes.base + cell * means.codeBytes
      if means.isReal {
        let width = means.recipe.width
        let sums = Memory<Float>(count: width, repeating: 0)
        for row in rows {
          unsafe fg_add_scaled_floats(
            means.level, sums.base, 1,
            codes.address(Int(row)).assumingMemoryBound(to: Float.self), width)
        }
        let floats = unsafe UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self)
        for k in 0..<width { unsafe floats[k] = sums[k] / Float(rows.count) }
      } else {
        let sums = Memory<Int32>(count: means.codeBytes, repeating: 0)
        for row in rows {
          let source = unsafe codes.codes.base + Int(row) * codes.codeBytes
          for k in 0..<means.codeBytes { sums[k] &+= unsafe Int32(source[k]) }
        }
        let count = Int32(rows.count)
        for k in 0..<means.codeBytes {
          unsafe target[k] = UInt8(truncatingIfNeeded: (sums[k] + count / 2) / count)
        }
      }
      settle(means, cell)
    }
  }
}
