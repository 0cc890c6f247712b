import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct LinearHingeTests {
  /// The definition, number by number.
  private func plain(
    _ features: Matrix, _ signs: [Double], _ order: [Int32], rate: Double, penalty: Double,
    rowWeights: [Double]? = nil
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: features.columnCount + 1)
    let d = features.columnCount
    for visit in order {
      let row = Int(visit)
      var score = weights[d]
      for column in 0..<d { score += weights[column] * Double(features[row, column]) }
      let isActive = signs[row] * score < 1
      for column in 0..<d { weights[column] *= 1 - rate * penalty }
      guard isActive else { continue }
      let rate = rate * (rowWeights?[row] ?? 1)
      for column in 0..<d {
        weights[column] += rate * signs[row] * Double(features[row, column])
      }
      weights[d] += rate * signs[row]
    }
    return weights
  }

  @Test(arguments: [0, 0.1], [2, 33])
  func `follows the definition`(penalty: Double, featureCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 50, featureCount: featureCount, separation: 1, seed: 3)
    let learner = LinearHinge(epochs: 20, regularization: penalty)
    let order = EpochOrder.visits(rowCount: 50, epochs: 20, seed: 9)
    let learned = learner.weights(features, signs: labels.signs(), order: order)
    let expected = plain(features, labels.signs(), order, rate: 0.01, penalty: penalty)
    for (left, right) in zip(learned, expected) { #expect(abs(left - right) < 1e-12) }
    #expect(try learner.fit(features, labels, seed: 9).weights == [learned])
  }

  @Test func `a weight makes a row's steps longer`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 50, featureCount: 5, separation: 1, seed: 3)
    let learner = LinearHinge(epochs: 20, regularization: 0.1)
    let order = EpochOrder.visits(rowCount: 50, epochs: 20, seed: 9)
    let rowWeights = (0..<50).map { Double(1 + $0 % 3) / 2 }
    let model = try learner.fit(
      features, labels, weights: rowWeights, seed: 9, execution: .serial)
    let expected = plain(
      features, labels.signs(), order, rate: 0.01, penalty: 0.1, rowWeights: rowWeights)
    #expect(SmallNumbers.difference(model.weights, [expected]) < 1e-12)
  }

  @Test func `a separable set reaches zero loss`() throws {
    let features = Matrix(rows: [[-3], [-2], [2], [3]])
    let labels = try SyntheticData.labels([0, 0, 1, 1], classCount: 2)
    let model = try LinearHinge().fit(features, labels, seed: 1)
    #expect(model.meanHingeLoss(features, labels) == 0)
    #expect(model.predict(features) == [0, 0, 1, 1])
  }

  @Test func `every epoch visits every row once`() {
    let visits = EpochOrder.visits(rowCount: 7, epochs: 3, seed: 1)
    for epoch in 0..<3 {
      #expect(visits[epoch * 7..<(epoch + 1) * 7].sorted() == Array(0..<7))
    }
    #expect(Array(visits[0..<7]) != Array(visits[7..<14]))
  }

  @Test func `a score of zero is class 0`() {
    let model = LinearModel(weights: [[1, 0]])
    #expect(model.predict(Matrix(rows: [[0], [1], [-1]])) == [0, 1, 0])
  }

  @Test func `parameters out of range are refused by name`() {
    #expect(throws: ClassifierError.self) { try LinearHinge(learningRate: 0).checkParameters() }
    #expect(throws: ClassifierError.self) { try LinearHinge(learningRate: .nan).checkParameters() }
    #expect(throws: ClassifierError.self) { try LinearHinge(epochs: 0).checkParameters() }
    #expect(throws: ClassifierError.self) {
      try LinearHinge(regularization: 100).checkParameters()
    }
    #expect(
      ClassifierError.invalidParameter(name: "epochs", value: "0", allowed: "1 or more").description
        == "epochs is 0; allowed: 1 or more")
    #expect(throws: ClassifierError.self) { try LinearHinge(epochs: .max).checkParameters() }
    #expect(throws: ClassifierError.self) {
      try LinearHinge(epochs: 1 << 20).checkParameters(rowCount: 1 << 11)
    }
  }

  @Test func `learning that leaves the finite numbers is an error`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 2, separation: 1, seed: 1)
    #expect(throws: ClassifierError.diverged) {
      try LinearHinge(learningRate: 1e308).fit(features, labels, seed: 1)
    }
  }
}
