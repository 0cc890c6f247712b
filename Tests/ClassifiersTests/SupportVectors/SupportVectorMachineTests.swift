import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct SupportVectorMachineTests {
  private static let kernels = [SupportVectorKernel.linear, .radial(), .radial(rate: 0.4)]

  @Test(arguments: kernels)
  func `the conditions of optimality are kept to a thousandth of the margin`(
    kernel: SupportVectorKernel
  ) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 80, featureCount: 3, separation: 1, seed: 6)
    let weights = (0..<80).map { 0.5 + Double($0 % 3) }
    let model = try SupportVectorMachine(kernel: kernel, cost: 2).fit(
      features, labels, weights: weights, seed: 1, execution: .serial)
    let scores = model.scores(features, execution: .serial)[0]
    let signs = labels.signs()
    // The support vectors come in the order of their rows.
    var next = 0
    var sum = 0.0
    for row in 0..<80 {
      var value = 0.0
      if next < model.supports.rowCount, model.supports.row(next) == features.row(row) {
        value = signs[row] * model.coefficients[0][next]
        sum += model.coefficients[0][next]
        next += 1
      }
      let margin = signs[row] * scores[row]
      #expect(value >= 0 && value <= 2 * weights[row])
      if value < 2 * weights[row] { #expect(margin > 1 - 1e-3) }
      if value > 0 { #expect(margin < 1 + 1e-3) }
    }
    #expect(next == model.supports.rowCount && abs(sum) < 1e-9)
  }

  @Test(arguments: [SupportVectorKernel.linear, .radial(rate: 0.5)], [1, 2, 3])
  func `its dual is that of trying every set of bounds`(
    kernel: SupportVectorKernel, seed: UInt64
  ) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 7, featureCount: 2, separation: 1, seed: seed)
    let signs = labels.signs()
    let products = kernel.products(features, features, execution: .serial)
    let values = BruteForceQuadratic(
      matrix: (0..<7).map { i in (0..<7).map { signs[i] * signs[$0] * products[i * 7 + $0] } },
      linear: [Double](repeating: -1, count: 7), signs: signs,
      bounds: [Double](repeating: 1.5, count: 7)
    ).minimum()
    let model = try SupportVectorMachine(kernel: kernel, cost: 1.5, tolerance: 1e-9).fit(
      features, labels, seed: 1)
    let scores = model.scores(features, execution: .serial)[0]
    for row in 0..<7 {
      let plain = (0..<7).reduce(0) { $0 + values[$1] * signs[$1] * products[row * 7 + $1] }
      #expect(abs(scores[row] - model.biases[0] - plain) < 1e-6)
    }
  }

  @Test(arguments: [2, 3])
  func `a linear kernel by its weights is the sum over its support vectors`(classes: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 3, classCount: classes, separation: 2, seed: 4)
    let model = try SupportVectorMachine().fit(features, labels, seed: 1)
    let scores = model.scores(features, execution: Execution(threadCount: 2))
    #expect(scores.count == (classes == 2 ? 1 : 3))
    let products = SupportVectorKernel.linear.products(
      features, model.supports, execution: .serial)
    for (output, column) in scores.enumerated() {
      for row in 0..<40 {
        let sum = dot(model.coefficients[output], table: products, row: row)
        #expect(abs(column[row] - sum - model.biases[output]) < 1e-9)
      }
    }
  }

  @Test func `the usual rate of a radial kernel is that of copies, and sees no labels`() throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: 4)
    let weights = (0..<20).map { Double(1 + $0 % 3) }
    let copies = (0..<20).flatMap { [Int](repeating: $0, count: 1 + $0 % 3) }
    func rate(_ kernel: SupportVectorKernel) throws -> Double {
      guard case .radial(let rate) = kernel else { return .nan }
      return try #require(rate)
    }
    let weighted = try rate(SupportVectorKernel.radial().resolved(for: features, weights: weights))
    let copied = try rate(
      SupportVectorKernel.radial().resolved(for: features.selecting(rows: copies)))
    #expect(abs(weighted - copied) < 1e-12 * copied)
    let values = features.elements.map(Double.init)
    let mean = values.reduce(0, +) / 60
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60
    #expect(abs(try rate(.radial().resolved(for: features)) - 1 / (3 * variance)) < 1e-12)
    let constant = Matrix(rows: [[2, 2], [2, 2]])
    #expect(try rate(.radial().resolved(for: constant)) == 1)
  }

  @Test func `a radial kernel learns what no line separates, and tuning finds its rate`() throws {
    var generator = SeededGenerator(seed: 5)
    let points = (0..<120).map { _ in
      [Float(generator.unitInterval() * 2 - 1), Float(generator.unitInterval() * 2 - 1)]
    }
    let labels = try SyntheticData.labels(
      points.map { $0[0] * $0[1] > 0 ? 1 : 0 }, classCount: 2)
    let features = Matrix(rows: points)
    let line = try SupportVectorMachine().fit(features, labels, seed: 1)
    #expect(line.error(features, labels) > 0.3)
    func heldOutError(_ machine: SupportVectorMachine) throws -> Double {
      let found = try CrossValidation().probabilities(of: machine, features, labels, seed: 3)
      let predicted = found.probabilities.predictedLabels
      return Double(zip(predicted, labels.classIndices).count { $0 != $1 }) / 120
    }
    let tuned = try SupportVectorMachine(kernel: .radial()).tuned(
      features, labels, costs: [100, 0.01, 1], rateFactors: [1, 0.01], seed: 3)
    let error = try heldOutError(tuned)
    #expect(error < 0.15)
    guard case .radial(let usual) = try SupportVectorKernel.radial().resolved(for: features),
      let usual
    else { throw TuningFault.noRate }
    for cost in [0.01, 1, 100] {
      for factor in [0.01, 1] {
        let other = SupportVectorMachine(kernel: .radial(rate: factor * usual), cost: cost)
        #expect(try heldOutError(other) >= error)
      }
    }
    let given = try SupportVectorMachine(kernel: .radial(rate: 3)).tuned(
      features, labels, costs: [1], seed: 3)
    #expect(given == SupportVectorMachine(kernel: .radial(rate: 3), cost: 1))
  }

  private enum TuningFault: Error { case noRate }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    for machine in [
      SupportVectorMachine(cost: 0), SupportVectorMachine(cost: .infinity),
      SupportVectorMachine(tolerance: 0), SupportVectorMachine(tolerance: .nan),
      SupportVectorMachine(kernel: .radial(rate: 0)),
      SupportVectorMachine(kernel: .radial(rate: -1)),
    ] {
      #expect(throws: ClassifierError.self) { try machine.fit(features, labels, seed: 1) }
    }
    #expect(throws: ClassifierError.self) {
      try SupportVectorMachine().tuned(features, labels, costs: [], seed: 1)
    }
    let many = Matrix(
      rowCount: 10_001, columnCount: 1, elements: (0..<10_001).map { Float($0 % 2) })
    let classes = try SyntheticData.labels((0..<10_001).map { $0 % 2 }, classCount: 2)
    #expect(throws: ClassifierError.self) { try SupportVectorMachine().fit(many, classes, seed: 1) }
  }
}
