public import LabelData
public import VectorKernels

/// A random forest: many trees, each grown on rows and features drawn at random, whose mean counts.
///
/// Each tree draws as many rows as there are, with replacement. Each of its nodes draws ``featuresPerSplit`` features
/// without replacement, and is divided by the cut `x <= t` of one of them after which the Gini impurity
/// `1 - sum_c (share of class c)²`, weighted by the sizes of the two parts, is least. A feature with a single value in
/// the node counts as drawn, but drawing goes on until there is one with more. t is the middle between two
/// values that are neighbors in the node; ties go to the feature drawn first, then to the smallest t. Trees are not
/// pruned: a node is a leaf when all its draws have one class or no cut leaves ``smallestLeaf`` of them on both sides.
/// The probability of a class is the mean over the trees of its share in the leaf that the row falls into.
/// Source: L. Breiman, Random Forests, Machine Learning 45, 2001, doi:10.1023/A:1010933404324; he counts
/// the trees' votes, here shares are averaged.
///
/// Values are ranked once. Up to 65,536 distinct values of a feature, and so always up to 65,536 rows, every cut is
/// considered; where there are more, values are put into as many bins of about equal numbers of rows, and cuts lie
/// between bins. Scaling does not matter, and an increasing function of a feature does no more than move cuts between
/// two values.
///
/// With weights a row is drawn with a probability proportional to its weight, and each draw counts 1. So a weight of 2 is
/// as good as the row twice, but for the number of draws, which is the number of rows of a weight above 0. Only
/// ratios of weights matter, and a class that no such row carries has probability 0.
///
/// Memory, besides the features and labels as given, in bytes: for each value 1 where its feature has at most 256
/// distinct ones, else 2; for each distinct value of a feature 4, for each bin 8; for each row 8, and 28 for each thread.
/// Where some weights are 0 the features of the other rows are copied. A node of a tree takes 12; a tree has at most
/// 1.3 nodes for each row, when labels are noise, and 0.1 to 0.3 when features tell most of them. 1,000,000 x 64
/// real numbers took 260 bytes a row on two threads, and 3 more for each tree.
public struct RandomForest: Classifier, Equatable {
  /// Number of trees; 1 or more.
  public var treeCount: Int
  /// How many features each node considers, 1 or more and at most all; `nil` for the whole part of `sqrt(d)`.
  public var featuresPerSplit: Int?
  /// The fewest draws in a leaf, repeated ones included; 1 or more.
  public var smallestLeaf: Int

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - treeCount: Number of trees, 1 or more; 100 by default.
  ///   - featuresPerSplit: How many features each node considers, 1 to d; by default the whole part of `sqrt(d)`.
  ///   - smallestLeaf: The fewest draws in a leaf, 1 or more; by default 1, so that trees are fully grown.
  public init(treeCount: Int = 100, featuresPerSplit: Int? = nil, smallestLeaf: Int = 1) {
    self.treeCount = treeCount
    self.featuresPerSplit = featuresPerSplit
    self.smallestLeaf = smallestLeaf
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(trees · features per split · n · depth) after O(n · d).
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedForest {
    let examples = try examples(features, labels, weights: weights, execution: execution)
    let trees = execution.map(count: treeCount) { number in
      examples.tree(number, of: self, seed: seed).tree
    }
    return FittedForest(
      trees: trees, featureCount: features.columnCount, classCount: labels.classCount)
  }

  /// Checks parameters and examples, and codes these.
  func examples(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, execution: Execution
  ) throws(ClassifierError) -> ForestExamples {
    try checkParameters(featureCount: features.columnCount)
    let examples = try TrainingExamples(features, labels, weights: weights)
    return try ForestExamples(examples, execution: execution)
  }

  /// Checks the hyper-parameters.
  ///
  /// - Parameter featureCount: Number of features to learn from, which bounds those of a node; `nil` if not known yet.
  /// - Throws: ``ClassifierError/invalidParameter(name:value:allowed:)``.
  public func checkParameters(featureCount: Int? = nil) throws(ClassifierError) {
    guard treeCount >= 1 else {
      throw .invalidParameter(name: "number of trees", value: "\(treeCount)", allowed: "1 or more")
    }
    if let featuresPerSplit {
      guard (1...max(1, featureCount ?? .max)).contains(featuresPerSplit) else {
        throw .invalidParameter(
          name: "features per split", value: "\(featuresPerSplit)",
          allowed: featureCount.map { "1 to \($0)" } ?? "1 or more")
      }
    }
    guard smallestLeaf >= 1 else {
      throw .invalidParameter(name: "smallest leaf", value: "\(smallestLeaf)", allowed: "1 or more")
    }
  }
}
