import LabelData
import Testing

@Suite struct SeededGeneratorTests {
  /// Computed by a separate implementation of SplitMix64 and xoshiro256**.
  ///
  /// They never change.
  @Test func `the sequence of a seed is fixed`() {
    var generator = SeededGenerator(seed: 42)
    #expect(
      (0..<4).map { _ in generator.next() } == [
        1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009,
        17_057_574_109_182_124_193,
      ])
    var shuffler = SeededGenerator(seed: 42)
    #expect(shuffler.permutation(count: 10) == [9, 1, 4, 2, 8, 7, 6, 5, 3, 0])
  }

  @Test func `keys and seeds separate sequences`() {
    var seen: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for key in ["", "a", "b", "split/1", "split/2"] {
        var generator = SeededGenerator(seed: seed, key: key)
        seen.insert(generator.next())
      }
    }
    #expect(seen.count == 100)
  }

  @Test func `whole numbers below a bound are uniform`() {
    var generator = SeededGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.below(6)] += 1 }
    // Expected 10,000 each, standard deviation 91.
    #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
    #expect((0..<100).allSatisfy { _ in (0..<1).contains(generator.unitInterval()) })
  }
}
