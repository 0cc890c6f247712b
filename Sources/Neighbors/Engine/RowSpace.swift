internal import CVectorKernels
internal import VectorKernels

/// Rows of features with a metric: exact distances, and how they bound those of codes.
///
/// The address of the rows is held for the duration of a search; ``FeatureRows/withUnsafeBase(_:)`` keeps it alive.
@safe struct RowSpace: @unchecked Sendable {
  let base: UnsafeRawPointer
  let rowBytes: Int
  let columnCount: Int
  let element: fg_element
  let metric: DistanceMetric
  let level: Int32
  /// a.a of every row, for the metrics that need it; else empty.
  var squaredNorms: [Double]
  /// The number of rows from `base` on; later ones lie in `tail`.
  let baseCount: Int
  /// Rows that have come later, and what is asked for.
  var tail: UnsafeRawPointer
  /// What rounding may take off a sum of double precision, relative to its terms' size; generous.
  let rounding: Double

  /// Takes the norms from the rows.
  ///
  /// - Parameters:
  ///   - rows: Where `base` points to.
  ///   - base: The first value.
  ///   - metric: How distance is measured.
  ///   - instructionSet: What the processor may use.
  ///   - execution: Threads.
  init(
    _ rows: FeatureRows, base: UnsafeRawPointer, metric: DistanceMetric,
    instructionSet: InstructionSet, execution: Execution
  ) {
    let needsNorms = metric == .cosine || metric == .innerProduct
    let norms =
      needsNorms ? unsafe Self.squaredNorms(rows, base, instructionSet.rawValue, execution) : []
    unsafe self.init(
      rows, base: base, metric: metric, instructionSet: instructionSet, squaredNorms: norms)
  }

  /// Takes the norms as they are given.
  ///
  /// - Parameters:
  ///   - rows: Where `base` points to.
  ///   - base: The first value.
  ///   - metric: How distance is measured.
  ///   - instructionSet: What the processor may use.
  ///   - squaredNorms: Those of all rows, where the metric needs them.
  init(
    _ rows: FeatureRows, base: UnsafeRawPointer, metric: DistanceMetric,
    instructionSet: InstructionSet, squaredNorms: [Double]
  ) {
    unsafe self.base = unsafe base
    baseCount = rows.rowCount
    unsafe tail = unsafe base
    rowBytes = rows.columnCount * rows.element.byteCount
    columnCount = rows.columnCount
    element = fg_element(rawValue: UInt32(rows.element.rawValue))
    self.metric = metric
    level = instructionSet.rawValue
    rounding = Double(columnCount + 16) * 0x1p-52
    self.squaredNorms = squaredNorms
  }

  /// Every row's product with itself, summed as all exact products are.
  private static func squaredNorms(
    _ rows: FeatureRows, _ base: UnsafeRawPointer, _ level: Int32, _ execution: Execution
  ) -> [Double] {
    let norms = Memory<Double>(count: rows.rowCount)
    let bytes = rows.columnCount * rows.element.byteCount
    let element = fg_element(rawValue: UInt32(rows.element.rawValue))
    let address = unsafe Address(base)
    _ = execution.silent.mapBlocks(of: rows.rowCount, size: 4096) { block in
      var batch = PairBatch(level: level, columnCount: rows.columnCount, element: element)
      for row in block {
        let start = unsafe address.pointer + row * bytes
        unsafe batch.add(start, start, tag: (row, row))
        if batch.isFull { batch.flush(fg_products) { norms[$0.0] = $1 } }
      }
      batch.flush(fg_products) { norms[$0.0] = $1 }
    }
    return (0..<rows.rowCount).map { norms[$0] }
  }

  /// The values of a row.
  @inline(__always)
  func row(_ row: Int32) -> UnsafeRawPointer {
    let place = Int(row)
    return place < baseCount
      ? unsafe base + place * rowBytes : unsafe tail + (place - baseCount) * rowBytes
  }

  var accumulation: fg_accumulation {
    switch metric.accumulation {
    case .squaredDifferences: fg_squared_differences
    case .absoluteDifferences: fg_absolute_differences
    case .largestDifference: fg_largest_difference
    case .products: fg_products
    case .unequalFeatures: fg_unequal
    }
  }

  /// The distance that an accumulated value stands for.
  @inline(__always)
  func key(_ accumulated: Double, _ one: Int32, _ other: Int32) -> Double {
    switch metric {
    case .euclidean: accumulated.squareRoot()
    case .cosine:
      metric.distance(
        accumulated: accumulated, featureCount: columnCount,
        squaredNorms: (squaredNorms[Int(one)], squaredNorms[Int(other)]))
    default: metric.distance(accumulated: accumulated, featureCount: columnCount)
    }
  }
}

/// An address that is sent to threads, which only read there.
@safe struct Address: @unchecked Sendable {
  let pointer: UnsafeRawPointer
  init(_ pointer: UnsafeRawPointer) { unsafe self.pointer = unsafe pointer }
}
