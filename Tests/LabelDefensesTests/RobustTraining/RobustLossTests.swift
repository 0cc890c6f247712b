import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct RobustLossTests {
  @Test(arguments: [2, 3])
  func `at zero strength the model is logistic regression`(classCount: Int) throws {
    let (features, clean) = try SyntheticData.clusters(
      rowCount: 90, featureCount: 3, classCount: classCount, separation: 1, seed: 6)
    let (labels, _) = clean.flipping(10, seed: 2)
    let plain = try LogisticRegression().fit(features, labels, seed: 1)
      .probabilities(features, execution: .serial)
    let learners: [any RobustLearner] = [
      GeneralizedCrossEntropy(exponent: 0),
      SymmetricCrossEntropy(forwardWeight: 1, reverseWeight: 0), TrimmedTraining(starts: 3),
    ]
    for learner in learners {
      let p = try learner.fit(features, labels, evidence: Evidence(noiseRate: 0))
        .probabilities(features, execution: .serial)
      for (left, right) in zip(p.elements, plain.elements) { #expect(abs(left - right) < 1e-6) }
    }
  }

  /// The sum of some losses of a model's rows, with the penalty of 1.
  private func value(
    _ model: LinearModel, _ features: Matrix, _ labels: Labels, _ loss: (Double) -> Double
  ) -> Double {
    let p = model.probabilities(features, execution: .serial)
    let penalty = model.weights.reduce(0) { sum, vector in
      vector.dropLast().reduce(sum) { $0 + $1 * $1 / 2 }
    }
    return (0..<labels.count).reduce(penalty) { $0 + loss(p[$1, labels[$1]]) }
  }

  @Test(arguments: [0.3, 0.7, 1])
  func `the descent ends below its start, and truncation lower still`(exponent: Double) throws {
    let data = try PoisonedExamples(flips: .farthestOfClassOne, rate: 0.15)
    func loss(_ p: Double) -> Double { (1 - pow(p, exponent)) / exponent }
    func cut(_ p: Double) -> Double { min(loss(p), loss(0.5)) }
    let plain = try LogisticRegression().fit(data.features, data.labels, seed: 1)
    func learn(_ truncation: Double?) throws -> LinearModel {
      try #require(
        try GeneralizedCrossEntropy(exponent: exponent, truncation: truncation)
          .fit(data.features, data.labels) as? LinearModel)
    }
    let (whole, truncated) = (try learn(nil), try learn(0.5))
    #expect(
      value(whole, data.features, data.labels, loss)
        < value(plain, data.features, data.labels, loss))
    #expect(
      value(truncated, data.features, data.labels, cut)
        < value(whole, data.features, data.labels, cut))
  }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    let learners: [any RobustLearner] = [
      GeneralizedCrossEntropy(exponent: 1.1), GeneralizedCrossEntropy(exponent: .nan),
      GeneralizedCrossEntropy(truncation: 1), GeneralizedCrossEntropy(truncation: 0),
      GeneralizedCrossEntropy(classifier: LogisticRegression(regularization: 0)),
      SymmetricCrossEntropy(forwardWeight: 0, reverseWeight: 0),
      SymmetricCrossEntropy(forwardWeight: -1), SymmetricCrossEntropy(logarithmOfZero: 0),
      TrimmedTraining(starts: 0),
    ]
    for learner in learners {
      #expect(throws: DefenseError.self) {
        try learner.fit(features, labels, evidence: Evidence(noiseRate: 0.1))
      }
    }
  }
}
