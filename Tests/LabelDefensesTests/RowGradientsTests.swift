import Classifiers
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct RowGradientsTests {
  @Test(arguments: [2, 3])
  func `gradients are those of finite differences`(classCount: Int) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 8, featureCount: 2, classCount: classCount, separation: 1, seed: 6)
    var generator = SeededGenerator(seed: 8)
    let weights = (0..<(classCount == 2 ? 1 : 3)).map { _ in
      (0..<3).map { _ in generator.unitInterval() - 0.5 }
    }
    let gradients = RowGradients(
      features: features, labels: labels,
      probabilities: LinearModel(weights: weights).probabilities(features, execution: .serial))
    let written = gradients.columns(0..<8)
    for row in 0..<8 {
      for parameter in 0..<gradients.width {
        let sides = [1e-6, -1e-6].map { step in
          var moved = weights
          moved[parameter / 3][parameter % 3] += step
          let p = LinearModel(weights: moved).probabilities(features, execution: .serial)
          return -log(p[row, labels[row]])
        }
        let slope = (sides[0] - sides[1]) / 2e-6
        #expect(abs(slope - written[parameter * 8 + row]) < 1e-7)
      }
    }
  }

  @Test func `products, sums and lengths are those of the vectors written out`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 2100, featureCount: 2, classCount: 3, separation: 1, seed: 6)
    let model = LinearModel(weights: [[1, 0, 0.5], [0, 2, -1], [0, 0, 0]])
    let gradients = RowGradients(
      features: features, labels: labels,
      probabilities: model.probabilities(features, execution: .serial))
    let written = gradients.columns(0..<2100)
    func vector(_ row: Int) -> [Double] { (0..<9).map { written[$0 * 2100 + row] } }
    let direction = (0..<9).map { Double($0 * $0 % 7) - 2 }
    let factors = (0..<2100).map { Double($0 % 5) - 1 }
    let products = gradients.products(with: direction, execution: Execution(threadCount: 2))
    let lengths = gradients.lengths
    var sum = [Double](repeating: 0, count: 9)
    for row in 0..<2100 {
      let own = vector(row)
      #expect(abs(products[row] - zip(own, direction).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-10)
      #expect(abs(lengths[row] - own.reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-10)
      for index in 0..<9 { sum[index] += factors[row] * own[index] }
    }
    let found = gradients.sum(factors: factors, execution: Execution(threadCount: 2))
    #expect(zip(found, sum).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(found == gradients.sum(factors: factors, execution: .serial))
  }
}
