import LabelData
import Testing

@Suite struct DistributionTests {
  @Test func `normal numbers have the shares of the normal distribution`() {
    var generator = SeededGenerator(seed: 1, key: "test")
    let count = 40_000
    let numbers = (0..<count).map { _ in generator.normal() }
    // Shares below, from tables; four standard deviations of a share are at most 0.01.
    for (bound, share) in [
      (-2.0, 0.02275), (-1, 0.15866), (0, 0.5), (0.5, 0.69146), (1.5, 0.93319),
    ] {
      let found = Double(numbers.count { $0 < bound }) / Double(count)
      #expect(abs(found - share) < 0.01, "below \(bound)")
    }
    let mean = numbers.reduce(0, +) / Double(count)
    let square = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
    let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
    #expect(abs(mean) < 0.02 && abs(square - 1) < 0.03 && abs(fourth - 3) < 0.25)
  }

  @Test func `a seed gives the same numbers for ever`() {
    var generator = SeededGenerator(seed: 7, key: "golden")
    // As an independent program computes them.
    #expect(
      (0..<3).map { _ in generator.normal() } == [
        -0.2038865318250611, -0.6416376273289611, -0.04537761076723634,
      ])
    #expect(generator.direction() == SIMD2(-0.3204713279859324, 0.9472582160841535))
  }

  @Test func `directions have length 1 and no preference`() {
    var generator = SeededGenerator(seed: 2, key: "test")
    var quadrants = [0, 0, 0, 0]
    for _ in 0..<4000 {
      let direction = generator.direction()
      #expect(abs((direction * direction).sum() - 1) < 1e-12)
      quadrants[(direction.x > 0 ? 1 : 0) + (direction.y > 0 ? 2 : 0)] += 1
    }
    // 1,000 are expected, with a standard deviation of 27.
    #expect(quadrants.allSatisfy { (880...1120).contains($0) })
  }
}
