internal import LabelData
internal import VectorKernels

/// A tree whose splits are drawn from features alone, with the training rows of every leaf.
struct BlindTree: Sendable {
  private struct Node {
    /// Values up to it go to the first child.
    var threshold: Float
    /// The feature that is asked for; -1 in a leaf.
    var feature: Int32
    /// Of a branching the first child, which the second follows; of a leaf where its rows start.
    var link: Int32
    /// Of a leaf its number of rows.
    var count: Int32
  }

  private var nodes: [Node] = []
  /// All training rows, those of a leaf side by side.
  private var rows: [Int32]

  /// Grows a tree.
  ///
  /// - Parameters:
  ///   - features: n x d, finite, at least one row.
  ///   - smallestLeaf: The fewest rows in a leaf.
  ///   - generator: Where features and cuts come from.
  init(_ features: Matrix, smallestLeaf: Int, generator: inout SeededGenerator) {
    rows = (0..<features.rowCount).map(Int32.init)
    var order = Array(0..<features.columnCount)
    var open = [(node: 0, range: rows.indices)]
    nodes.append(Node(threshold: 0, feature: -1, link: 0, count: 0))
    while let (node, range) = open.popLast() {
      guard range.count >= 2 * smallestLeaf,
        let cut = divide(range, features, smallestLeaf, &order, &generator)
      else {
        nodes[node] = Node(
          threshold: 0, feature: -1, link: Int32(range.lowerBound), count: Int32(range.count))
        continue
      }
      let first = nodes.count
      nodes[node] = Node(
        threshold: cut.threshold, feature: Int32(cut.feature), link: Int32(first), count: 0)
      let blank = Node(threshold: 0, feature: -1, link: 0, count: 0)
      nodes += [blank, blank]
      open.append((first + 1, cut.middle..<range.upperBound))
      open.append((first, range.lowerBound..<cut.middle))
    }
  }

  /// Draws a cut and brings the rows up to it to the front; `nil` where no feature allows one.
  private mutating func divide(
    _ range: Range<Int>, _ features: Matrix, _ smallestLeaf: Int, _ order: inout [Int],
    _ generator: inout SeededGenerator
  ) -> (feature: Int, threshold: Float, middle: Int)? {
    let (width, values) = (features.columnCount, features.elements.span)
    for drawn in order.indices {
      order.swapAt(drawn, drawn + generator.below(order.count - drawn))
      let feature = order[drawn]
      var (low, high) = (Float.infinity, -Float.infinity)
      for place in range {
        let value = values[Int(rows[place]) * width + feature]
        (low, high) = (min(low, value), max(high, value))
      }
      guard low < high else { continue }
      let share = generator.unitInterval()
      let threshold = Float(Double(low) + share * (Double(high) - Double(low)))
      // Rounding up to the largest value would leave the other side empty.
      guard threshold < high else { continue }
      let first = range.count { values[Int(rows[$0]) * width + feature] <= threshold }
      guard first >= smallestLeaf, range.count - first >= smallestLeaf else { continue }
      let parts = rows[range].partitioned { values[Int($0) * width + feature] <= threshold }
      rows.replaceSubrange(range, with: parts)
      return (feature, threshold, range.lowerBound + first)
    }
    return nil
  }

  /// The training rows of the leaf that a query falls into.
  func leaf(of queries: Matrix, row: Int) -> ArraySlice<Int32> {
    var node = nodes[0]
    while node.feature >= 0 {
      let value = queries[row, Int(node.feature)]
      node = nodes[Int(node.link) + (value <= node.threshold ? 0 : 1)]
    }
    return rows[Int(node.link)..<Int(node.link) + Int(node.count)]
  }
}

extension ArraySlice<Int32> {
  /// Those that belong to the first part, then the others, in their former order.
  fileprivate func partitioned(_ isFirst: (Int32) -> Bool) -> [Int32] {
    filter(isFirst) + filter { !isFirst($0) }
  }
}
