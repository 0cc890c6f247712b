internal import CVectorKernels
internal import VectorKernels

extension PairWalk {
  /// What one thread works with.
  final class Worker {
    private let strip: PackedStrip
    private let panel: PanelRows
    private let judge: HitJudge
    private var columns = 0..<0
    /// Whether only the rows of panels seek, not the columns.
    private var isOneSided = false
    /// Codes of rows that do not lie one after the other.
    private let gathered: Memory<UInt8>

    /// Panels between two looks at what has been found meanwhile.
    private static let refreshInterval = 16

    init(_ walk: PairWalk, _ width: Int) {
      strip = PackedStrip(
        kind: walk.codes.recipe.kind, level: walk.codes.level, codeBytes: walk.codes.codeBytes,
        capacity: width)
      panel = strip.panel()
      gathered = Memory(count: panel.capacity * walk.codes.codeBytes)
      judge = HitJudge(walk.bounds, walk.codes.recipe)
    }

    func walk(_ unit: Unit, _ walk: PairWalk) {
      let codes = walk.codes
      columns = unit.columns
      codes.fill(strip, from: columns.lowerBound, count: columns.count)
      var untilRefresh = 0
      for first in stride(
        from: unit.rows.lowerBound, to: unit.rows.upperBound, by: panel.capacity
      ) {
        if untilRefresh == 0 {
          refresh(walk)
          untilRefresh = Self.refreshInterval
        }
        untilRefresh -= 1
        let rows = min(panel.capacity, unit.rows.upperBound - first)
        panel.fill(codes, from: first, count: rows)
        for row in 0..<rows { panel.reach[row] = walk.reaches[first + row] }
        let isDiagonal = first + rows > columns.lowerBound
        let hits = unsafe strip.scan(
          codes.address(first), rows, panel, isSquared: codes.recipe.isSquared, isSymmetric: true,
          rowOffset: isDiagonal ? first - columns.lowerBound : nil)
        if hits > 0 { take(hits, from: first, walk) }
      }
    }

    func hold(_ rows: [Int32], against columns: Range<Int>, _ walk: PairWalk) {
      let codes = walk.codes
      self.columns = columns
      isOneSided = true
      defer { isOneSided = false }
      codes.fill(strip, from: columns.lowerBound, count: columns.count)
      for first in stride(from: 0, to: rows.count, by: panel.capacity) {
        let count = min(panel.capacity, rows.count - first)
        for row in 0..<count {
          let place = Int(rows[first + row])
          unsafe (gathered.base + row * codes.codeBytes).update(
            from: codes.codes.base + place * codes.codeBytes, count: codes.codeBytes)
          panel.half[row] = codes.half[place]
          panel.slack[row] = codes.slack[place]
          panel.reach[row] = walk.reaches[place]
        }
        let hits = unsafe strip.scan(
          UnsafeRawPointer(gathered.base), count, panel, isSquared: codes.recipe.isSquared,
          isSymmetric: false, rowOffset: nil)
        for place in 0..<hits {
          let hit = panel.hits[place]
          let one = Int(rows[first + Int(hit.row)])
          let other = columns.lowerBound + Int(hit.column)
          if one != other { take(hit, one, other, walk) }
        }
      }
    }

    private func refresh(_ walk: PairWalk) {
      for column in 0..<columns.count {
        strip.reach[column] = walk.reaches[columns.lowerBound + column]
      }
      strip.settleReaches(slack: walk.usualSlack, isSquared: walk.codes.recipe.isSquared)
    }

    private func take(_ count: Int, from first: Int, _ walk: PairWalk) {
      for place in 0..<count {
        let hit = panel.hits[place]
        take(hit, first + Int(hit.row), columns.lowerBound + Int(hit.column), walk)
      }
    }

    @inline(__always)
    private func take(_ hit: fg_hit, _ one: Int, _ other: Int, _ walk: PairWalk) {
      let codes = walk.codes
      let rows = (walk.ids[one], walk.ids[other])
      let odds = (codes.odd[one], codes.odd[other])
      let halves = (codes.half[one], codes.half[other])
      let lower = judge.lower(hit, halves: halves, odds: odds, rows: rows)
      if walk.lists.offer(one, lower: lower, id: rows.1) { update(one, walk) }
      if !isOneSided, walk.lists.offer(other, lower: lower, id: rows.0) { update(other, walk) }
    }

    private func update(_ place: Int, _ walk: PairWalk) {
      let reach = walk.codes.reach(walk.lists.limit(place), place: place, bounds: walk.bounds)
      walk.reaches[place] = reach
    }
  }
}
