internal import CVectorKernels
internal import Synchronization
internal import VectorKernels

/// An exact search from checked parameters to a graph.
struct ExactSearch {
  let count: Int
  let metric: DistanceMetric
  let instructionSet: InstructionSet

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
      search(
        distinct, space, extent, table, execution: execution, telling: telling
      ) { rows in
        guard let recorder else { return }
        failure.withLock { failure in
          guard failure == nil else { return }
          do { try table.give(rows, to: recorder) } catch { failure = error }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
      if let row = table.firstOverflow { throw NeighborError.overflow(row: row) }
      return table.graph(metric: metric, recall: nil)
    }
  }

  /// Searches the distinct rows and tells of rows as their neighbors are in the table.
  private func search(
    _ distinct: DistinctRows, _ space: RowSpace, _ extent: RowExtent, _ table: GraphTable,
    execution: Execution, telling: (String) -> Void, finished: @escaping @Sendable ([Int32]) -> Void
  ) {
    let ids = distinct.representatives
    let expansion = GroupExpansion(distinct, space: space, table: table)
    guard ids.count > 1 else {
      telling("exact: all rows are equal")
      finished(expansion.expand(ids[0]) { _ in })
      return
    }
    let recipe = CodeChoice(
      space: space, extent: extent, neighborCount: min(count, ids.count - 1), ids: ids
    ).choose(execution: execution)
    telling("exact: pairs are ruled out by \(recipe.summary) (\(instructionSet.name))")
    let encoder = CodeEncoder(recipe: recipe, space: space)
    let codes = encoder.encode(ids, execution: execution)
    encoder.widenSlack(codes, longest: (0..<codes.count).reduce(0) { max($0, codes.slack[$1]) })
    let places = order(codes, ids, execution: execution)
    let walk = PairWalk(
      space: space, codes: codes, ids: places, neighborCount: min(count, ids.count - 1))
    let isFinished: Memory<Bool>? =
      table.hasRestored ? Memory(count: codes.count, repeating: false) : nil
    if let isFinished {
      for place in 0..<codes.count { isFinished[place] = expansion.isRestored(places[place]) }
    }
    walk.run(isFinished: isFinished, execution: execution) { range in
      var rows: [Int32] = []
      for place in range where isFinished?[place] != true {
        rows += expansion.expand(places[place]) { walk.lists.sorted(place, $0) }
      }
      finished(rows)
    }
  }

  /// Brings near rows together and gives the row that lies at each place.
  private func order(
    _ codes: CodeRows, _ ids: Memory<Int32>, execution: Execution
  ) -> Memory<Int32> {
    let width = PackedStrip.capacity(
      kind: codes.recipe.kind, level: codes.level, codeBytes: codes.codeBytes)
    guard codes.recipe.isSquared, codes.count > 4 * width else { return ids }
    let order = ClusterOrder.order(codes, leaf: width, execution: execution)
    codes.permute(order)
    let places = Memory<Int32>(count: codes.count)
    for place in 0..<codes.count { places[place] = ids[Int(order[place])] }
    return places
  }
}
