import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct SoftmaxHessianTests {
  @Test(arguments: [2, 3])
  func `second derivatives are those of finite differences of the first`(classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 3, classCount: classCount, separation: 1, seed: 6)
    let weights = (0..<20).map { Double(1 + $0 % 3) }
    let center = [0.5, -1, 0.25]
    let objective = SoftmaxObjective(
      features: features, classes: labels.classIndices, classCount: classCount, weights: weights,
      penalty: 0.7, center: center, loss: CrossEntropy())
    let size = objective.parameterCount
    var generator = SeededGenerator(seed: 8)
    let parameters = (0..<size).map { _ in generator.unitInterval() - 0.5 }
    let outputs = objective.outputs(parameters)
    let p = LinearModel(weights: outputs).probabilities(features, execution: .serial)
    let hessian = softmaxHessian(
      features, probabilities: classCount == 2 ? (0..<20).map { p[$0, 1] } : p.elements,
      outputCount: objective.outputCount, weights: weights, center: center, penalty: 0.7,
      execution: Execution(threadCount: 2))
    var largest = 0.0
    for index in 0..<size {
      let sides = [1e-5, -1e-5].map { step in
        var moved = parameters
        moved[index] += step
        return objective.evaluate(moved, execution: .serial).gradient
      }
      for other in 0..<size {
        var expected = (sides[0][other] - sides[1][other]) / 2e-5
        // The direction in which all biases grow alike is given some curvature.
        if classCount > 2, index % 4 == 3, other % 4 == 3 { expected += weights.reduce(0, +) }
        largest = max(largest, abs(expected - hessian[index * size + other]))
      }
    }
    #expect(largest < 1e-6)
  }
}
