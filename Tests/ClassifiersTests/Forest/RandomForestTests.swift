import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct RandomForestTests {
  /// Checks a tree node by node: every cut is the best of all features, every leaf has to be one.
  private func check(
    _ tree: DecisionTree, _ cuts: PlainCuts, draws: [Int], node: Int = 0, smallestLeaf: Int
  ) {
    let node = tree.nodes[node]
    let all = Array(0..<cuts.features.columnCount)
    let best = cuts.best(draws, features: all, smallestLeaf: smallestLeaf)
    let present = Set(draws.map { cuts.labels[$0] }).sorted()
    guard node.feature >= 0 else {
      #expect(present.count == 1 || best == nil)
      let isPure = node.feature == DecisionTree.Node.pureLeaf
      #expect(isPure == (present.count == 1))
      guard !isPure else {
        #expect(present == [Int(node.link)])
        return
      }
      let (start, end) = (tree.shareStarts[Int(node.link)], tree.shareStarts[Int(node.link) + 1])
      let shares = tree.shares[Int(start)..<Int(end)]
      #expect(shares.map { Int($0.label) } == present)
      for share in shares {
        let count = draws.count { cuts.labels[$0] == Int(share.label) }
        #expect(share.share == Double(count) / Double(draws.count))
      }
      return
    }
    #expect(present.count > 1)
    let (feature, threshold) = (Int(node.feature), node.threshold)
    let score = cuts.score(
      draws, feature: feature, threshold: threshold, smallestLeaf: smallestLeaf)
    #expect(score != nil && score == best)
    let first = draws.filter { cuts.features[$0, feature] <= threshold }
    let second = draws.filter { cuts.features[$0, feature] > threshold }
    let child = Int(node.link)
    check(tree, cuts, draws: first, node: child, smallestLeaf: smallestLeaf)
    check(tree, cuts, draws: second, node: child + 1, smallestLeaf: smallestLeaf)
  }

  @Test(arguments: [1, 3], [3, 40])
  func `every cut is the best, and trees are fully grown`(smallestLeaf: Int, levels: Int) throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 60, featureCount: 3, levels: levels, classCount: 3, seed: 5)
    let forest = RandomForest(treeCount: 3, featuresPerSplit: 3, smallestLeaf: smallestLeaf)
    let examples = try forest.examples(features, labels, weights: nil, execution: .serial)
    let cuts = PlainCuts(features: features, labels: labels.classIndices, classCount: 3)
    let fitted = try forest.fit(features, labels, seed: 2)
    for number in 0..<3 {
      let (tree, counts) = examples.tree(number, of: forest, seed: 2)
      #expect(fitted.trees[number] == tree)
      #expect(counts.reduce(0, +) == 60)
      let draws = counts.indices.flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
      check(tree, cuts, draws: draws, smallestLeaf: smallestLeaf)
    }
  }

  @Test func `probabilities are the mean of the shares in the leaves`() throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 50, featureCount: 2, levels: 3, classCount: 3, seed: 1)
    let fitted = try RandomForest(treeCount: 7).fit(features, labels, seed: 1)
    let found = fitted.probabilities(features, execution: .serial)
    for row in 0..<50 {
      var means = [Double](repeating: 0, count: 3)
      for tree in fitted.trees {
        var node = tree.nodes[0]
        while node.feature >= 0 {
          let isFirst = features[row, Int(node.feature)] <= node.threshold
          node = tree.nodes[Int(node.link) + (isFirst ? 0 : 1)]
        }
        if node.feature == DecisionTree.Node.pureLeaf {
          means[Int(node.link)] += 1 / 7
        } else {
          let leaf = Int(node.link)
          for share in tree.shares[Int(tree.shareStarts[leaf])..<Int(tree.shareStarts[leaf + 1])] {
            means[Int(share.label)] += share.share / 7
          }
        }
      }
      for label in 0..<3 { #expect(abs(found[row, label] - means[label]) < 1e-12) }
    }
  }

  @Test func `a forest is the same on any number of threads, and another with another seed`() throws
  {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 80, featureCount: 5, classCount: 3, separation: 1, seed: 6)
    let learner = RandomForest(treeCount: 9)
    let serial = try learner.fit(features, labels, seed: 4)
    for threads in [2, 5] {
      let execution = Execution(threadCount: threads)
      let other = try learner.fit(
        features, labels, weights: nil, seed: 4, execution: execution)
      #expect(other == serial)
      #expect(
        other.probabilities(features, execution: execution)
          == serial.probabilities(features, execution: .serial))
    }
    #expect(try learner.fit(features, labels, seed: 5) != serial)
    // A tree depends on its number, not on how many there are.
    let more = try RandomForest(treeCount: 12).fit(features, labels, seed: 4)
    #expect(Array(more.trees.prefix(9)) == serial.trees)
  }

  @Test func `an increasing function of a feature only moves cuts between values`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 70, featureCount: 3, classCount: 3, separation: 1, seed: 8)
    var bent = features
    for place in bent.elements.indices {
      let value = features.elements[place]
      bent.elements[place] = value * value * value + value
    }
    let learner = RandomForest(treeCount: 5)
    let plain = try learner.fit(features, labels, seed: 1)
    let other = try learner.fit(bent, labels, seed: 1)
    #expect(plain != other)
    for (tree, same) in zip(plain.trees, other.trees) {
      #expect(tree.nodes.map(\.feature) == same.nodes.map(\.feature))
      #expect(tree.nodes.map(\.link) == same.nodes.map(\.link))
      #expect(tree.shares == same.shares)
    }
  }

  @Test func `each node draws features at random, and goes on past constant ones`() throws {
    // Feature 2 alone tells the classes; the others are noise.
    var (features, labels) = try SyntheticData.grid(
      rowCount: 30, featureCount: 4, levels: 30, classCount: 2, seed: 9)
    for row in 0..<30 { features[row, 2] = Float(labels[row]) }
    let trees = try RandomForest(treeCount: 400, featuresPerSplit: 1)
      .fit(features, labels, seed: 1).trees
    // Five standard deviations of 400 draws with a chance of 1/4 are 43.
    for feature in 0..<4 {
      #expect(abs(trees.count { Int($0.nodes[0].feature) == feature } - 100) <= 43)
    }
    let all = try RandomForest(treeCount: 20, featuresPerSplit: 4).fit(features, labels, seed: 1)
    #expect(all.trees.allSatisfy { $0.nodes[0].feature == 2 && $0.nodes.count == 3 })
    for column in [0, 1, 3] { for row in 0..<30 { features[row, column] = 1 } }
    let found = try RandomForest(treeCount: 20, featuresPerSplit: 1).fit(features, labels, seed: 1)
    #expect(found.trees.allSatisfy { $0.nodes[0].feature == 2 && $0.nodes.count == 3 })
  }

  @Test func `features that tell nothing give one leaf with the shares of the draws`() throws {
    let features = Matrix(rows: [[Float]](repeating: [3, -1], count: 40))
    let labels = try SyntheticData.labels((0..<40).map { $0 < 10 ? 2 : 0 }, classCount: 3)
    let fitted = try RandomForest(treeCount: 300).fit(features, labels, seed: 3)
    #expect(fitted.trees.allSatisfy { $0.nodes.count == 1 })
    let found = fitted.probabilities(features.selecting(rows: [0]), execution: .serial)
    // The standard error of a share of 1/4 over 300 trees of 40 draws is 0.004.
    #expect(abs(found[0, 2] - 0.25) < 0.02)
    #expect(found[0, 1] == 0)
  }

  @Test func `a weight draws as copies of the row do`() throws {
    let features = Matrix(rows: (0..<20).map { [Float($0 % 2)] })
    let labels = try SyntheticData.labels((0..<20).map { $0 % 4 < 2 ? 0 : 1 }, classCount: 2)
    let weights = (0..<20).map { Double(1 + $0 % 4) }
    let copies = (0..<20).flatMap { [Int](repeating: $0, count: 1 + $0 % 4) }
    let learner = RandomForest(treeCount: 400)
    let weighted = try learner.fit(
      features, labels, weights: weights, seed: 1, execution: .serial)
    let copied = try learner.fit(
      features.selecting(rows: copies), labels.selecting(rows: copies), seed: 1)
    let queries = Matrix(rows: [[0], [1]])
    let found = weighted.probabilities(queries, execution: .serial)
    let expected = copied.probabilities(queries, execution: .serial)
    // By the weights class 1 has 3 of 4 at feature 0 and 4 of 6 at feature 1.
    for (row, share) in [(0, 3.0 / 4), (1, 4.0 / 6)] {
      #expect(abs(found[row, 1] - share) < 0.04)
      #expect(abs(found[row, 1] - expected[row, 1]) < 0.05)
    }
    let tripled = try learner.fit(
      features, labels, weights: [Double](repeating: 3, count: 20), seed: 1, execution: .serial)
    #expect(tripled == (try learner.fit(features, labels, seed: 1)))
  }

  @Test func `predicts rows that it has not seen`() throws {
    let dataset = try BundledDataset.breastcancer.load()
    var generator = SeededGenerator(seed: 1, key: "forest")
    let split = Split(
      rowCount: dataset.rowCount, trainingCount: 280, validationCounts: [], using: &generator)
    let fitted = try RandomForest(treeCount: 20).fit(
      dataset.features.selecting(rows: split.training),
      dataset.labels.selecting(rows: split.training), seed: 1)
    #expect(
      fitted.error(
        dataset.features.selecting(rows: split.test), dataset.labels.selecting(rows: split.test))
        < 0.08)
  }

  @Test func `parameters out of range are refused by name`() throws {
    #expect(throws: ClassifierError.self) { try RandomForest(treeCount: 0).checkParameters() }
    #expect(throws: ClassifierError.self) {
      try RandomForest(featuresPerSplit: 0).checkParameters()
    }
    #expect(throws: ClassifierError.self) { try RandomForest(smallestLeaf: 0).checkParameters() }
    let (features, labels) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 1)
    let error = #expect(throws: ClassifierError.self) {
      try RandomForest(featuresPerSplit: 3).fit(features, labels, seed: 1)
    }
    #expect(error?.description == "features per split is 3; allowed: 1 to 2")
    try RandomForest(featuresPerSplit: 3).checkParameters()
  }
}
