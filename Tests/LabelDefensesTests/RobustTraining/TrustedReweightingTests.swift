import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct TrustedReweightingTests {
  private func descent(
    _ data: PoisonedExamples
  ) -> ReweightedDescent {
    ReweightedDescent(features: data.features, labels: data.labels, trusted: data.trusted)
  }

  /// The model with the parameters of all scores moved.
  private func moved(_ model: LinearModel, _ direction: [Double], _ factor: Double) -> LinearModel {
    let width = model.weights[0].count
    return LinearModel(
      weights: model.weights.enumerated().map { output, vector in
        vector.indices.map { vector[$0] + factor * direction[output * width + $0] }
      })
  }

  @Test(arguments: [2, 3])
  func `flipped copies of trusted rows get no weight, true copies get some`(
    classCount: Int
  ) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, classCount: classCount, separation: 12, seed: 3)
    let center = (0..<3).map { column in (0..<30).reduce(0) { $0 + features[$1, column] } / 30 }
    let centered = Matrix(
      rows: (0..<30).map { row in (0..<3).map { features[row, $0] - center[$0] } })
    let flips = (0..<30).map {
      Flip(row: $0 + 30, from: labels[$0], to: (labels[$0] + 1) % classCount)
    }
    let rows = Array(0..<30) + Array(0..<30)
    let descent = ReweightedDescent(
      features: centered.selecting(rows: rows),
      labels: labels.selecting(rows: rows).applying(flips),
      trusted: TrustedRows(features: centered, labels: labels))
    let (gradients, trusted) = descent.gradients(at: descent.start, execution: .serial)
    let weights = ReweightedDescent.weights(gradients, trusted: trusted, execution: .serial)
    #expect(weights.prefix(30).allSatisfy { $0 > 0 })
    #expect(weights.suffix(30).allSatisfy { $0 == 0 })
    #expect(abs(weights.reduce(-1, +)) < 1e-12)
  }

  @Test(arguments: [2, 3])
  func `the products are the slopes of the trusted loss by the weights`(classCount: Int) throws {
    let data = try PoisonedExamples(
      rowCount: 20, featureCount: 3, classCount: classCount, flips: .random, rate: 0.2,
      trustedCount: 15)
    let descent = descent(data)
    var generator = SeededGenerator(seed: 4)
    let model = LinearModel(
      weights: descent.start.weights.map { $0.map { _ in generator.unitInterval() - 0.5 } })
    let (gradients, trusted) = descent.gradients(at: model, execution: .serial)
    let products = gradients.products(with: trusted, execution: .serial)
    for place in trusted.indices {
      var unit = [Double](repeating: 0, count: trusted.count)
      unit[place] = 1
      let slope =
        (descent.trustedLoss(moved(model, unit, 1e-5))
          - descent.trustedLoss(moved(model, unit, -1e-5))) / 2e-5
      #expect(abs(slope - trusted[place]) < 1e-6)
    }
    for row in 0..<20 {
      let factors = (0..<20).map { $0 == row ? 1.0 : 0 }
      let own = gradients.sum(factors: factors, execution: .serial)
      // One inner step of rate 1 with the weight e of this row alone.
      let slope =
        (descent.trustedLoss(moved(model, own, -1e-5))
          - descent.trustedLoss(moved(model, own, 1e-5))) / 2e-5
      #expect(abs(slope + products[row]) < 1e-6)
    }
  }

  @Test(arguments: [2, 3])
  func `no step raises the trusted loss, at once or to first order`(classCount: Int) throws {
    let data = try PoisonedExamples(
      classCount: classCount, flips: .random, rate: 0.3, trustedCount: 12)
    let descent = descent(data)
    var model = descent.start
    var steps = 0
    while steps < 100, let next = descent.step(from: model, execution: .serial) {
      let (gradients, trusted) = descent.gradients(at: model, execution: .serial)
      let weights = ReweightedDescent.weights(gradients, trusted: trusted, execution: .serial)
      let direction = gradients.sum(factors: weights, execution: .serial)
      #expect(zip(direction, trusted).reduce(0) { $0 + $1.0 * $1.1 } >= 0)
      #expect(descent.trustedLoss(next) <= descent.trustedLoss(model))
      model = next
      steps += 1
    }
    #expect(steps > 10)
  }

  @Test func `a step is that of gradient descent where all weights are equal`() throws {
    // Two mirrored rows, which the trusted rows repeat: their products are equal.
    let features = Matrix(rows: [[1], [-1]])
    let labels = try SyntheticData.labels([1, 0], classCount: 2)
    let descent = ReweightedDescent(
      features: features, labels: labels, trusted: TrustedRows(features: features, labels: labels))
    let next = try #require(descent.step(from: descent.start, execution: .serial))
    // The mean gradient is -1/2 by the weight, and the bound of the curvature is 1/4 · 2.
    #expect(abs(next.weights[0][0] - 1) < 1e-12 && abs(next.weights[0][1]) < 1e-12)
  }

  @Test func `trusted rows that do not serve are refused`() throws {
    let data = try PoisonedExamples(flips: .random, rate: 0.2)
    let one = (0..<data.trusted.labels.count).filter { data.trusted.labels[$0] == 0 }
    let half = TrustedRows(
      features: data.trusted.features.selecting(rows: one),
      labels: data.trusted.labels.selecting(rows: one))
    var spoilt = data.trusted.features
    spoilt[0, 0] = .nan
    let broken = TrustedRows(features: spoilt, labels: data.trusted.labels)
    for trusted in [half, broken] {
      #expect(throws: DefenseError.self) {
        try TrustedReweighting().fit(
          data.features, data.labels, evidence: Evidence(trusted: trusted))
      }
    }
    #expect(throws: DefenseError.missing(.trusted)) {
      try TrustedReweighting().fit(data.features, data.labels)
    }
    #expect(throws: DefenseError.self) {
      try TrustedReweighting(steps: 0).fit(data.features, data.labels, evidence: data.evidence)
    }
  }
}
