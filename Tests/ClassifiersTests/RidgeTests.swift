import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct RidgeTests {
  /// scikit-learn 1.9.1: `RidgeClassifier(alpha=2).fit(X, y, sample_weight)`; with three classes its codes are +1 and
  /// -1, so half its weights, and half its biases + 1/2 - 1/3.
  @Test func `agrees with another program`() throws {
    func weights(_ classCount: Int, _ weights: [Double]?) throws -> [[Double]] {
      try Ridge(regularization: 2).fit(
        SmallNumbers.features, SmallNumbers.labels(classCount: classCount), weights: weights,
        seed: 1, execution: .serial
      ).weights
    }
    let two = [[0.02099173333, -0.07544531436, -0.08324701418, 1.08578872601]]
    #expect(try SmallNumbers.difference(weights(2, nil), two) < 1e-9)
    let three = [
      [-0.01049586667, 0.03772265718, 0.04162350709, -0.37622769634],
      [-0.00816403738, 0.00324621686, -0.01464793404, 0.13942174807],
      [0.01865990405, -0.04096887404, -0.02697557305, 0.23680594826],
    ]
    #expect(try SmallNumbers.difference(weights(3, nil), three) < 1e-9)
    let twoWeighted = [[-0.02448324109, -0.04327746209, -0.096084796, 1.2162814731]]
    #expect(try SmallNumbers.difference(weights(2, SmallNumbers.weights), twoWeighted) < 1e-9)
    let threeWeighted = [
      [0.01224162054, 0.02163873104, 0.048042398, -0.44147406989],
      [-0.03143641474, 0.03335663857, -0.02767373971, 0.16913777279],
      [0.0191947942, -0.05499536961, -0.02036865829, 0.2723362971],
    ]
    #expect(try SmallNumbers.difference(weights(3, SmallNumbers.weights), threeWeighted) < 1e-9)
  }

  /// The first derivatives of the penalised error at a model, largest in size.
  private func slope(
    _ model: LinearModel, _ features: Matrix, _ labels: Labels, _ weights: [Double]?,
    penalty: Double
  ) -> Double {
    var largest = 0.0
    for output in model.weights.indices {
      let scores = model.scores(features, output: output)
      let residuals = (0..<labels.count).map { row -> Double in
        let code =
          labels.classCount == 2
          ? (labels[row] == 1 ? 1 : -1)
          : (labels[row] == output ? 1 : 0) - 1 / Double(labels.classCount)
        return (weights?[row] ?? 1) * (scores[row] - code)
      }
      largest = max(largest, abs(residuals.reduce(0, +)))
      for column in 0..<features.columnCount {
        let slope = (0..<labels.count).reduce(penalty * model.weights[output][column]) {
          $0 + residuals[$1] * Double(features[$1, column])
        }
        largest = max(largest, abs(slope))
      }
    }
    return largest
  }

  @Test(arguments: [3, 25, 26, 60], [2, 3])
  func `the error is smallest, in features or in rows`(featureCount: Int, classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 25, featureCount: featureCount, classCount: classCount, separation: 2, seed: 6)
    for weights in [nil, (0..<25).map { Double(1 + $0 % 3) }] {
      let model = try Ridge(regularization: 0.5).fit(
        features, labels, weights: weights, seed: 1, execution: .serial)
      #expect(slope(model, features, labels, weights, penalty: 0.5) < 1e-9)
    }
  }

  @Test(arguments: [4, 40], [2, 3])
  func `leaving one out equals learning without it`(featureCount: Int, classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 22, featureCount: featureCount, classCount: classCount, separation: 1, seed: 7)
    let learner = Ridge(regularization: 0.3)
    for weights in [nil, (0..<22).map { Double($0 % 3) }] {
      let scores = try learner.leaveOneOutScores(features, labels, weights: weights)
      let p = try learner.leaveOneOut(features, labels, weights: weights)
      var largest = 0.0
      for row in 0..<22 {
        let others = (0..<22).filter { $0 != row }
        let model = try learner.fit(
          features.selecting(rows: others), labels.selecting(rows: others),
          weights: weights.map { all in others.map { all[$0] } }, seed: 1, execution: .serial)
        let own = features.selecting(rows: [row])
        for output in model.weights.indices {
          largest = max(largest, abs(model.scores(own, output: output)[0] - scores[output][row]))
        }
        let expected = model.probabilities(own, execution: .serial)
        for label in 0..<classCount {
          largest = max(largest, abs(expected[0, label] - p[row, label]))
        }
      }
      #expect(largest < 1e-8)
    }
  }

  @Test func `leaving out needs a row that stays`() throws {
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let features = Matrix(rows: [[0], [1]])
    #expect(throws: ClassifierError.oneDistinctRow) {
      try Ridge().leaveOneOut(features, labels, weights: [0, 1])
    }
    // With one row left the mean of its code is all there is.
    let scores = try Ridge().leaveOneOutScores(features, labels)
    #expect(SmallNumbers.difference(scores, [[1, -1]]) < 1e-12)
    #expect(throws: ClassifierError.self) {
      try Ridge(regularization: 0).fit(features, labels, seed: 1)
    }
  }
}
