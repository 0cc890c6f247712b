import LabelData
import Testing
import VectorKernels

@Suite struct DeskewingTests {
  private let map = Deskewing(width: 9, height: 9)

  /// A bar two pixels wide that moves sideways by so many columns a line.
  private func bar(slant: Double, at column: Double = 4) -> Matrix {
    var pixels = [Float](repeating: 0, count: 81)
    for y in 1..<8 {
      let x = Int((column + slant * Double(y - 4)).rounded())
      if (0..<9).contains(x) { pixels[9 * y + x] = 1 }
    }
    return Matrix(rowCount: 1, columnCount: 81, elements: pixels)
  }

  /// The covariance of columns and lines over the variance of lines.
  private func slant(_ image: Matrix) -> Double {
    var sums = (mass: 0.0, x: 0.0, y: 0.0)
    for (place, value) in image.row(0).enumerated() {
      sums.mass += Double(value)
      sums.x += Double(value) * Double(place % 9)
      sums.y += Double(value) * Double(place / 9)
    }
    var (both, own) = (0.0, 0.0)
    for (place, value) in image.row(0).enumerated() {
      let (x, y) = (Double(place % 9) - sums.x / sums.mass, Double(place / 9) - sums.y / sums.mass)
      both += Double(value) * x * y
      own += Double(value) * y * y
    }
    return both / own
  }

  @Test func `an upright image in the middle stays as it is`() {
    #expect(map.apply(to: bar(slant: 0)) == bar(slant: 0))
  }

  @Test(arguments: [-1, -0.5, 0.5, 1])
  func `a slanted image becomes upright`(amount: Double) {
    let image = bar(slant: amount)
    #expect(slant(image).magnitude > 0.4)
    #expect(slant(map.apply(to: image)).magnitude < 0.1)
  }

  @Test func `an image is moved to the middle`() {
    let found = map.apply(to: bar(slant: 0, at: 2))
    #expect(found == bar(slant: 0))
  }

  @Test func `an image without values stays as it is`() {
    let empty = Matrix(rowCount: 2, columnCount: 81, elements: [Float](repeating: 0, count: 162))
    #expect(map.apply(to: empty, execution: Execution(threadCount: 2)) == empty)
  }
}
