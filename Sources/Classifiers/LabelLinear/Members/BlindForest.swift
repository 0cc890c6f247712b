internal import LabelData
public import VectorKernels

/// The mean of trees whose splits are drawn without looking at labels.
///
/// A node draws a feature whose values differ among its rows and a cut uniformly between the smallest and the largest of
/// them, as totally randomised trees do (Geurts, Ernst and Wehenkel 2006); a cut that leaves either side with too few
/// rows is dropped, and another feature drawn, until none is left. A tree gives each training row of the query's leaf
/// the same weight, 1 together; the weights are the means over the trees.
public struct BlindForest: LabelLinear, Equatable {
  /// Number of trees; 1 or more.
  public var treeCount: Int
  /// The fewest training rows in a leaf, 1 or more; `nil` for a fiftieth of all, at least 10.
  public var smallestLeaf: Int?

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - treeCount: Number of trees, 1 or more; 100 by default.
  ///   - smallestLeaf: The fewest rows in a leaf, 1 or more; by default a fiftieth of the training rows, at least 10.
  public init(treeCount: Int = 100, smallestLeaf: Int? = nil) {
    self.treeCount = treeCount
    self.smallestLeaf = smallestLeaf
  }

  /// Grows the trees.
  ///
  /// - Complexity: O(trees · n · depth), times the features that do not vary.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedBlindForest {
    try LabelLinearInput.check("number of trees", treeCount)
    try LabelLinearInput.check("smallest leaf", smallestLeaf)
    try LabelLinearInput.check(features)
    let leaf = smallestLeaf ?? LabelLinearInput.voterCount(rowCount: features.rowCount)
    let trees = execution.silent.map(count: treeCount) { number in
      var generator = SeededGenerator(seed: seed, key: "blind-forest/tree/\(number)")
      return BlindTree(features, smallestLeaf: leaf, generator: &generator)
    }
    return FittedBlindForest(
      trees: trees, rowCount: features.rowCount, featureCount: features.columnCount)
  }
}

/// Grown trees with their training rows.
public struct FittedBlindForest: FittedLabelLinear {
  let trees: [BlindTree]
  /// Number of training rows, n.
  public let rowCount: Int
  let featureCount: Int

  /// The weights for some queries.
  ///
  /// - Complexity: O(m · (n + trees · (depth + rows of a leaf))).
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: featureCount)
    return execution.silent.map(count: block.count) { query in
      var weights = [Double](repeating: 0, count: rowCount)
      for tree in trees {
        let leaf = tree.leaf(of: queries, row: query)
        let share = 1 / Double(leaf.count * trees.count)
        for row in leaf { weights[Int(row)] += share }
      }
      return .dense(weights)
    }
  }
}
