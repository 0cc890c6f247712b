import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@testable import Classifiers

@Suite struct PairwiseDescentTests {
  private func problem(
    _ rowCount: Int, seed: UInt64
  ) throws -> (features: Matrix, signs: [Double], kernel: [Double]) {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, separation: 1, seed: seed)
    return (
      features, labels.signs(),
      SupportVectorKernel.radial(rate: 0.5).products(features, features, execution: .serial)
    )
  }

  @Test(arguments: [1, 2, 3, 4])
  func `it ends where trying every set of bounds does`(seed: UInt64) throws {
    let (_, signs, kernel) = try problem(6, seed: seed)
    let bounds = [0.4, 1, 0.3, 2, 1, 0.7]
    let point = try PairwiseDescent(
      machine: kernel, signs: signs, bounds: bounds, tolerance: 1e-10
    ).minimum()
    let brute = BruteForceQuadratic(
      matrix: (0..<6).map { i in (0..<6).map { signs[i] * signs[$0] * kernel[i * 6 + $0] } },
      linear: [Double](repeating: -1, count: 6), signs: signs, bounds: bounds)
    for (left, right) in zip(point.values, brute.minimum()) { #expect(abs(left - right) < 1e-8) }
  }

  @Test(arguments: [1, 2, 3])
  func `the conditions of optimality are kept`(seed: UInt64) throws {
    let (_, signs, kernel) = try problem(120, seed: seed)
    let bounds = [Double](repeating: 2, count: 120)
    let point = try PairwiseDescent(machine: kernel, signs: signs, bounds: bounds).minimum()
    #expect(point.violation <= 1e-4)
    #expect(abs(zip(point.values, signs).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
    for row in 0..<120 {
      let score = (0..<120).reduce(point.offset) {
        $0 + kernel[row * 120 + $1] * signs[$1] * point.values[$1]
      }
      let margin = signs[row] * score
      #expect((0...2).contains(point.values[row]))
      if point.values[row] < 2 { #expect(margin > 1 - 1e-3) }
      if point.values[row] > 0 { #expect(margin < 1 + 1e-3) }
    }
  }

  @Test func `a bound of twice the cost is as good as the row twice`() throws {
    let (features, signs, kernel) = try problem(30, seed: 5)
    let doubled = Set([1, 4, 9, 20])
    let bounds = (0..<30).map { doubled.contains($0) ? 2.0 : 1 }
    let rows = (0..<30).flatMap { doubled.contains($0) ? [$0, $0] : [$0] }
    let copies = features.selecting(rows: rows)
    let weighted = try PairwiseDescent(
      machine: kernel, signs: signs, bounds: bounds, tolerance: 1e-9
    ).minimum()
    let repeated = try PairwiseDescent(
      machine: SupportVectorKernel.radial(rate: 0.5).products(copies, copies, execution: .serial),
      signs: rows.map { signs[$0] }, bounds: rows.map { _ in 1 }, tolerance: 1e-9
    ).minimum()
    var sums = [Double](repeating: 0, count: 30)
    for (row, value) in zip(rows, repeated.values) { sums[row] += value }
    for (left, right) in zip(weighted.values, sums) { #expect(abs(left - right) < 1e-6) }
    #expect(abs(weighted.offset - repeated.offset) < 1e-6)
  }

  @Test(arguments: [1, 2, 3])
  func `on the simplex it ends where trying every set of bounds does`(seed: UInt64) throws {
    let (_, _, kernel) = try problem(4, seed: seed)
    let linear = [0.3, -0.2, 0.1, -0.4]
    let point = try PairwiseDescent(
      kernel: kernel, signs: [1, 1, 1, 1], bounds: [1, 1, 1, 1], linear: linear, tolerance: 1e-10
    ).minimum(from: [0, 0, 1, 0])
    #expect(abs(point.values.reduce(-1, +)) < 1e-12)
    // The value cannot be lowered by moving any share from one coordinate to another.
    func value(_ a: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<4 {
        sum += linear[i] * a[i]
        for j in 0..<4 { sum += kernel[i * 4 + j] * a[i] * a[j] / 2 }
      }
      return sum
    }
    let best = value(point.values)
    for from in 0..<4 {
      for to in 0..<4 where to != from {
        for share in [0.001, 0.1, 1] {
          var moved = point.values
          moved[to] += share * moved[from]
          moved[from] -= share * moved[from]
          #expect(value(moved) >= best - 1e-12)
        }
      }
    }
  }
}
