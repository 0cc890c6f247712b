internal import CVectorKernels
internal import VectorKernels

/// Rounded codes tried on some rows against others, to see how many pairs each recipe leaves.
struct CodeTrial {
  /// One recipe for rounded codes and how it did.
  struct Candidate {
    let width: Int
    let unit: Double
    let rotation: HeadRotation?
    /// Share of all pairs that it leaves.
    let leftShare: Double
  }

  private let space: RowSpace
  private let references: [Int32]
  private let queries: [Int32]
  /// The rows of both, centered, with values near 1.
  private let prepared: Memory<Float>
  /// What they were multiplied by.
  private let scale: Double
  /// The distance of the k-th nearest of all rows for each query, about.
  private let limits: [Float]
  /// Whole rows, where there are not too many features.
  private(set) var whole: Candidate?

  private static let queryCount = 32
  private static let mostReferences = 3072
  private static let mostReferenceValues = 2_400_000
  private static let rotationRows = 1024
  private static let widths = [16, 32, 48, 64, 96, 128, 192]

  /// Share of all pairs that codes of bfloat16 leave; `nil` where the processor has no products of them.
  private(set) var bfloatShare: Double?

  init(_ sample: CodeSample, neighborCount: Int, execution: Execution) {
    let space = sample.space
    let (n, d) = (sample.ids.count, space.columnCount)
    let referenceCount = min(
      Self.mostReferences, n, max(256, Self.mostReferenceValues / max(1, d)))
    let queryCount = min(Self.queryCount, n)
    let references = (0..<referenceCount).map { sample.ids[$0 * n / referenceCount] }
    let queries = (0..<queryCount).map { sample.ids[($0 * n + n / 2) / queryCount % n] }
    let all = references + queries
    // Values near 1, so that nothing overflows.
    let scale = 1 / max(Self.meanLength(sample, references), 1e-300)
    let prepared = Memory<Float>(count: all.count * d)
    _ = execution.silent.map(count: all.count) { place in
      unsafe CodeSample.prepare(
        all[place], space, center: sample.center, unit: scale, into: prepared.base + place * d)
    }
    self.space = space
    self.references = references
    self.queries = queries
    self.prepared = prepared
    self.scale = scale
    let level = space.level
    let squared = Self.squares(
      prepared, width: d, stride: d, references, queries, level, execution)
    // The k-th nearest of all rows lies about where this one of the sample does.
    let rank = max(1, (neighborCount * referenceCount + n - 1) / n)
    limits = squared.map { $0.sorted()[min(rank, referenceCount) - 1].squareRoot() }
    whole = nil
    bfloatShare = nil
    if fg_has_bfloats(level) != 0 {
      bfloatShare = share(squared, residuals: bfloatResiduals())
    }
    if d <= Int(FG_MOST_WHOLE_CODES) - 64 {
      whole = judge(prepared, width: d, stride: d, rotation: nil, squared)
    }
  }

  private var widest: Int { Self.widths.last { $0 <= space.columnCount * 3 / 4 } ?? 0 }

  /// About how many nanoseconds ``heads(execution:)`` takes.
  var headCost: Double {
    let (d, w) = (Double(space.columnCount), Double(widest))
    let multiplied = 4 * Double(min(references.count, Self.rotationRows)) + Double(references.count)
    // Products on the tile kernels, then pairs of directions that are made orthogonal.
    return multiplied * d * w * TileCost.nanoseconds(fg_code_floats, level: space.level, width: 16)
      / 16
      + w * w * 2 * (30 + 0.2 * d) + 5e6
  }

  /// Heads of several widths.
  func heads(execution: Execution) -> [Candidate] {
    let d = space.columnCount
    let widest = widest
    guard widest > 0, references.count >= 256 else { return [] }
    let rotation = HeadRotation(
      sample: prepared, rowCount: min(references.count, Self.rotationRows), columnCount: d,
      width: widest,
      level: space.level)
    let heads = FloatProducts(level: space.level).products(
      prepared, references.count + queries.count, rotation.basis, widest, length: d)
    return execution.silent.map(count: Self.widths.count { $0 <= widest }) { index in
      let width = Self.widths[index]
      let squared = Self.squares(
        heads, width: width, stride: widest, references, queries, space.level, .serial)
      return judge(
        heads, width: width, stride: widest, rotation: HeadRotation(first: width, of: rotation),
        squared)
    }
  }

