import Classifiers
import LabelContracts
import LabelData
import LabelDefenses
import Testing

/// Poisoned labels on which a robust learner should do better than its plain one, and does.
@Suite struct RobustLearnersTests {
  /// Every linear learner that has logistic regression for its plain one.
  static let linear: [any RobustLearner] = [
    ForwardCorrection(), BackwardCorrection(), GeneralizedCrossEntropy(),
    GeneralizedCrossEntropy(truncation: 0.5), SymmetricCrossEntropy(), TrimmedTraining(),
    TrustedReweighting(),
  ]

  @Test(arguments: linear.indices, [5, 6, 7] as [UInt64])
  func `flips of one class cost less`(place: Int, seed: UInt64) throws {
    let data = try PoisonedExamples(flips: .ofClassOne, rate: 0.2, seed: seed)
    let model = try Self.linear[place].fit(data.features, data.labels, evidence: data.evidence)
    #expect(try data.error(model) < data.plainError() - 0.02)
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func `random flips of few rows cost a machine of expected flips less`(seed: UInt64) throws {
    let data = try PoisonedExamples(
      rowCount: 120, featureCount: 30, flips: .random, rate: 0.2, seed: seed)
    let plain = try NoiseRobustSVM(flipProbability: 0).fit(data.features, data.labels)
    let robust = try NoiseRobustSVM().fit(data.features, data.labels, evidence: data.evidence)
    #expect(data.error(robust) < data.error(plain) - 0.02)
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func `flips cost a machine that met an adversary less`(seed: UInt64) throws {
    let data = try PoisonedExamples(
      rowCount: 100, featureCount: 10, flips: .random, rate: 0.15, seed: seed)
    let plain = try Floral(flipShare: 0).fit(data.features, data.labels)
    let robust = try Floral(rounds: 100).fit(data.features, data.labels)
    #expect(data.error(robust) < data.error(plain) - 0.02)
  }

  @Test func `random flips of few rows cost less where the worst is assumed`() throws {
    var (plain, robust) = (0.0, 0.0)
    for seed in [5, 6, 7] as [UInt64] {
      let data = try PoisonedExamples(
        rowCount: 60, featureCount: 30, flips: .random, rate: 0.2, seed: seed)
      plain += data.error(try WorstCaseLabels(flipShare: 0).fit(data.features, data.labels))
      robust += data.error(try WorstCaseLabels(flipShare: 0.1).fit(data.features, data.labels))
    }
    #expect(robust < plain - 0.02)
  }
}
