internal import CVectorKernels
internal import Synchronization
public import VectorKernels

/// A reference of rows that is searched for the neighbors of other rows, and may grow and shrink.
///
/// How rows become codes is settled on the first rows; later ones that differ from them cost time, never neighbors.
/// Rows keep their numbers: those that are removed are never found again, and those that are added count on.
///
/// Not for use by two threads at once; a search itself uses several.
/// - Complexity: O(n · d) memory for the codes beside the rows; O(n · d) time at most for each row asked for.
public final class NeighborIndex {
  private let reference: FeatureRows
  private let instructionSet: InstructionSet
  private let recipe: CodeRecipe
  /// How distance is measured.
  public let metric: DistanceMetric
  private var strips: [ReferenceStrip] = []
  /// Values of added rows, one row after the other.
  private var added: [UInt8] = []
  private var squaredNorms: [Double] = []
  private var removed: Set<Int> = []
  /// The largest absolute value of the first rows.
  private let largest: Double
  /// Length of the longest row in code units, for products.
  private var longest: Float = 0

  /// Number of rows that were ever there, removed ones included.
  public private(set) var rowCount: Int
  /// Number of rows that can be found.
  public var liveCount: Int { rowCount - removed.count }

  /// Makes a reference.
  ///
  /// - Parameters:
  ///   - rows: n x d, finite, at least one.
  ///   - metric: How distance is measured.
  ///   - instructionSet: What the processor may use; results do not depend on it.
  ///   - execution: Threads.
  /// - Throws: ``NeighborError``.
  public init(
    _ rows: FeatureRows, metric: DistanceMetric = .euclidean,
    instructionSet: InstructionSet = .best, execution: Execution = Execution()
  ) throws(NeighborError) {
    precondition(rows.rowCount > 0, "a reference has rows")
    reference = rows
    self.metric = metric
    self.instructionSet = instructionSet
    rowCount = rows.rowCount
    let ids = Memory<Int32>(count: rows.rowCount)
    for row in 0..<rows.rowCount { ids[row] = Int32(row) }
    var failure: NeighborError?
    var made: (recipe: CodeRecipe, codes: CodeRows, norms: [Double], largest: Double)?
    unsafe rows.withUnsafeBase { base in
      do throws(NeighborError) {
        let space = unsafe RowSpace(
          rows, base: base, metric: metric, instructionSet: instructionSet, execution: execution)
        let extent = try RowExtent(rows, space, execution: execution)
        if metric == .cosine, let row = space.squaredNorms.firstIndex(of: 0) {
          throw .zeroRow(row)
        }
        let recipe = CodeChoice(space: space, extent: extent, neighborCount: 10, ids: ids)
          .chooseForQueries(execution: execution)
        let codes = CodeEncoder(recipe: recipe, space: space).encode(ids, execution: execution)
        made = (recipe, codes, space.squaredNorms, extent.largest)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    guard let made else { preconditionFailure("made or failed") }
    recipe = made.recipe
    squaredNorms = made.norms
    largest = made.largest
    append(made.codes)
  }

  private func append(_ codes: CodeRows) {
    if metric == .innerProduct {
      longest = (0..<codes.count).reduce(longest) { max($0, codes.slack[$1]) }
    }
    var first = 0
    while first < codes.count {
      if strips.last?.isFull ?? true {
        let start = strips.last.map { $0.firstRow + $0.packed.capacity } ?? 0
        strips.append(ReferenceStrip(firstRow: start, like: codes))
      }
      first += strips[strips.count - 1].append(codes, from: first)
    }
  }

  /// Adds rows of the same type of values and the same number of columns.
  ///
  /// - Returns: The numbers of the rows.
  /// - Throws: ``NeighborError``; then nothing has been added.
  @discardableResult
  public func add(_ rows: FeatureRows) throws(NeighborError) -> Range<Int> {
    let before = (added.count, squaredNorms.count)
    let codes: CodeRows
    do throws(NeighborError) {
      codes = try withCodes(of: rows, execution: .serial) { _, codes, _ in codes }
    } catch {
      added.removeLast(added.count - before.0)
      squaredNorms.removeLast(squaredNorms.count - before.1)
      throw error
    }
    append(codes)
    defer { rowCount += rows.rowCount }
    return rowCount..<rowCount + rows.rowCount
  }

  /// Removes a row; it is never found again.
  ///
  /// - Precondition: the row is there.
  public func remove(row: Int) {
    precondition((0..<rowCount).contains(row) && !removed.contains(row), "the row is there")
    removed.insert(row)
    let width = strips[0].packed.capacity
    strips[row / width].remove(row)
  }

  /// The nearest rows of the reference for every row asked for.
  ///
  /// - Parameters:
  ///   - queries: q x d, finite, of the reference's type of values.
  ///   - count: k, at least 1 and at most ``liveCount``.
  ///   - execution: Threads and progress. The result does not depend on it.
  /// - Returns: q x k rows of the reference by (distance, row). A row that is asked for and is in the reference too
  ///   finds itself.
  /// - Throws: ``NeighborError``.
  public func neighbors(
    of queries: FeatureRows, count: Int, execution: Execution = Execution()
  ) throws(NeighborError) -> NeighborGraph {
    guard (1...max(1, liveCount)).contains(count), liveCount > 0 else {
      throw .neighborCount(given: count, rowCount: liveCount + 1)
    }
    let table = GraphTable(rowCount: queries.rowCount, neighborCount: count)
    try search(queries, execution: execution) { bounds, ids in
      .nearest(NearestLists(owners: ids, bounds: bounds, capacity: count))
    } finished: { row, goal in
      guard case .nearest(let lists) = goal else { return }
      lists.sorted(row) { rank, key, id in table.put(row, rank, id, Float(key)) }
    }
    if let row = table.firstOverflow { throw .overflow(row: row) }
    return table.graph(metric: metric, recall: nil)
  }

  /// All rows of the reference within a distance of every row asked for.
  ///
  /// - Parameters:
  ///   - queries: q x d, finite, of the reference's type of values.
  ///   - radius: The largest distance.
  ///   - execution: Threads and progress. The result does not depend on it.
  /// - Returns: For each row asked for the rows by (distance, row).
  /// - Throws: ``NeighborError``.
  public func neighbors(
    of queries: FeatureRows, within radius: Double, execution: Execution = Execution()
  ) throws(NeighborError) -> RadiusNeighbors {
    let lists = RadiusLists(count: queries.rowCount)
    try search(queries, execution: execution) { _, _ in
      .within(radius, lists)
    } finished: { _, _ in
    }
    let all = lists.all
    var offsets = [0]
    if let row = all.firstIndex(where: { $0.contains { !Float($0.key).isFinite } }) {
      throw .overflow(row: row)
    }
    for list in all { offsets.append(offsets[offsets.count - 1] + list.count) }
    return RadiusNeighbors(
      metric: metric, offsets: offsets, indices: all.flatMap { $0.map(\.id) },
      distances: all.flatMap { $0.map { Float($0.key) } })
  }

  private func search(
    _ queries: FeatureRows, execution: Execution,
    for goal: (DistanceBounds, Memory<Int32>) -> QueryWalk.Goal,
    finished: @escaping @Sendable (Int, QueryWalk.Goal) -> Void
  ) throws(NeighborError) {
    let (bytes, norms) = (added.count, squaredNorms.count)
    defer {
      added.removeLast(added.count - bytes)
      squaredNorms.removeLast(squaredNorms.count - norms)
    }
    let (strips, longest, largest) = (strips, longest, largest)
    try withCodes(of: queries, execution: execution) { space, codes, ids in
      CodeEncoder(recipe: codes.recipe, space: space).widenSlack(codes, longest: longest)
      let bounds = DistanceBounds(space, codes.recipe, largest: largest)
      let goal = goal(bounds, ids)
      QueryWalk(bounds: bounds, codes: codes, ids: ids, strips: strips, goal: goal)
        .run(execution: execution)
      _ = execution.silent.mapBlocks(of: codes.count, size: 256) { rows in
        for row in rows { finished(row, goal) }
      }
    }
  }

  /// Puts rows behind those of the reference and gives their codes.
  private func withCodes<Result>(
    of rows: FeatureRows, execution: Execution,
    _ body: (RowSpace, CodeRows, Memory<Int32>) -> Result
  ) throws(NeighborError) -> Result {
    precondition(
      rows.columnCount == reference.columnCount && rows.element == reference.element,
      "rows have the columns and the type of the reference")
    let first = rowCount
    var failure: NeighborError?
    var result: Result?
    unsafe rows.withUnsafeBase { base in
      do throws(NeighborError) {
        let own = unsafe RowSpace(
          rows, base: base, metric: metric, instructionSet: instructionSet, execution: execution)
        _ = try RowExtent(rows, own, execution: execution)
        if metric == .cosine, let row = own.squaredNorms.firstIndex(of: 0) { throw .zeroRow(row) }
        squaredNorms += own.squaredNorms
        unsafe added.append(
          contentsOf: UnsafeRawBufferPointer(start: base, count: rows.rowCount * own.rowBytes))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    let ids = Memory<Int32>(count: rows.rowCount)
    for row in 0..<rows.rowCount { ids[row] = Int32(first + row) }
    unsafe reference.withUnsafeBase { base in
      unsafe added.withUnsafeBytes { tail in
        var space = unsafe RowSpace(
          reference, base: base, metric: metric, instructionSet: instructionSet,
          squaredNorms: squaredNorms)
        if let start = tail.baseAddress { unsafe space.tail = unsafe start }
        let encoder = CodeEncoder(recipe: recipe, space: space)
        let codes = encoder.encode(ids, execution: execution)
        result = body(space, codes, ids)
      }
    }
    guard let result else { preconditionFailure("the body has run") }
    return result
  }
}
