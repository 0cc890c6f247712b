import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct LogisticRegressionTests {
  /// scikit-learn 1.9.1: `LogisticRegression(C=0.5, tol=1e-12, solver='newton-cholesky').fit(X, y, sample_weight)`.
  @Test func `agrees with another program`() throws {
    let learner = LogisticRegression(regularization: 2)
    let features = SmallNumbers.features
    func weights(_ classCount: Int, _ weights: [Double]?) throws -> [[Double]] {
      let labels = try SmallNumbers.labels(classCount: classCount)
      return try learner.fit(features, labels, weights: weights, seed: 1, execution: .serial)
        .weights
    }
    let two = [[0.0694637722, -0.1970579942, -0.2276072776, 2.8334928626]]
    #expect(try SmallNumbers.difference(weights(2, nil), two) < 1e-7)
    let weighted = [[-0.0678960575, -0.1164526397, -0.2576439285, 3.1999465754]]
    #expect(try SmallNumbers.difference(weights(2, SmallNumbers.weights), weighted) < 1e-7)
    let three = [
      [-0.0522408004, 0.1455878536, 0.157820476, -1.4685995506],
      [-0.0125339312, 0.0081409276, -0.049042947, 0.5397690163],
      [0.0647747315, -0.1537287812, -0.1087775289, 0.9288305343],
    ]
    #expect(try SmallNumbers.difference(weights(3, nil), three) < 1e-7)
    let threeWeighted = [
      [0.0393768822, 0.0893626218, 0.1736732309, -1.6410445923],
      [-0.0915008818, 0.1007330201, -0.0910376283, 0.6071421868],
      [0.0521239996, -0.1900956419, -0.0826356026, 1.0339024055],
    ]
    #expect(try SmallNumbers.difference(weights(3, SmallNumbers.weights), threeWeighted) < 1e-7)
  }

  /// The same program without an intercept, for features less their means and a 1 behind them.
  @Test func `a penalised bias is the weight of a constant feature`() throws {
    let learner = LogisticRegression(regularization: 2, penalizesBias: true)
    func weights(_ classCount: Int) throws -> [[Double]] {
      try learner.fit(
        SmallNumbers.features, SmallNumbers.labels(classCount: classCount), seed: 1
      ).weights
    }
    let two = [[0.0560940614, -0.1784279494, -0.2001593161, 2.2962864646]]
    #expect(try SmallNumbers.difference(weights(2), two) < 1e-7)
    let three = [
      [-0.048483975, 0.1396581098, 0.1509835064, -1.3580200405],
      [-0.0146743835, 0.010373407, -0.047176394, 0.4677288522],
      [0.0631583585, -0.1500315168, -0.1038071123, 0.8902911883],
    ]
    #expect(try SmallNumbers.difference(weights(3), three) < 1e-7)
  }

  @Test(arguments: [2, 3, 4])
  func `with a penalised bias absent classes take part`(classCount: Int) throws {
    let labels = try SyntheticData.labels([1, 1, 1, 1], classCount: classCount)
    let features = Matrix(rows: [[0], [1], [2], [5]])
    let model = try LogisticRegression(penalizesBias: true).fit(features, labels, seed: 0)
    #expect(model.weights.allSatisfy { $0.allSatisfy(\.isFinite) })
    #expect(model.predict(features) == [1, 1, 1, 1])
    let p = model.probabilities(features, execution: .serial)
    for label in 0..<classCount where label != 1 { #expect(p[0, label] > 0.01) }
  }

  @Test(arguments: [2, 3])
  func `a curvature from nearby changes the way, not the model`(classCount: Int) throws {
    let learner = LogisticRegression(regularization: 2)
    let features = SmallNumbers.features
    var labels = try SmallNumbers.labels(classCount: classCount)
    let near = try learner.fit(features, labels, seed: 1)
    let center = try TrainingExamples(features, labels, weights: nil).means
    let outputCount = near.weights.count
    let probabilities = near.probabilities(features, execution: .serial)
    let matrix = softmaxHessian(
      features,
      probabilities: outputCount == 1
        ? (0..<labels.count).map { probabilities[$0, 1] } : probabilities.elements,
      outputCount: outputCount, center: center, penalty: 2, execution: .serial)
    let curvature = try #require(
      Cholesky.raised(matrix, size: outputCount * (features.columnCount + 1)))
    labels[0] = (labels[0] + 1) % classCount
    let plain = try learner.fit(features, labels, seed: 1)
    let found = try learner.fit(
      features, labels, weights: nil, loss: CrossEntropy(), from: near, curvature: curvature,
      execution: .serial)
    #expect(found != near && SmallNumbers.difference(found.weights, plain.weights) < 1e-6)
    // One for another number of classes is left aside.
    let other = try #require(Cholesky([1], size: 1))
    let aside = try learner.fit(
      features, labels, weights: nil, loss: CrossEntropy(), from: nil, curvature: other,
      execution: .serial)
    #expect(aside == plain)
  }

  @Test func `a matrix that is not definite is raised until it is`() throws {
    let singular = [1.0, 1, 1, 1]
    #expect(Cholesky(singular, size: 2) == nil)
    let solution = try #require(Cholesky.raised(singular, size: 2)).solve([2, 2])
    #expect(abs(solution[0] - 1) < 1e-4 && abs(solution[1] - 1) < 1e-4)
    #expect(Cholesky.raised([.nan, 0, 0, 1], size: 2) == nil)
    #expect(Cholesky.raised([-1, 0, 0, -1], size: 2) == nil)
  }

  private func objective(classCount: Int, weighted: Bool) throws -> SoftmaxObjective {
    SoftmaxObjective(
      features: SmallNumbers.features,
      classes: try SmallNumbers.labels(classCount: classCount).classIndices,
      classCount: classCount, weights: weighted ? SmallNumbers.weights : nil, penalty: 0.7,
      biasPenalty: weighted ? 0.3 : 0, center: [4, 5, 6], loss: CrossEntropy())
  }

  @Test(arguments: [2, 3], [false, true])
  func `derivatives are those of finite differences`(classCount: Int, weighted: Bool) throws {
    let objective = try objective(classCount: classCount, weighted: weighted)
    let count = objective.parameterCount
    let parameters = (0..<count).map { Double($0 % 5) / 10 - 0.2 }
    let (_, gradient) = objective.evaluate(parameters, execution: .serial)
    let hessian = objective.hessian(parameters, execution: .serial)
    let step = 1e-5
    let total = weighted ? SmallNumbers.weights.reduce(0, +) : 24
    for index in 0..<count {
      func moved(_ by: Double) -> (value: Double, gradient: [Double]) {
        var other = parameters
        other[index] += by
        return objective.evaluate(other, execution: .serial)
      }
      let (up, down) = (moved(step), moved(-step))
      #expect(abs((up.value - down.value) / (2 * step) - gradient[index]) < 1e-6)
      for other in 0..<count {
        let slope = (up.gradient[other] - down.gradient[other]) / (2 * step)
        // What is added where all biases move together.
        let isBias = [index, other].allSatisfy { $0 % objective.width == objective.width - 1 }
        let added = isBias && classCount > 2 ? total : 0
        #expect(abs(hessian[index * count + other] - added - slope) < 1e-6)
      }
    }
  }

  /// The gradient at a model's weights, in plain sums.
  private func gradientNorm(
    _ model: LinearModel, _ features: Matrix, _ labels: Labels, penalty: Double
  ) -> Double {
    let p = model.probabilities(features, execution: .serial)
    var sum = 0.0
    for output in model.weights.indices {
      let label = model.weights.count == 1 ? 1 : output
      for column in 0...features.columnCount {
        var derivative =
          column < features.columnCount ? penalty * model.weights[output][column] : 0
        for row in 0..<labels.count {
          let x = column < features.columnCount ? Double(features[row, column]) : 1
          derivative += (p[row, label] - (labels[row] == label ? 1 : 0)) * x
        }
        sum += derivative * derivative
      }
    }
    return sum.squareRoot()
  }

  @Test(arguments: [2, 4], [5, 90, 400])
  func `the gradient vanishes, by either method`(classCount: Int, featureCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 80, featureCount: featureCount, classCount: classCount, separation: 1, seed: 8)
    let model = try LogisticRegression().fit(features, labels, seed: 1)
    #expect(gradientNorm(model, features, labels, penalty: 1) <= 1.01e-8 * 80)
  }

  @Test func `features of any scale are learnt from`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 400, separation: 1, seed: 8)
    for scale in [1e-4, 1e6] as [Float] {
      let scaled = Matrix(
        rowCount: 60, columnCount: 400, elements: features.elements.map { $0 * scale + scale })
      let model = try LogisticRegression().fit(scaled, labels, seed: 1)
      #expect(
        gradientNorm(model, scaled, labels, penalty: 1) <= 1e-8 * 60 * max(1, Double(scale) * 10))
    }
  }

  @Test func `a class that no row carries has probability zero`() throws {
    let features = SmallNumbers.features
    let two = try SmallNumbers.labels(classCount: 2)
    let spread = try SyntheticData.labels(
      two.classIndices.map { $0 == 0 ? 0 : 2 }, classCount: 4)
    let plain = try LogisticRegression().fit(features, two, seed: 1)
    let model = try LogisticRegression().fit(features, spread, seed: 1)
    let expected = plain.probabilities(features, execution: .serial)
    let found = model.probabilities(features, execution: .serial)
    for row in 0..<features.rowCount {
      #expect(found[row, 1] == 0 && found[row, 3] == 0)
      #expect(abs(found[row, 0] - expected[row, 0]) < 1e-12)
      #expect(abs(found[row, 2] - expected[row, 1]) < 1e-12)
    }
    #expect(model.predict(features) == plain.predict(features).map { $0 * 2 })
    for label in 0..<2 {
      let one = try SyntheticData.labels([Int](repeating: label, count: 24), classCount: 2)
      let sure = try LogisticRegression().fit(features, one, seed: 1)
      #expect(sure.probabilities(features, execution: .serial).row(3)[6 + label] == 1)
    }
  }

  @Test func `without penalty it refuses`() throws {
    let labels = try SmallNumbers.labels(classCount: 2)
    for value in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: ClassifierError.self) {
        try LogisticRegression(regularization: value).fit(SmallNumbers.features, labels, seed: 1)
      }
    }
  }
}
