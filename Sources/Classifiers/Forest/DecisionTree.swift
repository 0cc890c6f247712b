internal import VectorKernels

/// A classification tree with two branches at each node.
struct DecisionTree: Equatable, Sendable {
  /// A branching or a leaf, in 12 bytes.
  struct Node: Equatable, Sendable {
    /// Values up to it go to the first child.
    var threshold: Float
    /// The feature that is asked for, or what kind of leaf it is.
    var feature: Int32
    /// Of a branching the first child, which the second follows; of a pure leaf its class; of a mixed one its number
    /// among the mixed leaves.
    var link: UInt32

    /// The feature of a leaf with one class.
    static let pureLeaf: Int32 = -1
    /// The feature of a leaf with several classes.
    static let mixedLeaf: Int32 = -2
  }

  /// The share that a class has in a mixed leaf.
  struct LeafShare: Equatable, Sendable {
    let label: UInt32
    let share: Double
  }

  /// The root first.
  var nodes: [Node] = []
  /// The shares of all mixed leaves, one after another.
  var shares: [LeafShare] = []
  /// Where the shares of each mixed leaf start, and where the last end.
  var shareStarts: [UInt32] = [0]

  /// Number of rows that go down side by side, so that one need not wait for the memory of another.
  private static let laneCount = 8

  /// Adds the class shares of the leaves that rows fall into.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - features: m x d.
  ///   - sums: For each row from `base` on the sums of all classes; to be added to.
  ///   - base: The first row that has sums.
  ///   - classCount: Number of classes, K.
  /// - Complexity: O(rows · depth).
  func addShares(
    of rows: [Int], _ features: Matrix, to sums: inout [Double], from base: Int, classCount: Int
  ) {
    let (nodes, rows, values) = (nodes.span, rows.span, features.elements.span)
    let width = features.columnCount
    var lanes = InlineArray<8, Int>(repeating: 0)
    for start in stride(from: 0, to: rows.count, by: Self.laneCount) {
      let count = min(Self.laneCount, rows.count - start)
      for lane in 0..<count { lanes[lane] = 0 }
      var isMoving = true
      while isMoving {
        isMoving = false
        for lane in 0..<count {
          let node = nodes[lanes[lane]]
          guard node.feature >= 0 else { continue }
          let value = values[rows[start &+ lane] &* width &+ Int(node.feature)]
          lanes[lane] = Int(node.link) &+ (value <= node.threshold ? 0 : 1)
          isMoving = true
        }
      }
      for lane in 0..<count {
        addShares(
          ofLeaf: nodes[lanes[lane]], to: &sums, from: (rows[start + lane] - base) * classCount)
      }
    }
  }

  private func addShares(ofLeaf node: Node, to sums: inout [Double], from base: Int) {
    if node.feature == Node.pureLeaf {
      sums[base + Int(node.link)] += 1
      return
    }
    let leaf = Int(node.link)
    for share in shares[Int(shareStarts[leaf])..<Int(shareStarts[leaf + 1])] {
      sums[base + Int(share.label)] += share.share
    }
  }
}
