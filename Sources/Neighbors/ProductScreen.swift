internal import VectorKernels

/// Finds nearest rows by Euclidean distance, ruling out most pairs by their product in single precision.
///
/// `|x - y|^2 = |x|^2 + |y|^2 - 2 x.y`, so y can enter the list of x only if
/// `x.y > (|x|^2 + |y|^2 - largest) / 2`, where `largest` is the squared distance of the last on the list. A sum of
/// d products in single precision is wrong by at most about `d u |x| |y| <= d u (|x|^2 + |y|^2) / 2` with
/// `u = 2^-24` (Higham 2002, section 3.1), so a bound lowered by that much, and by a little more for the
/// rounding of the bound itself, rules out no pair that belongs on a list. Pairs that pass are measured in
/// double precision as everywhere else: the graph is the same with and without the screen.
struct ProductScreen: Sendable {
  private let matrix: Matrix
  private let metric: DistanceMetric
  private let squaredNorms: [Double]
  /// The part of the bound that belongs to the other row; 0 for rows that fill up the last group.
  private let columnBounds: [Float]
  /// What a squared norm is multiplied by to make room for rounding.
  private let share: Double

  /// Prepares a screen; `nil` where another metric is asked for or single precision does not reach.
  init?(_ matrix: Matrix, metric: DistanceMetric) {
    guard [.euclidean, .squaredEuclidean].contains(metric),
      (1..<1 << 20).contains(matrix.columnCount)
    else { return nil }
    let share = 1 - 1.1 * Double(matrix.columnCount + 16) * 0x1p-24
    let squaredNorms = (0..<matrix.rowCount).map { row in
      matrix.row(row).reduce(0) { $0 + Double($1) * Double($1) }
    }
    guard squaredNorms.allSatisfy({ $0 < 1e30 }) else { return nil }
    let size = PackedRows.groupSize
    let padding = (size - matrix.rowCount % size) % size
    self.matrix = matrix
    self.metric = metric
    self.squaredNorms = squaredNorms
    self.share = share
    columnBounds =
      squaredNorms.map { Float($0 * share / 2) } + Array(repeating: 0, count: padding)
  }

  /// The part of the bound that belongs to a row whose list ends at a squared distance.
  private func bound(row: Int, largest: Double) -> Float {
    // The last term is for products too small for single precision.
    let tiny = Double(matrix.columnCount) * Double(Float.leastNormalMagnitude)
    return Float((squaredNorms[row] * share - largest * (1 + 0x1p-20)) / 2 - tiny)
  }

  /// The nearest of all rows for each of a block.
  func nearest(of block: Range<Int>, count: Int, packed: PackedRows) -> NearestLists {
    var lists = NearestLists(rows: block, count: count)
    let width = PackedRows.screenRows
    let padded = (block.count + width - 1) / width * width
    var bounds = [Float](repeating: -.infinity, count: padded)
    var waiting = [[Int]](repeating: [], count: block.count)
    var survivors = [UInt16](repeating: 0, count: width)
    var distances = [Double](repeating: 0, count: width)
    func measure(_ row: Int) {
      let place = row - block.lowerBound
      let others = waiting[place]
      PackedRows.squaredDistances(
        matrix, row: row, others: others + Array(repeating: row, count: width - others.count),
        into: &distances)
      for (other, squared) in zip(others, distances) {
        lists.offer(other, to: row, accumulated: squared) {
          metric.distance(accumulated: $0, featureCount: matrix.columnCount)
        }
      }
      waiting[place].removeAll(keepingCapacity: true)
      bounds[place] = bound(row: row, largest: lists.largestAccumulated(row: row))
    }
    for group in 0..<packed.groupCount {
      for first in stride(from: block.lowerBound, to: block.upperBound, by: width) {
        let place = first - block.lowerBound
        packed.survivors(
          rowsFrom: first, of: matrix, group: group, rowBounds: bounds[place..<place + width],
          columnBounds: columnBounds, into: &survivors)
        for row in first..<min(first + width, block.upperBound) {
          var mask = survivors[row - first]
          while mask != 0 {
            let other = group * PackedRows.groupSize + mask.trailingZeroBitCount
            mask &= mask - 1
            guard other != row, other < matrix.rowCount else { continue }
            waiting[row - block.lowerBound].append(other)
            if waiting[row - block.lowerBound].count == width { measure(row) }
          }
        }
      }
    }
    for row in block { measure(row) }
    return lists
  }
}
