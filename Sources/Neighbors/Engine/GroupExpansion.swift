internal import VectorKernels

/// Turns the neighbors of a group of equal rows into those of each of its rows.
struct GroupExpansion: @unchecked Sendable {
  private let groups: [Int32: [Int32]]
  private let space: RowSpace
  private let table: GraphTable

  init(_ distinct: DistinctRows, space: RowSpace, table: GraphTable) {
    groups = distinct.groups
    self.space = space
    self.table = table
  }

  /// Whether the neighbors of a group's rows are in the table already.
  func isRestored(_ representative: Int32) -> Bool {
    guard let group = groups[representative] else { return table.isRestored(representative) }
    return group.allSatisfy(table.isRestored)
  }

  /// Puts the neighbors of all rows of a group into the table.
  ///
  /// The k nearest groups suffice: any other group's first row comes after the first rows of these.
  ///
  /// - Parameters:
  ///   - representative: The first row of the group.
  ///   - sorted: Gives the nearest other groups by their first rows, nearest first.
  /// - Returns: The rows of the group.
  func expand(
    _ representative: Int32, _ sorted: ((_ place: Int, _ key: Double, _ id: Int32) -> Void) -> Void
  ) -> [Int32] {
    if groups.isEmpty {
      sorted { rank, key, id in table.put(Int(representative), rank, id, Float(key)) }
      return [representative]
    }
    let own = groups[representative] ?? [representative]
    let k = table.neighborCount
    var candidates: [(key: Double, id: Int32)] = []
    if own.count > 1 {
      // What equal rows are apart: nothing, or what the metric makes of rounding.
      let key = selfDistance(representative)
      candidates = own.prefix(k + 1).map { (key, $0) }
    }
    sorted { _, key, id in
      candidates += (groups[id] ?? [id]).prefix(k).map { (key, $0) }
    }
    candidates.sort { ($0.key, $0.id) < ($1.key, $1.id) }
    for row in own {
      var rank = 0
      for candidate in candidates where rank < k && candidate.id != row {
        table.put(Int(row), rank, candidate.id, Float(candidate.key))
        rank += 1
      }
    }
    return own
  }

  private func selfDistance(_ row: Int32) -> Double {
    var batch = PairBatch(
      level: space.level, columnCount: space.columnCount, element: space.element)
    unsafe batch.add(space.row(row), space.row(row), tag: (0, 0))
    var key = 0.0
    batch.flush(space.accumulation) { key = space.key($1, row, row) }
    return key
  }
}
