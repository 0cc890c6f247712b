import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct CheckpointsTests {
  @Test func `a checkpoint is what a shorter training ends with`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, classCount: 3, separation: 2, seed: 4)
    var learner = MultilayerPerceptron(hiddenUnits: [5], epochs: 6, batchSize: 8)
    let kept = try learner.checkpoints(features, labels, afterEpochs: [2, 6, 9], seed: 3)
    #expect(kept.count == 2)
    #expect(try kept[1] == learner.fit(features, labels, seed: 3))
    learner.epochs = 2
    #expect(try kept[0] == learner.fit(features, labels, seed: 3))
  }

  @Test(arguments: [[5], [6, 4]])
  func `products of gradients are those of the gradients written out`(hidden: [Int]) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 12, featureCount: 3, classCount: 3, separation: 1, seed: 4)
    let model = PerceptronModel(network: PerceptronNetwork(sizes: [3] + hidden + [3], seed: 2))
    func gradient(_ rows: Range<Int>) -> [Double] {
      model.network.gradient(
        features.selecting(rows: rows), classes: rows.map { labels[$0] },
        weights: [Float](repeating: 1, count: rows.count)
      ).flatMap { $0.weights.elements + $0.biases }.map(Double.init)
    }
    func product(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let others = gradient(7..<12)
    let products = model.gradientProducts(
      features, labels,
      with: (features.selecting(rows: 7..<12), labels.selecting(rows: 7..<12)),
      execution: Execution(threadCount: 2))
    let squares = model.gradientProducts(features, labels, with: nil, execution: .serial)
    for row in 0..<12 {
      let own = gradient(row..<row + 1)
      #expect(abs(products[row] - product(own, others)) < 1e-4 * max(1, abs(products[row])))
      #expect(abs(squares[row] - product(own, own)) < 1e-4 * max(1, squares[row]))
    }
  }

  @Test func `rivals are the other classes of the largest mean probability`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, classCount: 3, separation: 1, seed: 4)
    let learner = MultilayerPerceptron(hiddenUnits: [5], epochs: 4, batchSize: 8)
    let rivals = try learner.train(features, labels, seed: 3).dynamics.rivals
    let epochs = try learner.checkpoints(features, labels, afterEpochs: [1, 2, 3, 4], seed: 3)
      .map { $0.probabilities(features, execution: .serial) }
    for row in 0..<30 {
      let sums = (0..<3).map { label in epochs.reduce(0) { $0 + $1[row, label] } }
      let others = (0..<3).filter { $0 != labels[row] }
      #expect(others.contains(rivals[row]))
      #expect(others.allSatisfy { sums[$0] <= sums[rivals[row]] + 1e-5 })
    }
  }
}
