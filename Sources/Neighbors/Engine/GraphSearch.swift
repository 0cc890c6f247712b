internal import CVectorKernels
internal import Synchronization
internal import VectorKernels

/// A search from parameters to a graph, exact or approximate.
struct GraphSearch {
  let count: Int
  let metric: DistanceMetric
  let instructionSet: InstructionSet
  /// The share of the true neighbors that suffices; `nil` for all.
  var recall: Double?
  /// Where random choices start.
  var seed: UInt64 = 1
  /// Which codes may be chosen.
  var policy = CodeChoice.Policy.cheapest

  func graph(
    of rows: FeatureRows, recorder: (any NeighborRecorder)?, execution: Execution,
    telling: (String) -> Void
  ) throws -> NeighborGraph {
    let n = rows.rowCount
    guard (1..<max(n, 1)).contains(count) else {
      throw NeighborError.neighborCount(given: count, rowCount: n)
    }
    return unsafe try rows.withUnsafeBase { base in
      let space = unsafe RowSpace(
        rows, base: base, metric: metric, instructionSet: instructionSet, execution: execution)
      let extent = try RowExtent(rows, space, execution: execution)
      if metric == .cosine, let row = space.squaredNorms.firstIndex(of: 0) {
        throw NeighborError.zeroRow(row)
      }
      let distinct = DistinctRows(space, rowCount: n, execution: execution)
      let table = GraphTable(rowCount: n, neighborCount: count)
      if let recorder { try recorder.restore(table.restore) }
      let failure = Mutex<(any Error)?>(nil)
      let sample = try recall.map {
        try TrueSample(
          rows, count: count, metric: metric, target: $0, seed: seed,
          instructionSet: instructionSet, execution: execution)
      }
      search(
        distinct, space, extent, table, sample, execution: execution, telling: telling
      ) { rows in
        guard let recorder else { return }
        failure.withLock { failure in
          guard failure == nil else { return }
          do { try table.give(rows, to: recorder) } catch { failure = error }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
      if let row = table.firstOverflow { throw NeighborError.overflow(row: row) }
      let recall = sample.map { $0.measure(table) }
      return table.graph(metric: metric, recall: recall)
    }
  }

  /// Searches the distinct rows and tells of rows as their neighbors are in the table.
  private func search(
    _ distinct: DistinctRows, _ space: RowSpace, _ extent: RowExtent, _ table: GraphTable,
    _ sample: TrueSample?, execution: Execution, telling: (String) -> Void,
    finished: @escaping @Sendable ([Int32]) -> Void
  ) {
    let ids = distinct.representatives
    let expansion = GroupExpansion(distinct, space: space, table: table)
    guard ids.count > 1 else {
      telling("exact: all rows are equal")
      finished(expansion.expand(ids[0]) { _ in })
      return
    }
    let neighborCount = min(count, ids.count - 1)
    let recipe = CodeChoice(
      space: space, extent: extent, neighborCount: neighborCount, ids: ids, policy: policy
    ).choose(execution: execution)
    let encoder = CodeEncoder(recipe: recipe, space: space)
    let codes = encoder.encode(ids, execution: execution)
    encoder.widenSlack(codes, longest: (0..<codes.count).reduce(0) { max($0, codes.slack[$1]) })
    let cells = sample.map { _ in
      CellMeans(
        codes, count: CellWalk.cellCount(rowCount: codes.count), seed: seed, execution: execution)
    }
    let places = permute(
      codes, ids, by: cells?.order ?? nearOrder(codes, execution: execution))
    let bounds = DistanceBounds(space, recipe, largest: extent.largest)
      .trustingProducts(of: codes, places, neighborCount: neighborCount)
    let walk = PairWalk(bounds: bounds, codes: codes, ids: places, neighborCount: neighborCount)
    let isFinished: Memory<Bool>? =
      table.hasRestored ? Memory(count: codes.count, repeating: false) : nil
    if let isFinished {
      for place in 0..<codes.count { isFinished[place] = expansion.isRestored(places[place]) }
    }
    let releasing = Mutex(FinishedPrefix())
    let finish = { @Sendable (range: Range<Int>) in
      var rows: [Int32] = []
      for place in range where isFinished?[place] != true {
        rows += expansion.expand(places[place]) { walk.lists.sorted(place, $0) }
      }
      finished(rows)
      releasing.withLock { walk.lists.release(before: $0.done(range)) }
    }
    let how = "pairs are ruled out by \(recipe.summary) (\(instructionSet.name))"
    if let sample, let cells = cells.map({ CellWalk(walk, $0) }) {
      let probes = sample.probeCount(cells, places: places, distinct)
      telling(
        "approximate, to a recall of \(sample.target): each row is held against the \(probes) nearest of "
          + "\(cells.cellCount) cells; \(how)")
      cells.run(
        probeCount: probes, isFinished: isFinished, execution: execution, finished: finish)
    } else {
      telling("exact: \(how)")
      walk.run(isFinished: isFinished, execution: execution, finished: finish)
    }
  }

  /// So few rows are walked faster than they are ordered.
  private static let fewRows = 4096

  /// An order in which near rows lie together; `nil` where it gains nothing.
  private func nearOrder(_ codes: CodeRows, execution: Execution) -> Memory<Int32>? {
    let width = PackedStrip.capacity(
      kind: codes.recipe.kind, level: codes.level, codeBytes: codes.codeBytes)
    guard codes.recipe.isSquared, codes.count > max(4 * width, Self.fewRows) else { return nil }
    return ClusterOrder.order(codes, leaf: width, execution: execution)
  }

  /// Brings codes into an order and gives the row that lies at each place.
  private func permute(
    _ codes: CodeRows, _ ids: Memory<Int32>, by order: Memory<Int32>?
  ) -> Memory<Int32> {
    guard let order else { return ids }
    codes.permute(order)
    let places = Memory<Int32>(count: codes.count)
    for place in 0..<codes.count { places[place] = ids[Int(order[place])] }
    return places
  }
}

/// How many rows from the first on are finished, when ranges of them are finished in any order.
private struct FinishedPrefix {
  private var end = 0
  private var later: [Range<Int>] = []

  /// Notes a range and gives the end of what is finished without a gap.
  mutating func done(_ range: Range<Int>) -> Int {
    later.append(range)
    while let next = later.firstIndex(where: { $0.lowerBound == end }) {
      end = later.remove(at: next).upperBound
    }
    return end
  }
}
