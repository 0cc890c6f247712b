import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct FloralTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `the projection is the nearest point`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let point = (0..<6).map { _ in 6 * generator.unitInterval() - 3 }
    let signs = (0..<6).map { _ in generator.below(2) == 0 ? -1.0 : 1 }
    let found = BoxProjection.project(point, signs: signs, bound: 1)
    let brute = BruteForceQuadratic(
      matrix: (0..<6).map { i in (0..<6).map { $0 == i ? 1 : 0 } }, linear: point.map { -$0 },
      signs: signs, bounds: [Double](repeating: 1, count: 6))
    for (left, right) in zip(found, brute.minimum()) { #expect(abs(left - right) < 1e-9) }
  }

  @Test func `a feasible point is its own projection, and the sum is 0 whatever the scale`() {
    #expect(BoxProjection.project([0.5, 0.5], signs: [1, -1], bound: 1) == [0.5, 0.5])
    for scale in [1e-12, 1, 1e12] {
      let found = BoxProjection.project(
        [3, -2, 0.4, 8].map { $0 * scale }, signs: [1, -1, -1, 1], bound: scale)
      let sum = found[0] - found[1] - found[2] + found[3]
      #expect(abs(sum) < 1e-13 * scale)
    }
  }

  @Test func `the adversary flips as many as it may of the heaviest rows`() {
    let game = FlippingGame(kernel: [], bound: 1, flipCount: 2, rounds: 1, rate: 0.1)
    let weights = [0.1, 0.9, 0, 0.5, 0.7, 0.2, 0.6]
    var generator = SeededGenerator(seed: 3)
    var seen = Set<Int>()
    for _ in 0..<40 {
      let signs = [1.0, -1, 1, -1, 1, -1, 1]
      let flipped = game.flips(of: signs, weights: weights, generator: &generator)
      let changed = signs.indices.filter { signs[$0] != flipped[$0] }
      #expect(changed.count == 2)
      seen.formUnion(changed)
    }
    #expect(seen == [1, 3, 4, 6])
  }

  @Test(arguments: [SupportVectorKernel.linear, .radial()])
  func `without flips it is the plain machine`(kernel: SupportVectorKernel) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: 3, classCount: 3, separation: 1, seed: 4)
    let plain = try NoiseRobustSVM(kernel: kernel, cost: 10, flipProbability: 0).fit(
      features, labels)
    let floral = try Floral(kernel: kernel, flipShare: 0).fit(features, labels)
    #expect(
      floral.probabilities(features, execution: .serial)
        == plain.probabilities(features, execution: .serial))
  }

  @Test func `rounds on labels that stay bring any start to the plain machine`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 20, featureCount: 2, separation: 1, seed: 4)
    let kernel = SupportVectorKernel.radial(rate: 1).products(
      features, features, execution: .serial)
    let signs = labels.signs()
    var weights = [Double](repeating: 0, count: 20)
    for _ in 0..<20_000 {
      let moved = (0..<20).map { row in
        let score = (0..<20).reduce(0) {
          $0 + kernel[row * 20 + $1] * signs[$1] * weights[$1]
        }
        return weights[row] - 1.0 / 20 * (signs[row] * score - 1)
      }
      weights = BoxProjection.project(moved, signs: signs, bound: 1)
    }
    let wanted = try PairwiseDescent(
      machine: kernel, signs: signs, bounds: [Double](repeating: 1, count: 20), tolerance: 1e-9
    ).minimum()
    for (left, right) in zip(weights, wanted.values) { #expect(abs(left - right) < 1e-5) }
  }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    for learner in [
      Floral(cost: -1), Floral(flipShare: 0.7), Floral(rounds: 0), Floral(learningRate: 0),
      Floral(learningRate: 2),
    ] {
      #expect(throws: DefenseError.self) { try learner.fit(features, labels) }
    }
  }
}