  /// The mean length of some rows but for the center.
  private static func meanLength(_ sample: CodeSample, _ rows: [Int32]) -> Double {
    let d = sample.space.columnCount
    let row = Memory<Float>(count: d)
    let some = rows.prefix(128)
    return some.reduce(0) { sum, id in
      unsafe CodeSample.prepare(id, sample.space, center: sample.center, unit: 1, into: row.base)
      let squared = (0..<d).reduce(0.0) { $0 + Double(row[$1]) * Double(row[$1]) }
      return sum + squared.squareRoot()
    } / Double(max(1, some.count))
  }

  /// Squared distances of all queries to all references; of a row to itself infinite.
  private static func squares(
    _ values: Memory<Float>, width: Int, stride: Int, _ references: [Int32], _ queries: [Int32],
    _ level: Int32, _ execution: Execution
  ) -> [[Float]] {
    execution.silent.map(count: queries.count) { query in
      references.indices.map { reference in
        guard references[reference] != queries[query] else { return .infinity }
        return unsafe Float(
          fg_squared_distance(
            level, fg_float32, values.base + (references.count + query) * stride,
            values.base + reference * stride, width))
      }
    }
  }

  /// Rounds the values and counts the pairs that would be left.
  private func judge(
    _ values: Memory<Float>, width: Int, stride: Int, rotation: HeadRotation?, _ squared: [[Float]]
  ) -> Candidate {
    let count = references.count + queries.count
    let codes = Memory<UInt8>(count: width)
    let scaled = Memory<Float>(count: width)
    let none = [Double](repeating: 0, count: width)
    func residual(_ row: Int, _ unit: Float) -> Float {
      unsafe none.withUnsafeBufferPointer { none in
        unsafe fg_prepare_row(
          space.level, fg_float32, values.base + row * stride, 1, none.baseAddress, Double(unit),
          width, scaled.base)
      }
      return unsafe Float(fg_round_codes(space.level, scaled.base, width, codes.base).residual)
        / unit
    }
    // The unit that leaves the smallest residuals: outliers may be cut.
    let some = Array(
      Swift.stride(from: 0, to: references.count, by: max(1, references.count / 128)))
    let maxima = some.map { row in
      (0..<width).reduce(Float(0)) { max($0, abs(values[row * stride + $1])) }
    }.sorted()
    var best: (mean: Float, unit: Float) = (.infinity, 1)
    for share in [1, 0.98, 0.9, 0.7] {
      let most = maxima[min(maxima.count - 1, Int(share * Double(maxima.count)))]
      let unit = 127 / max(most, 1e-30)
      let mean = some.reduce(Float(0)) { $0 + residual($1, unit) }
      if mean < best.mean { best = (mean, unit) }
    }
    let residuals = (0..<count).map { residual($0, best.unit) }
    return Candidate(
      width: width, unit: Double(best.unit) * scale, rotation: rotation,
      leftShare: share(squared, residuals: residuals))
  }

  /// The share of the pairs that are left when codes are so far from their rows.
  private func share(_ squared: [[Float]], residuals: [Float]) -> Double {
    var left = 0
    for (query, distances) in squared.enumerated() {
      let own = residuals[references.count + query]
      for (reference, distance) in distances.enumerated() where distance.isFinite {
        let other = residuals[reference]
        let reach = limits[query] + own + other
        if distance + own * own + other * other <= reach * reach { left += 1 }
      }
    }
    return Double(left) / Double(max(1, references.count * queries.count))
  }

  private func bfloatResiduals() -> [Float] {
    let d = space.columnCount
    let codes = Memory<UInt16>(count: d)
    return (0..<references.count + queries.count).map {
      unsafe Float(fg_round_bfloats(space.level, prepared.base + $0 * d, d, codes.base))
    }
  }
}
