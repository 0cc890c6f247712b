import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers
@testable import LabelDefenses

/// Every loss against finite differences, and the sums that losses are known by.
@Suite struct LossGradientTests {
  /// A loss for some number of classes, with its name.
  struct Case: CustomTestStringConvertible {
    let name: String
    let classCount: Int
    let loss: any ScoreLoss
    var testDescription: String { "\(name) of \(classCount)" }
  }

  /// Every row a distribution, with more on the diagonal.
  static func transition(_ count: Int) -> [Double] {
    (0..<count * count).map { place in
      let (row, column) = (place / count, place % count)
      let total = Double(count + (0..<count).reduce(0) { $0 + ($1 + row) % 2 })
      return (Double((column + row) % 2) + (row == column ? Double(count) : 0)) / total
    }
  }

  static func matrix(_ count: Int) throws -> CorrectionMatrix {
    try CorrectionMatrix(
      transition(count), classes: Array(0..<count), classCount: count)
  }

  static func cases() throws -> [Case] {
    try [2, 3, 5].flatMap { count in
      [
        ("cross-entropy", CrossEntropy() as any ScoreLoss),
        ("forward", ForwardLoss(try matrix(count))), ("backward", BackwardLoss(try matrix(count))),
        ("generalized", GeneralizedLoss(exponent: 0.7)),
        ("generalized 0", GeneralizedLoss(exponent: 0)),
        ("generalized 1", GeneralizedLoss(exponent: 1)),
        ("symmetric", SymmetricLoss(forward: 0.1, reverse: 4)),
      ].map { Case(name: $0.0, classCount: count, loss: $0.1) }
    }
  }

  private func scores(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<(count == 2 ? 1 : count)).map { _ in 6 * generator.unitInterval() - 3 }
  }

  @Test(arguments: try cases(), [1, 2, 3])
  func `residuals are the derivatives by the scores`(member: Case, seed: UInt64) {
    let start = scores(member.classCount, seed: seed)
    for label in 0..<member.classCount {
      var residuals = start
      _ = member.loss.replaceByResiduals(&residuals, label: label)
      for place in start.indices {
        func value(_ step: Double) -> Double {
          var moved = start
          moved[place] += step
          return member.loss.replaceByResiduals(&moved, label: label)
        }
        let slope = (value(1e-5) - value(-1e-5)) / 2e-5
        #expect(abs(slope - residuals[place]) < 1e-6 * max(1, abs(slope)))
      }
    }
  }

  @Test(arguments: try cases())
  func `the penalised sum has the gradient that it says`(member: Case) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 3, classCount: member.classCount, separation: 2, seed: 8)
    let objective = SoftmaxObjective(
      features: features, classes: labels.classIndices, classCount: member.classCount,
      weights: nil, penalty: 0.3, center: [0.1, -0.2, 0.4], loss: member.loss)
    var generator = SeededGenerator(seed: 3)
    let start = (0..<objective.parameterCount).map { _ in generator.unitInterval() - 0.5 }
    let gradient = objective.evaluate(start, execution: .serial).gradient
    for place in start.indices {
      func value(_ step: Double) -> Double {
        var moved = start
        moved[place] += step
        return objective.evaluate(moved, execution: .serial).value
      }
      let slope = (value(1e-5) - value(-1e-5)) / 2e-5
      #expect(abs(slope - gradient[place]) < 1e-6 * max(1, abs(slope)))
    }
  }

  /// The losses of all labels of a row.
  private func losses(_ loss: any ScoreLoss, _ scores: [Double], classCount: Int) -> [Double] {
    (0..<classCount).map { label in
      var residuals = scores
      return loss.replaceByResiduals(&residuals, label: label)
    }
  }

  @Test(arguments: [2, 3, 5], [1, 2, 3])
  func `the sum of a symmetric loss over all labels is constant`(count: Int, seed: UInt64) {
    let scores = scores(count, seed: seed)
    let absolute = losses(GeneralizedLoss(exponent: 1), scores, classCount: count)
    #expect(abs(absolute.reduce(0, +) - Double(count - 1)) < 1e-12)
    let reverse = losses(SymmetricLoss(forward: 0, reverse: 4), scores, classCount: count)
    #expect(abs(reverse.reduce(0, +) - 4 * Double(count - 1)) < 1e-12)
    let half = losses(GeneralizedLoss(exponent: 0.5), scores, classCount: count)
    #expect(abs(half.reduce(0, +) - Double(count - 1)) > 0.01)
  }

  @Test(arguments: [2, 3, 5], [1, 2, 3])
  func `the backward loss is unbiased`(count: Int, seed: UInt64) throws {
    let matrix = try Self.matrix(count)
    let scores = scores(count, seed: seed)
    let backward = losses(BackwardLoss(matrix), scores, classCount: count)
    let plain = losses(CrossEntropy(), scores, classCount: count)
    for truth in 0..<count {
      let mean = (0..<count).reduce(0) { $0 + matrix.elements[truth * count + $1] * backward[$1] }
      #expect(abs(mean - plain[truth]) < 1e-12)
    }
  }

  @Test(arguments: [2, 3, 5], [1, 2, 3])
  func `without noise or strength the losses are the cross-entropy`(
    count: Int, seed: UInt64
  ) throws {
    let identity = (0..<count * count).map { $0 / count == $0 % count ? 1.0 : 0 }
    let matrix = try CorrectionMatrix(
      identity, classes: Array(0..<count), classCount: count)
    let scores = scores(count, seed: seed)
    let plain = losses(CrossEntropy(), scores, classCount: count)
    for loss: any ScoreLoss in [
      ForwardLoss(matrix), BackwardLoss(matrix), GeneralizedLoss(exponent: 0),
      SymmetricLoss(forward: 1, reverse: 0),
    ] {
      for (left, right) in zip(losses(loss, scores, classCount: count), plain) {
        #expect(abs(left - right) < 1e-12)
      }
    }
    // Towards 0 the exponent's limit is the cross-entropy.
    let near = losses(GeneralizedLoss(exponent: 1e-9), scores, classCount: count)
    for (left, right) in zip(near, plain) { #expect(abs(left - right) < 1e-7) }
  }
}
