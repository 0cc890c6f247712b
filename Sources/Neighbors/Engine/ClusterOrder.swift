internal import CVectorKernels
internal import VectorKernels

/// An order of rows in which near rows lie near each other, so that early blocks give tight limits.
///
/// A tree of halves: each part is cut at the median along the line through two means (two-means tree). The order
/// decides how fast neighbors are found, never which.
struct ClusterOrder {
  private let rows: CodeRows
  private let leaf: Int
  private let order: Memory<Int32>
  private let values: Memory<Float>

  private static let sampleCount = 48

  /// Orders rows.
  ///
  /// - Parameters:
  ///   - rows: Their codes.
  ///   - leaf: Parts of at most this many rows stay as they are.
  ///   - execution: Threads.
  /// - Returns: For each place the row that comes there.
  static func order(_ rows: CodeRows, leaf: Int, execution: Execution) -> Memory<Int32> {
    let maker = ClusterOrder(rows: rows, leaf: leaf)
    // The first cuts one after the other, then a part for each thread and some more.
    var parts = [0..<rows.count]
    while parts.count < 4 * execution.threadCount, parts.contains(where: { $0.count > leaf }) {
      let uncut = parts
      parts = execution.silent.map(count: uncut.count) { maker.halves(of: uncut[$0]) }
        .flatMap(\.self)
    }
    let wanted = parts
    _ = execution.silent.map(count: parts.count) { maker.cut(wanted[$0]) }
    return maker.order
  }

  private init(rows: CodeRows, leaf: Int) {
    self.rows = rows
    self.leaf = leaf
    order = Memory(count: rows.count)
    for place in 0..<rows.count { order[place] = Int32(place) }
    values = Memory(count: rows.count)
  }

  private func cut(_ part: Range<Int>) {
    guard part.count > leaf else { return }
    for half in halves(of: part) { cut(half) }
  }

  private func halves(of part: Range<Int>) -> [Range<Int>] {
    guard part.count > leaf else { return [part] }
    project(part)
    // Whole leaves on both sides, so that leaves end where strips do.
    let leaves = (part.count + leaf - 1) / leaf
    let middle = part.lowerBound + leaves / 2 * leaf
    split(part, at: middle)
    return [part.lowerBound..<middle, middle..<part.upperBound]
  }

  /// Places of the rows of a part along a line through two means of a sample.
  private func project(_ part: Range<Int>) {
    let width = rows.recipe.width
    var generator = SplitMix(state: UInt64(part.lowerBound) << 32 | UInt64(part.count))
    let sample = (0..<min(Self.sampleCount, part.count)).map { _ in
      decode(Int(order[part.lowerBound + generator.next(below: part.count)]))
    }
    var means = [sample[0], sample[sample.count / 2]]
    for _ in 0..<3 {
      var sums = [[Float]](repeating: [Float](repeating: 0, count: width), count: 2)
      var counts: [Float] = [0, 0]
      for row in sample {
        var distances: (Float, Float) = (0, 0)
        for k in 0..<width {
          distances.0 += (row[k] - means[0][k]) * (row[k] - means[0][k])
          distances.1 += (row[k] - means[1][k]) * (row[k] - means[1][k])
        }
        let nearer = distances.0 <= distances.1 ? 0 : 1
        counts[nearer] += 1
        for k in 0..<width { sums[nearer][k] += row[k] }
      }
      for side in 0..<2 where counts[side] > 0 {
        means[side] = sums[side].map { $0 / counts[side] }
      }
    }
    let line = zip(means[0], means[1]).map { $0 - $1 }
    if rows.isReal {
      unsafe line.withUnsafeBufferPointer { line in
        guard let start = line.baseAddress else { return }
        for place in part {
          values[place] = unsafe Float(
            fg_product(
              rows.level, fg_float32, rows.address(Int(order[place])), start, width))
        }
      }
    } else {
      let largest = line.reduce(0) { max($0, abs($1)) }
      let direction = line.map { Int16(largest > 0 ? ($0 / largest * 127).rounded() : 0) }
      unsafe direction.withUnsafeBufferPointer { direction in
        guard let start = direction.baseAddress else { return }
        for place in part {
          let codes = unsafe rows.address(Int(order[place])).assumingMemoryBound(to: UInt8.self)
          values[place] = unsafe Float(fg_code_product(rows.level, codes, start, width))
        }
      }
    }
  }

  private func decode(_ place: Int) -> [Float] {
    let address = unsafe rows.address(place)
    return (0..<rows.recipe.width).map { k in
      rows.isReal
        ? unsafe address.load(fromByteOffset: k * 4, as: Float.self)
        : unsafe Float(address.load(fromByteOffset: k, as: UInt8.self)) - 128
    }
  }

  /// Moves rows so that none before `middle` has a larger value than one after it.
  private func split(_ part: Range<Int>, at middle: Int) {
    var (low, high) = (part.lowerBound, part.upperBound - 1)
    while low < high {
      // The median of three is the pivot: quickselect (Hoare 1961).
      let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
      let pivot = max(min(a, b), min(max(a, b), c))
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          (values[left], values[right]) = (values[right], values[left])
          (order[left], order[right]) = (order[right], order[left])
          left += 1
          right -= 1
        }
      }
      if middle <= right {
        high = right
      } else if middle >= left {
        low = left
      } else {
        return
      }
    }
  }
}
