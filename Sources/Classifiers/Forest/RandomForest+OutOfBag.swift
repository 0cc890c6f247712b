public import LabelData
public import VectorKernels

/// The class probabilities of the rows that a forest learnt from, each by the trees that did not draw it.
public struct OutOfBagProbabilities: Equatable, Sendable {
  /// The forest, the same that ``RandomForest/fit(_:_:weights:seed:execution:)`` learns.
  public let forest: FittedForest
  /// The mean over the trees that did not draw a row; equal for all classes where there is no such tree.
  public let probabilities: ClassProbabilities
  /// How many trees did not draw each row.
  ///
  /// With equal weights some 37% of the trees; all of them for a row of weight 0, few for one that weighs as much as
  /// many others.
  public let treeCounts: [Int]
}

extension RandomForest {
  /// Learns a forest, and what each row's class probabilities are by the trees that did not draw it.
  ///
  /// They are out-of-sample probabilities for the price of one fit. Unlike in cross-validation a copy of a row may
  /// have been drawn, and then tells on it: where features repeat, cross-validate.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - weights: What each row counts, 0 or more and finite, not all 0; `nil` for 1 each.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress.
  /// - Returns: The forest, and probabilities for each row.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: that of fitting and predicting; besides their memory, n / 8 bytes for each tree.
  public func outOfBagProbabilities(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil, seed: UInt64,
    execution: Execution = .serial
  ) throws(ClassifierError) -> OutOfBagProbabilities {
    let examples = try examples(features, labels, weights: weights, execution: execution)
    let grown = execution.map(count: treeCount) { number in
      let (tree, draws) = examples.tree(number, of: self, seed: seed)
      var drawn = DrawnSet(rowCount: labels.count)
      for (row, count) in zip(examples.examples.rows, draws) where count > 0 { drawn.insert(row) }
      return (tree: tree, drawn: drawn)
    }
    let forest = FittedForest(
      trees: grown.map(\.tree), featureCount: features.columnCount, classCount: labels.classCount)
    let (probabilities, treeCounts) = forest.meanShares(features, execution: execution.silent) {
      tree, rows in rows.filter { !grown[tree].drawn.contains($0) }
    }
    return OutOfBagProbabilities(
      forest: forest, probabilities: probabilities, treeCounts: treeCounts)
  }
}

/// The rows that a tree has drawn, in a bit each.
private struct DrawnSet: Sendable {
  private var words: [UInt64]

  init(rowCount: Int) {
    words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
  }

  mutating func insert(_ row: Int) { words[row / 64] |= 1 << UInt64(row % 64) }

  func contains(_ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 == 1 }
}
