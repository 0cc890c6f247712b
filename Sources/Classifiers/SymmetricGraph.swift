package import Neighbors

/// The symmetrised neighbor graph: two rows are joined where either is among the k nearest of the other.
///
/// Every edge weighs 1; products are those of the normalised matrix S = D^-1/2 W D^-1/2, whose eigenvalues are -1 to 1.
/// - Complexity: 4 · n · (2k + 1) + 16 · n bytes at most.
package struct SymmetricGraph: Sendable {
  /// Number of rows, n.
  package let rowCount: Int
  /// Where the list of every row starts; n + 1 places.
  private let starts: [Int]
  /// The rows that each row is joined with, ascending.
  private let joined: [Int32]
  /// 1 / sqrt of the number of rows that each row is joined with; 0 where there is none.
  package let scales: [Double]

  /// Joins every row with its nearest neighbors.
  ///
  /// - Complexity: O(n · k · log k).
  package init(_ graph: NeighborGraph, neighborCount: Int) {
    let n = graph.rowCount
    let width = min(neighborCount, graph.neighborCount)
    var starts = [Int](repeating: 0, count: n + 1)
    for row in 0..<n {
      starts[row + 1] += width
      for neighbor in graph.neighbors(of: row).prefix(width) { starts[Int(neighbor) + 1] += 1 }
    }
    for row in 0..<n { starts[row + 1] += starts[row] }
    var ends = starts
    var both = [Int32](repeating: 0, count: starts[n])
    for row in 0..<n {
      for neighbor in graph.neighbors(of: row).prefix(width) {
        both[ends[row]] = neighbor
        both[ends[Int(neighbor)]] = Int32(row)
        ends[row] += 1
        ends[Int(neighbor)] += 1
      }
    }
    var (joined, distinctStarts): ([Int32], [Int]) = ([], [0])
    joined.reserveCapacity(both.count)
    for row in 0..<n {
      for other in both[starts[row]..<starts[row + 1]].sorted()
      where joined.count == distinctStarts[row] || joined[joined.count - 1] != other {
        joined.append(other)
      }
      distinctStarts.append(joined.count)
    }
    rowCount = n
    self.starts = distinctStarts
    self.joined = joined
    scales = (0..<n).map { row in
      let degree = distinctStarts[row + 1] - distinctStarts[row]
      return degree == 0 ? 0 : 1 / Double(degree).squareRoot()
    }
  }

  /// The rows that a row is joined with, ascending.
  package func neighbors(of row: Int) -> ArraySlice<Int32> { joined[starts[row]..<starts[row + 1]] }

  /// S x.
  ///
  /// - Complexity: O(n · k).
  package func product(_ x: [Double]) -> [Double] {
    var scaled = x
    for row in scaled.indices { scaled[row] *= scales[row] }
    var result = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      var sum = 0.0
      for place in starts[row]..<starts[row + 1] { sum += scaled[Int(joined[place])] }
      result[row] = sum * scales[row]
    }
    return result
  }
}
