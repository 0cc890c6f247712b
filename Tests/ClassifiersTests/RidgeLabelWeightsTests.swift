import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct RidgeLabelWeightsTests {
  /// More rows than features, and fewer.
  @Test(arguments: [(20, 4, 2), (20, 4, 3), (8, 15, 2), (8, 15, 3)], [0, 500])
  func `scores are sums of the codes with the weights`(
    size: (rows: Int, features: Int, classes: Int), offset: Int
  ) throws {
    func shifted(_ matrix: Matrix) -> Matrix {
      Matrix(
        rowCount: matrix.rowCount, columnCount: matrix.columnCount,
        elements: matrix.elements.map { $0 + Float(offset) })
    }
    let (features, labels) = try SyntheticData.clusters(
      rowCount: size.rows, featureCount: size.features, classCount: size.classes, seed: 1)
    let training = shifted(features)
    let others = shifted(
      try SyntheticData.clusters(
        rowCount: 6, featureCount: size.features, classCount: size.classes, seed: 2
      ).features)
    let learner = Ridge(regularization: 0.7)
    let weights = try RidgeLabelWeights(training, labels, learner: learner, execution: .serial)
    let model = try learner.fit(training, labels, seed: 1)
    #expect(weights.isPrimal == (size.rows >= size.features))
    for output in model.weights.indices {
      let codes = Ridge.codes(labels, output: output)
      #expect(weights.model(codes) == model.weights[output])
      let scores = model.scores(others, output: output)
      for row in 0..<6 {
        let contributions = weights.weights(of: weights.functional(ofScore: others, row: row))
        let sum = zip(contributions, codes).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(sum - scores[row]) < 1e-9)
      }
    }
  }

  @Test func `a combination gives the weights, and is what a code adds to the model`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 12, featureCount: 3, seed: 3)
    let learner = Ridge(regularization: 2)
    let weights = try RidgeLabelWeights(features, labels, learner: learner, execution: .serial)
    let functional = [0.5, -1, 2, 3]
    let combination = weights.combination(of: functional)
    let whole = weights.uncentered(combination)
    for (row, weight) in weights.weights(of: functional).enumerated() {
      let centered = weights.functional(ofScore: features, row: row)
      #expect(abs(zip(combination, centered).reduce(0) { $0 + $1.0 * $1.1 } - weight) < 1e-12)
      #expect(abs(dot(whole, features, row: row) + whole[3] - weight) < 1e-12)
    }
    var unit = [Double](repeating: 0, count: 12)
    unit[5] = 1
    let added = weights.uncentered(
      weights.combination(of: weights.functional(ofScore: features, row: 5)))
    for (found, expected) in zip(added, weights.model(unit)) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func `what Ridge refuses is refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 12, featureCount: 3, seed: 3)
    #expect(throws: ClassifierError.self) {
      try RidgeLabelWeights(
        features, labels, learner: Ridge(regularization: 0), execution: .serial)
    }
  }
}
