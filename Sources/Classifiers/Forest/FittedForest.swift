public import VectorKernels

/// A fitted ``RandomForest``.
public struct FittedForest: FittedClassifier, Equatable {
  /// The trees, in the order of their numbers.
  let trees: [DecisionTree]
  /// Number of features expected.
  public let featureCount: Int
  /// Number of classes.
  public let classCount: Int

  /// Number of nodes of all trees, leaves included; each takes 12 bytes.
  public var nodeCount: Int { trees.reduce(0) { $0 + $1.nodes.count } }

  /// The mean over the trees of the class shares in the leaf that a row falls into.
  ///
  /// - Complexity: O(m · trees · depth).
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    meanShares(features, execution: execution) { _, rows in Array(rows) }.probabilities
  }

  /// Number of rows that go down a tree before the next tree's turn.
  private static let blockSize = 512

  /// The mean over some of the trees of the class shares in the leaf that a row falls into.
  ///
  /// - Parameters:
  ///   - features: m x d.
  ///   - execution: Threads and progress.
  ///   - judged: Those of some rows that a tree has a say on.
  /// - Returns: The means, equal for all classes where no tree has a say; and how many trees have one on each row.
  func meanShares(
    _ features: Matrix, execution: Execution,
    judged: @Sendable (_ tree: Int, _ rows: Range<Int>) -> [Int]
  ) -> (probabilities: ClassProbabilities, treeCounts: [Int]) {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let blocks = execution.mapBlocks(of: features.rowCount, size: Self.blockSize) { rows in
      var sums = [Double](repeating: 0, count: rows.count * classCount)
      var counts = [Int](repeating: 0, count: rows.count)
      for (number, tree) in trees.enumerated() {
        let own = judged(number, rows)
        for row in own { counts[row - rows.lowerBound] += 1 }
        tree.addShares(
          of: own, features, to: &sums, from: rows.lowerBound, classCount: classCount)
      }
      for place in sums.indices {
        let count = counts[place / classCount]
        sums[place] = count > 0 ? sums[place] / Double(count) : 1 / Double(classCount)
      }
      return (sums: sums, counts: counts)
    }
    let probabilities = ClassProbabilities(
      rowCount: features.rowCount, classCount: classCount,
      elements: Array(blocks.lazy.map(\.sums).joined()))
    return (probabilities, Array(blocks.lazy.map(\.counts).joined()))
  }
}
