import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct NoiseRobustSVMTests {
  @Test(arguments: [0, 0.05, 0.1, 0.25, 0.5], [SupportVectorKernel.linear, .radial(rate: 0.3)])
  func `the expected kernel stays positive semidefinite`(
    share: Double, kernel: SupportVectorKernel
  ) throws {
    let (features, _) = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: 2)
    let products = kernel.products(features, features, execution: .serial)
    let kept = 1 - 4 * share * (1 - share)
    var expected = NoiseRobustSVM.expected(products, rowCount: 20, kept: kept)
    for row in 0..<20 {
      #expect(expected[row * 20 + row] == products[row * 20 + row])
      for column in 0..<row {
        #expect(expected[row * 20 + column] == kept * products[row * 20 + column])
        #expect(expected[row * 20 + column] == expected[column * 20 + row])
      }
      expected[row * 20 + row] += 1e-9
    }
    #expect(Cholesky(expected, size: 20) != nil)
  }

  @Test func `the expectation over flips is what it says`() {
    // Both labels kept or both flipped leave the sign; the probability of that, less that of the rest, is the share kept.
    let mu = 0.2
    let kept = (1 - mu) * (1 - mu) + mu * mu - 2 * mu * (1 - mu)
    let expected = NoiseRobustSVM.expected(
      [2, 1, 1, 3], rowCount: 2, kept: 1 - 4 * mu * (1 - mu))
    #expect(abs(expected[1] - kept) < 1e-15 && expected[0] == 2 && expected[3] == 3)
  }

  @Test(arguments: [1, 2, 3])
  func `without flips it is the plain machine`(seed: UInt64) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 6, featureCount: 2, separation: 1, seed: seed)
    let signs = labels.signs()
    let brute = BruteForceQuadratic(
      matrix: (0..<6).map { i in
        (0..<6).map { j in
          signs[i] * signs[j] * dot(features.row(i).map(Double.init), features, row: j)
        }
      }, linear: [Double](repeating: -1, count: 6), signs: signs,
      bounds: [Double](repeating: 1, count: 6))
    let values = brute.minimum()
    let model = try #require(
      try NoiseRobustSVM(flipProbability: 0).fit(features, labels) as? KernelMachine)
    let weights = try #require(model.linearWeights)
    for column in 0..<2 {
      let weight = (0..<6).reduce(0) {
        $0 + values[$1] * signs[$1] * Double(features[$1, column])
      }
      #expect(abs(weights[0][column] - weight) < 1e-3)
    }
  }

  @Test func `a radial kernel learns what no line separates`() throws {
    var generator = SeededGenerator(seed: 5)
    let points = (0..<200).map { _ in
      [Float(generator.unitInterval() * 2 - 1), Float(generator.unitInterval() * 2 - 1)]
    }
    let labels = try SyntheticData.labels(
      points.map { $0[0] * $0[1] > 0 ? 1 : 0 }, classCount: 2)
    let (noisy, _) = labels.flipping(20, seed: 3)
    let features = Matrix(rows: points)
    let evidence = Evidence(noiseRate: 0.1)
    let radial = try NoiseRobustSVM(kernel: .radial(), cost: 10).fit(
      features, noisy, evidence: evidence)
    let linear = try NoiseRobustSVM(cost: 10).fit(features, noisy, evidence: evidence)
    #expect(radial.error(features, labels) < 0.1)
    #expect(linear.error(features, labels) > 0.3)
  }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    for learner in [
      NoiseRobustSVM(cost: 0), NoiseRobustSVM(cost: .infinity),
      NoiseRobustSVM(flipProbability: 0.6), NoiseRobustSVM(flipProbability: -0.1),
      NoiseRobustSVM(kernel: .radial(rate: 0)),
    ] {
      #expect(throws: DefenseError.self) { try learner.fit(features, labels) }
    }
    #expect(throws: DefenseError.self) {
      try NoiseRobustSVM().fit(features, labels, evidence: Evidence(noiseRate: 2))
    }
    let many = Matrix(
      rowCount: 10_001, columnCount: 1, elements: (0..<10_001).map { Float($0 % 2) })
    let classes = try SyntheticData.labels((0..<10_001).map { $0 % 2 }, classCount: 2)
    #expect(throws: DefenseError.self) { try NoiseRobustSVM().fit(many, classes) }
  }
}
