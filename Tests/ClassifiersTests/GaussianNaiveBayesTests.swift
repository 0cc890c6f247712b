import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct GaussianNaiveBayesTests {
  /// scikit-learn 1.9.1: `GaussianNB().fit(X, y, sample_weight).predict_proba(X[:3])`.
  @Test func `agrees with another program`() throws {
    let labels = try SmallNumbers.labels(classCount: 3)
    func difference(_ weights: [Double]?, _ expected: [[Double]]) throws -> Double {
      let p = try GaussianNaiveBayes().fit(
        SmallNumbers.features, labels, weights: weights, seed: 1, execution: .serial
      ).probabilities(SmallNumbers.features, execution: .serial)
      return SmallNumbers.difference((0..<3).map { Array(p.row($0)) }, expected)
    }
    let plain = [
      [0.28528927, 0.4988509788, 0.2158597512], [0.0692303206, 0.2929534297, 0.6378162497],
      [0.1495657124, 0.5526055467, 0.2978287409],
    ]
    #expect(try difference(nil, plain) < 1e-8)
    let weighted = [
      [0.1705907622, 0.5783711303, 0.2510381075], [0.1534169674, 0.1237253812, 0.7228576514],
      [0.1790561977, 0.5633576139, 0.2575861884],
    ]
    #expect(try difference(SmallNumbers.weights, weighted) < 1e-8)
  }

  @Test func `a class is its mean and variance`() throws {
    let features = Matrix(rows: [[1], [3], [10], [10]])
    let labels = try SyntheticData.labels([0, 0, 2, 2], classCount: 3)
    let model = try GaussianNaiveBayes(smoothing: 0.5).fit(
      features, labels, weights: [1, 3, 2, 2], seed: 1, execution: .serial)
    // All rows: mean 6.25, variance (27.5625 + 3 * 10.5625 + 4 * 14.0625) / 8.
    let added = 0.5 * (27.5625 + 31.6875 + 56.25) / 8
    #expect(model.classes.map(\.prior) == [0.5, 0, 0.5])
    #expect(model.classes[0].means == [2.5] && model.classes[2].means == [10])
    #expect(model.classes[0].variances == [0.75 + added] && model.classes[2].variances == [added])
    #expect(throws: ClassifierError.self) {
      try GaussianNaiveBayes(smoothing: 0).fit(features, labels, seed: 1)
    }
  }

  @Test func `only ratios of weights matter`() throws {
    let labels = try SmallNumbers.labels(classCount: 3)
    func fitted(_ factor: Double) throws -> NormalClasses {
      try GaussianNaiveBayes().fit(
        SmallNumbers.features, labels, weights: SmallNumbers.weights.map { $0 * factor }, seed: 1,
        execution: .serial)
    }
    #expect(try fitted(1) == fitted(4))
  }
}
