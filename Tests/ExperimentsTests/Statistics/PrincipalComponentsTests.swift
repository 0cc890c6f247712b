import LabelData
import Testing
import VectorKernels

@testable import Experiments

struct PrincipalComponentsTests {
  private func noise(rows: Int, columns: Int) -> Matrix {
    var generator = SeededGenerator(seed: 7)
    return Matrix(
      rowCount: rows, columnCount: columns,
      elements: (0..<rows * columns).map { index in
        Float((generator.unitInterval() - 0.5) * Double(1 + index % columns))
      })
  }

  @Test func `a known ellipse`() {
    // Along (3, 4)/5 at -2, -1, 1, 2, and across, along (-4, 3)/5, at ±1 twice, uncorrelated.
    let along: [Float] = [-2, -1, 1, 2]
    let across: [Float] = [1, -1, -1, 1]
    let rows = zip(along, across).map { a, b in
      [0.6 * a - 0.8 * b + 10, 0.8 * a + 0.6 * b - 20]
    }
    let found = PrincipalComponents(of: Matrix(rows: rows), seed: 1, execution: .serial)
    let expected = [[0.6, 0.8], [0.8, -0.6]]
    for (direction, wanted) in zip(found.directions, expected) {
      for (value, want) in zip(direction, wanted) { #expect((value - want).magnitude < 1e-6) }
    }
    // Variances 2.5 and 1.
    #expect((found.explainedShares[0] - 2.5 / 3.5).magnitude < 1e-6)
    #expect((found.explainedShares[1] - 1 / 3.5).magnitude < 1e-6)
    for (row, position) in zip(rows, found.positions) {
      let again = found.position(of: row)
      #expect((again.x - position.x).magnitude + (again.y - position.y).magnitude < 1e-9)
    }
    #expect((found.positions[3].x - 2).magnitude < 1e-5)
    #expect((found.positions[3].y + 1).magnitude < 1e-5)
  }

  @Test func `the variance along the directions is what is claimed, and the directions are normal`()
  {
    let features = noise(rows: 1500, columns: 12)
    let found = PrincipalComponents(of: features, seed: 1, execution: .serial)
    let first = found.positions.reduce(0) { $0 + $1.x * $1.x } / 1500
    let second = found.positions.reduce(0) { $0 + $1.y * $1.y } / 1500
    let mixed = found.positions.reduce(0) { $0 + $1.x * $1.y } / 1500
    #expect((second / first - found.explainedShares[1] / found.explainedShares[0]).magnitude < 1e-6)
    #expect(mixed.magnitude < 1e-4 * first)
    #expect(first > second)
    for direction in found.directions {
      #expect((direction.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-9)
      #expect((direction.max() ?? 0) > -(direction.min() ?? 0))
    }
  }

  @Test func `the last column varies most, and is found whatever the seed`() {
    let features = noise(rows: 1500, columns: 12)
    for seed: UInt64 in [1, 2, 3] {
      let found = PrincipalComponents(of: features, seed: seed, execution: .serial)
      #expect((found.directions[0].last ?? 0) > 0.9)
    }
  }

  @Test func `threads do not matter`() {
    let features = noise(rows: 3000, columns: 20)
    let serial = PrincipalComponents(of: features, seed: 1, execution: .serial)
    #expect(
      serial == PrincipalComponents(of: features, seed: 1, execution: Execution(threadCount: 4)))
  }

  @Test func `rows that vary in one direction or none`() {
    let line = PrincipalComponents(
      of: Matrix(rows: [[1], [2], [3]]), seed: 1, execution: .serial)
    #expect((line.explainedShares[0] - 1).magnitude < 1e-12)
    #expect(line.explainedShares[1] == 0)
    #expect(line.positions.map(\.y) == [0, 0, 0])
    let point = PrincipalComponents(
      of: Matrix(rows: [[1, 2], [1, 2]]), seed: 1, execution: .serial)
    #expect(point.explainedShares == [0, 0])
    #expect(point.positions == [.zero, .zero])
  }
}
