internal import CVectorKernels
internal import VectorKernels

/// Holds rows that are asked for against the strips of a reference.
struct QueryWalk: Sendable {
  /// What is sought for each row that is asked for.
  enum Goal: Sendable {
    /// The nearest.
    case nearest(NearestLists)
    /// All within a distance.
    case within(Double, RadiusLists)
  }

  let bounds: DistanceBounds
  /// The codes of the rows that are asked for.
  let codes: CodeRows
  /// Their numbers in the space.
  let ids: Memory<Int32>
  let strips: [ReferenceStrip]
  let goal: Goal

  /// Rows that a thread takes at a time.
  private static let blockSize = 256
  /// Strips that first limits are taken from, spread over all.
  private static let pilotCount = 4

  func run(execution: Execution) {
    let share = (codes.count / execution.threadCount + 31) / 32 * 32
    _ = execution.mapBlocks(of: codes.count, size: max(32, min(Self.blockSize, share))) { rows in
      Worker(self, rows).run()
    }
  }

  /// What one thread does: a block of rows against all strips.
  private final class Worker {
    private let walk: QueryWalk
    private let rows: Range<Int>
    private let panel: PanelRows
    private let judge: HitJudge
    private var batch: PairBatch
    private var found: [[RadiusLists.Member]]

    init(_ walk: QueryWalk, _ rows: Range<Int>) {
      self.walk = walk
      self.rows = rows
      let codes = walk.codes
      panel = PanelRows(
        kind: codes.recipe.kind, level: codes.level, codeBytes: codes.codeBytes,
        width: ReferenceStrip.width(codes))
      judge = HitJudge(walk.bounds, codes.recipe)
      let space = walk.bounds.space
      batch = PairBatch(
        level: space.level, columnCount: space.columnCount, element: space.element)
      found = Array(repeating: [], count: rows.count)
    }

    func run() {
      if case .nearest(let lists) = walk.goal { seedLimits(lists) }
      for strip in walk.strips { hold(strip) }
      flush()
      if case .within(_, let lists) = walk.goal {
        for (place, members) in found.enumerated() {
          lists.set(rows.lowerBound + place, members)
        }
      }
    }

    private func panels(_ body: (_ first: Int, _ count: Int) -> Void) {
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: panel.capacity) {
        let count = min(panel.capacity, rows.upperBound - first)
        panel.fill(walk.codes, from: first, count: count)
        body(first, count)
      }
    }

    private func hold(_ strip: ReferenceStrip) {
      let codes = walk.codes
      panels { first, count in
        for row in 0..<count {
          panel.reach[row] = codes.reach(
            limit(first + row), place: first + row, bounds: walk.bounds)
        }
        let hits = unsafe strip.packed.scan(
          codes.address(first), count, panel, isSquared: codes.recipe.isSquared,
          isSymmetric: false, rowOffset: nil)
        for place in 0..<hits { take(panel.hits[place], first, strip) }
      }
    }

    private func take(_ hit: fg_hit, _ first: Int, _ strip: ReferenceStrip) {
      let one = first + Int(hit.row)
      let column = Int(hit.column)
      let pair = (walk.ids[one], Int32(strip.firstRow + column))
      let odds = (walk.codes.odd[one], strip.odd[column])
      let lower = judge.lower(hit, halves: (walk.codes.half[one], 0), odds: odds, rows: pair)
      switch walk.goal {
      case .nearest(let lists): _ = lists.offer(one, lower: lower, id: pair.1)
      case .within:
        guard Double(lower) <= limit(one) else { return }
        let space = walk.bounds.space
        unsafe batch.add(space.row(pair.0), space.row(pair.1), tag: (one, Int(pair.1)))
        if batch.isFull { flush() }
      }
    }

    private func limit(_ place: Int) -> Double {
      switch walk.goal {
      case .nearest(let lists): lists.limit(place)
      case .within(let radius, _): walk.bounds.quantity(within: radius)
      }
    }

    private func flush() {
      guard case .within(let radius, _) = walk.goal else { return }
      let space = walk.bounds.space
      batch.flush(space.accumulation) { pair, accumulated in
        let id = Int32(pair.1)
        let key = space.key(accumulated, walk.ids[pair.0], id)
        if key <= radius { found[pair.0 - rows.lowerBound].append(.init(key: key, id: id)) }
      }
    }

    /// First limits from the nearest codes in some strips.
    private func seedLimits(_ lists: NearestLists) {
      let k = lists.capacity
      let count = min(QueryWalk.pilotCount, walk.strips.count)
      let pilots = (0..<count).map { walk.strips[$0 * walk.strips.count / count] }
        .filter { $0.liveCount >= k }
      guard !pilots.isEmpty else { return }
      let width = pilots.map(\.packed.paddedCount).max() ?? 0
      let seeder = LimitSeeder(
        width: width, panelRows: panel.capacity, neighborCount: k, bounds: walk.bounds,
        isReal: walk.codes.isReal)
      panels { first, rowCount in
        for pilot in pilots {
          unsafe seeder.seed(pilot.packed, walk.codes.address(first), rowCount, panel, own: nil) {
            row in
            let limit = seeder.limit(row, of: walk.ids[first + row], half: 0) {
              (Int32(pilot.firstRow + $0), 0)
            }
            if limit < lists.limit(first + row) { lists.setLimit(first + row, limit) }
          }
        }
      }
    }
  }
}
