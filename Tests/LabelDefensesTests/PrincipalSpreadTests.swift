import Testing
import VectorKernels

@testable import LabelDefenses

@Suite struct PrincipalSpreadTests {
  /// The direction of most spread in the plane has a closed form.
  @Test func `squares lie along the axis of most variance`() {
    let rows: [[Float]] = [[1, 2], [3, 1], [2, 5], [-4, -1], [0, 9], [7, 3], [100, 100]]
    let n = Double(rows.count)
    let means = (0..<2).map { c in rows.reduce(0) { $0 + Double($1[c]) } / n }
    let centered = rows.map { row in (0..<2).map { Double(row[$0]) - means[$0] } }
    func moment(_ a: Int, _ b: Int) -> Double { centered.reduce(0) { $0 + $1[a] * $1[b] } / n }
    let (xx, yy, xy) = (moment(0, 0), moment(1, 1), moment(0, 1))
    let largest = (xx + yy + ((xx - yy) * (xx - yy) + 4 * xy * xy).squareRoot()) / 2
    let length = (xy * xy + (largest - xx) * (largest - xx)).squareRoot()
    let axis = [xy / length, (largest - xx) / length]
    let spread = PrincipalSpread(
      of: RowGradients(features: Matrix(rows: rows)), execution: .serial)
    #expect(abs(spread.variance - largest) < 1e-9 * largest)
    for (row, square) in zip(centered, spread.squares) {
      let distance = row[0] * axis[0] + row[1] * axis[1]
      #expect(abs(square - distance * distance) < 1e-6 * largest)
    }
    #expect(abs(spread.relativeSquares.reduce(0, +) - n) < 1e-9)
  }

  @Test func `equal vectors, one and none do not spread`() {
    for count in 0...3 {
      let rows = [[Float]](repeating: [2, 5], count: count)
      let spread = PrincipalSpread(
        of: RowGradients(features: Matrix(rows: rows)), execution: .serial)
      #expect(spread.relativeSquares == [Double](repeating: 0, count: count))
    }
  }
}
