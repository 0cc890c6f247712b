import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct MultilayerPerceptronTests {
  /// The loss in double precision, number by number.
  private func loss(
    _ network: PerceptronNetwork, _ batch: Matrix, classes: [Int], weights: [Float],
    moving layer: Int, _ index: Int, isBias: Bool, by step: Double
  ) -> Double {
    var sum = 0.0
    for row in 0..<batch.rowCount {
      var values = batch.row(row).map(Double.init)
      for (number, next) in network.layers.enumerated() {
        let width = next.biases.count
        let before = values
        values = (0..<width).map { unit in
          var value = Double(next.biases[unit])
          if number == layer, isBias, unit == index { value += step }
          for (place, input) in before.enumerated() {
            var weight = Double(next.weights[place, unit])
            if number == layer, !isBias, place * width + unit == index { weight += step }
            value += input * weight
          }
          return number < network.layers.count - 1 ? max(0, value) : value
        }
      }
      let total = values.reduce(0) { $0 + exp($1) }
      sum += Double(weights[row]) * (log(total) - values[classes[row]])
    }
    return sum
  }

  @Test(arguments: [[5], [6, 4]])
  func `derivatives are those of finite differences`(hidden: [Int]) throws {
    let (batch, labels) = try SyntheticData.clusters(
      rowCount: 9, featureCount: 3, classCount: 3, separation: 1, seed: 4)
    let weights = (0..<9).map { Float($0 % 3) / 2 }
    let network = PerceptronNetwork(sizes: [3] + hidden + [3], seed: 2)
    let gradient = network.gradient(batch, classes: labels.classIndices, weights: weights)
    var largest = 0.0
    for (number, layer) in gradient.enumerated() {
      for (isBias, derivatives) in [(false, layer.weights.elements), (true, layer.biases)] {
        for (index, derivative) in derivatives.enumerated() {
          let values = [1e-6, -1e-6].map { step in
            loss(
              network, batch, classes: labels.classIndices, weights: weights, moving: number, index,
              isBias: isBias, by: step)
          }
          let slope = (values[0] - values[1]) / 2e-6
          largest = max(largest, abs(slope - Double(derivative)))
        }
      }
    }
    #expect(largest < 2e-5)
  }

  @Test func `a step follows velocity and gradient`() {
    var (w, v): ([Float], [Float]) = ([1, -2], [0.5, 0])
    momentumStep(&w, velocity: &v, gradient: [2, 4], rate: 0.25, momentum: 0.5, decay: 1)
    #expect(v == [-0.5, -0.5])
    #expect(w == [0.5, -2.5])
  }

  /// The exclusive or, which no line separates.
  private func exclusiveOr() throws -> (features: Matrix, labels: Labels) {
    var generator = SeededGenerator(seed: 3)
    let rows = (0..<80).map { _ in
      [Float(2 * generator.unitInterval() - 1), Float(2 * generator.unitInterval() - 1)]
    }
    return (
      Matrix(rows: rows),
      try SyntheticData.labels(rows.map { $0[0] * $0[1] > 0 ? 1 : 0 }, classCount: 2)
    )
  }

  @Test func `learns what no line separates, and tells how`() throws {
    let (features, labels) = try exclusiveOr()
    let learner = MultilayerPerceptron(
      hiddenUnits: [12], epochs: 150, batchSize: 8, learningRate: 0.05)
    let (fitted, dynamics) = try learner.train(features, labels, seed: 1)
    #expect(fitted.error(features, labels) < 0.1)
    #expect(try LogisticRegression().fit(features, labels, seed: 1).error(features, labels) > 0.25)
    #expect(try learner.fit(features, labels, seed: 1) == fitted)
    #expect(
      try learner.train(features, labels, seed: 1, execution: Execution(threadCount: 3)).dynamics
        == dynamics)

    #expect(dynamics.rowCount == 80 && dynamics.epochCount == 150)
    let p = fitted.probabilities(features, execution: .serial)
    for row in 0..<80 {
      let last = try #require(dynamics.losses(ofRow: row).last)
      #expect(abs(Double(last) + log(p[row, labels[row]])) < 1e-5)
      let margin = try #require(dynamics.margins(ofRow: row).last)
      #expect((margin > 0) == (p.predictedLabel(ofRow: row) == labels[row]))
    }
    func mean(_ epoch: Int) -> Float {
      (0..<80).reduce(0) { $0 + dynamics.losses[$1 * 150 + epoch] } / 80
    }
    #expect(mean(149) < mean(0) / 2)
  }

  @Test func `rows of weight 0 and classes of no meaning are recorded too`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 3, classCount: 2, separation: 3, seed: 2)
    // A third class for a few rows, whatever they look like; others are not learnt from.
    let fake = try SyntheticData.labels(
      (0..<40).map { $0 % 10 == 9 ? 2 : labels[$0] }, classCount: 3)
    let weights = (0..<40).map { $0 % 5 == 3 ? 0.0 : 1.0 }
    let learner = MultilayerPerceptron(hiddenUnits: [8], epochs: 30, batchSize: 8)
    let (fitted, dynamics) = try learner.train(features, fake, weights: weights, seed: 4)
    #expect(fitted.classCount == 3 && dynamics.rowCount == 40)
    let kept = (0..<40).filter { weights[$0] > 0 }
    let alone = try learner.train(
      features.selecting(rows: kept), fake.selecting(rows: kept), seed: 4)
    #expect(alone.fitted == fitted)
    for (place, row) in kept.enumerated() {
      #expect(Array(dynamics.losses(ofRow: row)) == Array(alone.dynamics.losses(ofRow: place)))
      #expect(Array(dynamics.margins(ofRow: row)) == Array(alone.dynamics.margins(ofRow: place)))
    }
    func meanMargin(_ rows: [Int]) -> Float {
      rows.reduce(0) { $0 + dynamics.margins(ofRow: $1).reduce(0, +) } / Float(rows.count)
    }
    let (odd, others) = ((0..<40).filter { $0 % 10 == 9 }, (0..<40).filter { $0 % 10 != 9 })
    #expect(meanMargin(odd) < meanMargin(others))
  }

  @Test func `only ratios of weights matter`() throws {
    let (features, labels) = try exclusiveOr()
    let learner = MultilayerPerceptron(hiddenUnits: [4], epochs: 3)
    let weights = (0..<80).map { Double(1 + $0 % 3) }
    #expect(
      try learner.fit(features, labels, weights: weights, seed: 1, execution: .serial)
        == learner.fit(
          features, labels, weights: weights.map { $0 * 8 }, seed: 1, execution: .serial))
  }

  @Test func `what cannot work is refused`() throws {
    let (features, labels) = try exclusiveOr()
    for learner in [
      MultilayerPerceptron(hiddenUnits: []), MultilayerPerceptron(hiddenUnits: [3, 0]),
      MultilayerPerceptron(hiddenUnits: [1, 1, 1]), MultilayerPerceptron(epochs: 0),
      MultilayerPerceptron(epochs: 1 << 29), MultilayerPerceptron(batchSize: 0),
      MultilayerPerceptron(learningRate: .nan), MultilayerPerceptron(momentum: 1),
      MultilayerPerceptron(regularization: -1),
    ] {
      #expect(throws: ClassifierError.self) { try learner.fit(features, labels, seed: 1) }
    }
    #expect(throws: ClassifierError.diverged) {
      try MultilayerPerceptron(epochs: 5, learningRate: 1e30).fit(features, labels, seed: 1)
    }
  }
}
