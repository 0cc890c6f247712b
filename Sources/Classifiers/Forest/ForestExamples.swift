internal import LabelData
internal import VectorKernels

/// Examples as the trees of a forest learn from them: features coded, and ready to be drawn.
struct ForestExamples: Sendable {
  /// The examples, those of weight 0 left out.
  let examples: TrainingExamples
  private let features: [CodedFeature]
  private let draw: WeightedDraw

  /// Codes examples.
  ///
  /// - Parameters:
  ///   - examples: The examples.
  ///   - execution: Threads.
  /// - Throws: ``ClassifierError/invalidParameter(name:value:allowed:)`` when there are too many rows or classes.
  /// - Complexity: O(n · d).
  init(_ examples: TrainingExamples, execution: Execution) throws(ClassifierError) {
    guard examples.count <= Int(Int32.max) else {
      throw .invalidParameter(
        name: "number of rows", value: "\(examples.count)", allowed: "at most \(Int32.max)")
    }
    guard examples.labels.classCount <= DrawnRow.mostClasses else {
      throw .invalidParameter(
        name: "number of classes", value: "\(examples.labels.classCount)",
        allowed: "at most \(DrawnRow.mostClasses)")
    }
    self.examples = examples
    let width = examples.features.columnCount
    features = execution.silent.map(count: width) { column in
      let values = examples.features.elements.span
      return CodedFeature((0..<examples.count).map { values[$0 * width + column] })
    }
    draw = WeightedDraw(rowCount: examples.count, weights: examples.weights)
  }

  /// Grows a tree on rows drawn for it.
  ///
  /// - Parameters:
  ///   - number: The tree's number, which with the seed settles what is drawn.
  ///   - forest: The learner.
  ///   - seed: The forest's seed.
  /// - Returns: The tree, and how often each row was drawn.
  /// - Complexity: O(features per split · n · depth).
  func tree(
    _ number: Int, of forest: RandomForest, seed: UInt64
  ) -> (tree: DecisionTree, draws: [UInt32]) {
    var generator = SeededGenerator(seed: seed, key: "random-forest/tree/\(number)")
    let draws = draw.counts(using: &generator)
    let root = max(1, Int(Double(features.count).squareRoot()))
    var grower = TreeGrower(
      features: features, rows: DrawnRow.rows(counts: draws, labels: examples.labels.classIndices),
      classCount: examples.labels.classCount,
      featuresPerSplit: forest.featuresPerSplit ?? root, smallestLeaf: forest.smallestLeaf,
      generator: generator)
    return (grower.grow(), draws)
  }
}
