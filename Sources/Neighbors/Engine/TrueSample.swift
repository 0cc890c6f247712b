internal import VectorKernels

/// Rows drawn at random with their true neighbors: one half settles how far an approximate search must look, the
/// other measures what it found.
struct TrueSample {
  /// The share of the true neighbors that is wanted.
  let target: Double
  private let neighborCount: Int
  private let tuning: [Int32]
  private let measuring: [Int32]
  private let truth: [Int32: (rows: [Int32], farthest: Float)]

  /// Rows of each half.
  private static let size = 400

  init(
    _ rows: FeatureRows, count: Int, metric: DistanceMetric, target: Double, seed: UInt64,
    instructionSet: InstructionSet, execution: Execution
  ) throws(NeighborError) {
    self.target = target
    neighborCount = count
    let n = rows.rowCount
    var generator = SplitMix(state: seed)
    var drawn: Set<Int32> = []
    var order: [Int32] = []
    while order.count < min(2 * Self.size, n) {
      let row = Int32(generator.next(below: n))
      if drawn.insert(row).inserted { order.append(row) }
    }
    tuning = Array(order.prefix(order.count / 2))
    measuring = Array(order.dropFirst(order.count / 2))
    let index = try NeighborIndex(
      rows, metric: metric, instructionSet: instructionSet, execution: execution)
    // One more than wanted: the row itself is among them, or an equal row in its place.
    let found = try index.neighbors(
      of: rows.selecting(order.map(Int.init)), count: min(n, count + 1),
      execution: execution.silent)
    var truth: [Int32: ([Int32], Float)] = [:]
    for (place, row) in order.enumerated() {
      var neighbors = Array(zip(found.neighbors(of: place), found.distances(of: place)))
      if let own = neighbors.firstIndex(where: { $0.0 == row }) {
        neighbors.remove(at: own)
      }
      let nearest = neighbors.prefix(count)
      truth[row] = (nearest.map(\.0), nearest.last?.1 ?? .infinity)
    }
    self.truth = truth
  }

  /// The number of cells in which the wanted share of the true neighbors lies, with room for the error of the sample.
  func probeCount(_ cells: CellWalk, places: Memory<Int32>, _ distinct: DistinctRows) -> Int {
    var first: [Int32: Int32] = [:]
    for (representative, rows) in distinct.groups {
      for row in rows { first[row] = representative }
    }
    var place: [Int32: Int] = [:]
    let wanted = Set(
      tuning.flatMap { [$0] + (truth[$0]?.rows ?? []) }.map { first[$0] ?? $0 })
    for position in 0..<places.count where wanted.contains(places[position]) {
      place[places[position]] = position
    }
    func position(_ row: Int32) -> Int { place[first[row] ?? row] ?? 0 }
    // For each row the rank of the cells of its true neighbors.
    let ranks = tuning.map { row -> [Int] in
      let order = cells.order(of: position(row))
      var rank = [Int](repeating: 0, count: cells.cellCount)
      for (place, cell) in order.enumerated() { rank[cell] = place }
      return (truth[row]?.rows ?? []).map { rank[cells.cell(of: position($0))] }
    }
    func isEnough(_ probes: Int) -> Bool {
      let shares = ranks.map { row in
        Double(row.count { $0 < probes }) / Double(max(1, row.count))
      }
      let mean = shares.reduce(0, +) / Double(max(1, shares.count))
      let variance =
        shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        / Double(max(1, shares.count - 1))
      return mean - (variance / Double(max(1, shares.count))).squareRoot() >= target
    }
    var (low, high) = (1, cells.cellCount)
    while low < high {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The share of the true neighbors that a finished search found, on rows that did not settle how it was made.
  func measure(_ table: GraphTable) -> RecallEstimate {
    let shares = measuring.map { row -> Double in
      let farthest = truth[row]?.farthest ?? .infinity
      let hits = (0..<neighborCount).count { table.distance(Int(row), $0) <= farthest }
      return Double(hits) / Double(neighborCount)
    }
    let m = Double(max(1, shares.count))
    let mean = shares.reduce(0, +) / m
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, m - 1)
    // Neighbors of one row are found or missed together: what the sample is worth follows from the spread over rows.
    let size = variance > 0 ? max(1, mean * (1 - mean) / (variance / m)) : m
    // Wilson's interval.
    let z = 1.959964
    let center = (mean + z * z / (2 * size)) / (1 + z * z / size)
    let half =
      z / (1 + z * z / size)
      * (mean * (1 - mean) / size + z * z / (4 * size * size)).squareRoot()
    return RecallEstimate(
      recall: mean, interval: max(0, center - half)...min(1, max(center + half, mean)),
      sampleCount: shares.count)
  }
}
