import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct WorstCaseLabelsTests {
  private func objective(_ rowCount: Int, flips: Int) throws -> WorstCaseObjective {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 3, separation: 1, seed: 7)
    return WorstCaseObjective(
      features: features, signs: labels.signs(), flipCount: flips, center: [0.2, 0.1, -0.3])
  }

  private func draw(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in 4 * generator.unitInterval() - 2 }
  }

  /// The sum of hinge losses after some flips.
  private func hinge(
    _ objective: WorstCaseObjective, _ parameters: [Double], flipped: Int
  ) -> Double {
    let vector = objective.uncentered(parameters)
    return objective.signs.indices.reduce(0) { sum, row in
      let sign = flipped >> row & 1 == 1 ? -objective.signs[row] : objective.signs[row]
      return sum + max(0, 1 - sign * (dot(vector, objective.features, row: row) + vector[3]))
    }
  }

  @Test(arguments: [0, 1, 3, 8])
  func `it is the largest loss that flips can make`(flips: Int) throws {
    let objective = try objective(8, flips: flips)
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<10 {
      let parameters = draw(4, &generator)
      let largest =
        (0..<256).filter { $0.nonzeroBitCount <= flips }
        .map { hinge(objective, parameters, flipped: $0) }.max() ?? 0
      #expect(abs(objective.evaluate(parameters, execution: .serial).value - largest) < 1e-12)
    }
  }

  @Test(arguments: [0, 2, 10])
  func `it is convex and not below the plain loss`(flips: Int) throws {
    let objective = try objective(40, flips: flips)
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let (a, b) = (draw(4, &generator), draw(4, &generator))
      let share = generator.unitInterval()
      let middle = zip(a, b).map { share * $0 + (1 - share) * $1 }
      let (left, right) = (
        objective.evaluate(a, execution: .serial), objective.evaluate(b, execution: .serial)
      )
      let value = objective.evaluate(middle, execution: .serial).value
      #expect(value <= share * left.value + (1 - share) * right.value + 1e-10)
      // The subgradient's plane lies below.
      let plane =
        left.value
        + zip(left.subgradient, zip(b, a)).reduce(0) {
          $0 + $1.0 * ($1.1.0 - $1.1.1)
        }
      #expect(plane <= right.value + 1e-10)
      let plain = hinge(objective, a, flipped: 0)
      #expect(left.value >= plain - 1e-12)
      if flips == 0 { #expect(abs(left.value - plain) < 1e-12) }
    }
  }

  @Test(arguments: [0, 3])
  func `the subgradient is the gradient where there is one`(flips: Int) throws {
    let objective = try objective(40, flips: flips)
    var generator = SeededGenerator(seed: 4)
    let start = draw(4, &generator)
    let gradient = objective.evaluate(start, execution: .serial).subgradient
    for place in start.indices {
      func value(_ step: Double) -> Double {
        var moved = start
        moved[place] += step
        return objective.evaluate(moved, execution: .serial).value
      }
      let slope = (value(1e-6) - value(-1e-6)) / 2e-6
      #expect(abs(slope - gradient[place]) < 1e-6 * max(1, abs(slope)))
    }
  }

  /// The smallest `1/2 |w|² + sum h(m_i)` with a penalised bias, by coordinates of its dual problem.
  private func smallestHinge(_ objective: WorstCaseObjective) -> Double {
    let rows = objective.signs.indices.map { row in
      (0..<3).map { Double(objective.features[row, $0]) - objective.center[$0] } + [1]
    }
    var duals = [Double](repeating: 0, count: rows.count)
    var w = [0.0, 0, 0, 0]
    for _ in 0..<3000 {
      for (row, z) in rows.enumerated() {
        let sign = objective.signs[row]
        let margin = sign * zip(w, z).reduce(0) { $0 + $1.0 * $1.1 }
        let length = z.reduce(0) { $0 + $1 * $1 }
        let next = min(1, max(0, duals[row] + (1 - margin) / length))
        for place in w.indices { w[place] += (next - duals[row]) * sign * z[place] }
        duals[row] = next
      }
    }
    return w.reduce(0) { $0 + $1 * $1 / 2 } + hinge(objective, w, flipped: 0)
  }

  @Test func `without flips it is the hinge machine`() throws {
    let objective = try objective(60, flips: 0)
    let minimum = try CuttingPlanes(
      evaluate: { objective.evaluate($0, execution: .serial) }, penalty: 1, tolerance: 1e-6
    ).minimum(count: 4)
    #expect(abs(minimum.value - smallestHinge(objective)) < 1e-6 * 60)
    #expect(minimum.bound <= minimum.value && minimum.value - minimum.bound <= 1e-6 * 60)
  }

  @Test(arguments: [0, 5, 20])
  func `no parameters near the minimum are better`(flips: Int) throws {
    let objective = try objective(60, flips: flips)
    func value(_ w: [Double]) -> Double {
      objective.evaluate(w, execution: .serial).value + w.reduce(0) { $0 + $1 * $1 / 2 }
    }
    let minimum = try CuttingPlanes(
      evaluate: { objective.evaluate($0, execution: .serial) }, penalty: 1, tolerance: 1e-5
    ).minimum(count: 4)
    var generator = SeededGenerator(seed: 5)
    #expect(value(minimum.parameters) == minimum.value)
    for _ in 0..<200 {
      let size = generator.unitInterval()
      let moved = zip(minimum.parameters, draw(4, &generator)).map { $0 + size * $1 }
      #expect(value(moved) >= minimum.bound)
      #expect(value(moved) >= minimum.value - 1e-5 * 60)
    }
  }

  @Test func `more flips make smaller weights, in the end none`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 100, featureCount: 3, separation: 3, seed: 7)
    let sizes = try [0, 0.1, 0.3, 0.5].map { share in
      let model = try #require(
        try WorstCaseLabels(flipShare: share).fit(features, labels) as? LinearModel)
      return model.weights[0].dropLast().reduce(0) { $0 + $1 * $1 }
    }
    for (less, more) in zip(sizes, sizes.dropFirst()) { #expect(more < less) }
    #expect(sizes[3] < 1e-3)
  }

  @Test func `parameters out of range are refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 20, featureCount: 2, seed: 3)
    for learner in [
      WorstCaseLabels(regularization: 0), WorstCaseLabels(flipShare: 0.51),
      WorstCaseLabels(flipShare: .nan),
    ] {
      #expect(throws: DefenseError.self) { try learner.fit(features, labels) }
    }
  }
}
