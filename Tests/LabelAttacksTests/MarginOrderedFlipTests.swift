import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct MarginOrderedFlipTests {
  private func margins(_ problem: AttackProblem, _ learner: Ridge) throws -> [[Double]] {
    let model = try learner.fit(problem.features, problem.labels, seed: 1)
    let scores = model.weights.indices.map { model.scores(problem.features, output: $0) }
    return (0..<problem.labels.count).map { row in
      scores.count == 1 ? [-scores[0][row] / 2, scores[0][row] / 2] : scores.map { $0[row] }
    }
  }

  @Test(arguments: [2, 4], [MarginOrder.nearestFirst, .farthestFirst])
  func `rows come in the order of their margins`(classes: Int, order: MarginOrder) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 5, classCount: classes, separation: 1.5, seed: 2)
    let problem = AttackProblem(features: features, labels: labels)
    let scores = try margins(problem, Ridge())
    for newLabel in MarginLabel.allCases {
      let plan = try MarginOrderedFlip(learner: Ridge(), order: order, newLabel: newLabel).craft(
        problem, budget: .count(60), seed: 1, execution: .serial)
      let keys = plan.flips.map { flip in
        let others = scores[flip.row].indices.filter { $0 != flip.from }
        let margin = scores[flip.row][flip.from] - (others.map { scores[flip.row][$0] }.max() ?? 0)
        return order == .nearestFirst ? abs(margin) : -margin
      }
      #expect(keys == keys.sorted())
      for flip in plan.flips {
        let others = scores[flip.row].indices.filter { $0 != flip.from }
          .map { scores[flip.row][$0] }
        #expect(
          scores[flip.row][flip.to] == (newLabel == .runnerUp ? others.max() : others.min()))
      }
    }
  }

  @Test func `farthest first hurts a linear model more than nearest first`() throws {
    let training = try SyntheticData.clusters(
      rowCount: 200, featureCount: 3, separation: 3, seed: 4)
    let test = try SyntheticData.clusters(rowCount: 400, featureCount: 3, separation: 3, seed: 5)
    let problem = AttackProblem(features: training.features, labels: training.labels)
    let learner = LinearHinge(epochs: 20)
    let errors = try [MarginOrder.nearestFirst, .farthestFirst].map { order in
      let plan = try MarginOrderedFlip(learner: learner, order: order).craft(
        problem, budget: .poisoningRate(0.3), seed: 1, execution: .serial)
      return try learner.fit(
        training.features, training.labels.applying(plan.flips), seed: 1
      ).error(test.features, test.labels)
    }
    #expect(errors[1] > errors[0] + 0.05)
  }

  @Test func `a learner that cannot learn is an error`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 1)
    #expect(throws: AttackError.self) {
      try MarginOrderedFlip(learner: LinearHinge(epochs: 0), order: .nearestFirst).craft(
        AttackProblem(features: features, labels: labels), budget: .count(1), seed: 1,
        execution: .serial)
    }
  }
}
