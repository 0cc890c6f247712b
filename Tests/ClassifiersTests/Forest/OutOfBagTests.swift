import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct OutOfBagTests {
  @Test func `each row is judged by the trees that did not draw it`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 70, featureCount: 3, classCount: 3, separation: 1, seed: 2)
    let weights = (0..<70).map { Double($0 % 3) }
    let learner = RandomForest(treeCount: 11)
    let found = try learner.outOfBagProbabilities(
      features, labels, weights: weights, seed: 5, execution: Execution(threadCount: 3))
    #expect(
      try learner.fit(features, labels, weights: weights, seed: 5, execution: .serial)
        == found.forest)
    let examples = try learner.examples(features, labels, weights: weights, execution: .serial)
    var sums = [Double](repeating: 0, count: 70 * 3)
    var counts = [Int](repeating: 0, count: 70)
    for number in 0..<11 {
      let draws = examples.tree(number, of: learner, seed: 5).draws
      let drawn = Set(draws.indices.filter { draws[$0] > 0 }.map { examples.examples.rows[$0] })
      let alone = FittedForest(
        trees: [found.forest.trees[number]], featureCount: 3, classCount: 3)
      let shares = alone.probabilities(features, execution: .serial)
      for row in 0..<70 where !drawn.contains(row) {
        counts[row] += 1
        for label in 0..<3 { sums[row * 3 + label] += shares[row, label] }
      }
    }
    #expect(found.treeCounts == counts)
    for row in 0..<70 where counts[row] > 0 {
      for label in 0..<3 {
        let mean = sums[row * 3 + label] / Double(counts[row])
        #expect(abs(found.probabilities[row, label] - mean) < 1e-12)
      }
    }
    #expect((0..<70).allSatisfy { $0 % 3 > 0 || found.treeCounts[$0] == 11 })
  }

  @Test func `a row that every tree drew has equal probabilities`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 2, classCount: 4, seed: 3)
    let found = try RandomForest(treeCount: 1).outOfBagProbabilities(features, labels, seed: 1)
    let unjudged = (0..<20).filter { found.treeCounts[$0] == 0 }
    #expect(!unjudged.isEmpty && unjudged.count < 20)
    for row in unjudged {
      #expect(Array(found.probabilities.row(row)) == [0.25, 0.25, 0.25, 0.25])
    }
  }

  @Test func `labels at random are not predicted, though they are learnt`() throws {
    let (features, labels) = try SyntheticData.grid(
      rowCount: 200, featureCount: 4, levels: 1000, classCount: 2, seed: 4)
    let found = try RandomForest(treeCount: 40).outOfBagProbabilities(features, labels, seed: 1)
    #expect(found.forest.error(features, labels) == 0)
    let right = zip(found.probabilities.predictedLabels, labels.classIndices).count { $0 == $1 }
    #expect((60...140).contains(right))
    // A row is missed by a tree with probability (1 - 1/200)^200 = 0.367: 14.7 of 40, give or take 3.
    let mean = Double(found.treeCounts.reduce(0, +)) / 200
    #expect(abs(mean - 14.7) < 1)
  }
}
