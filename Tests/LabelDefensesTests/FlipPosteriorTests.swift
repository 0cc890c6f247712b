import LabelData
import Testing

@testable import LabelDefenses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Probabilities of flips against their formula, and flags against all that there are.
@Suite struct FlipPosteriorTests {
  private func logit(_ share: Double) -> Double { log(share / (1 - share)) }

  private func logOdds(count: Int, flips: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { ($0 < flips ? 4 : -4) + 2 * generator.normal() }
  }

  @Test func `probabilities and the share of flips agree`() {
    let odds = logOdds(count: 500, flips: 60, seed: 1)
    let found = FlipPosterior(rowCount: 500, groups: nil) { _, _ in odds }
    for (value, odds) in zip(found.values, odds) {
      #expect(abs(value - 1 / (1 + exp(-odds - logit(found.rate)))) < 1e-6)
    }
    #expect(abs(found.values.reduce(0, +) / 500 - found.rate) < 1e-6)
    #expect(abs(found.rate - 0.12) < 0.03)
    #expect(found.shifts == [Double](repeating: 0, count: 500))
  }

  @Test func `every group has a share of its own, drawn to that of all`() {
    let odds = logOdds(count: 400, flips: 80, seed: 2)
    // All flips but eight are in the group of the first 100 rows.
    let names = (0..<400).map { $0 < 72 || (380..<400).contains($0) ? "bad" : "good" }
    let groups = LabelGroups(names)
    let found = FlipPosterior(rowCount: 400, groups: groups) { _, _ in odds }
    for group in groups.names.indices {
      let rows = (0..<400).filter { groups.groupIndices[$0] == group }
      let sum = rows.reduce(0) { $0 + found.values[$1] }
      let share = (sum + 10 * found.rate) / (Double(rows.count) + 10)
      for row in rows {
        #expect(abs(found.values[row] - 1 / (1 + exp(-odds[row] - logit(share)))) < 1e-4)
        #expect(abs(found.shifts[row] - (logit(share) - logit(found.rate))) < 1e-4)
      }
    }
  }

  @Test(arguments: 1...6)
  func `no other set of flags has a larger expected F1`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let odds = (0..<10).map { _ in 4 * generator.normal() }
    let found = FlipPosterior(rowCount: 10, groups: nil) { _, _ in odds }
    let total = found.values.reduce(0, +)
    func expected(_ rows: [Int]) -> Double {
      2 * rows.reduce(0) { $0 + found.values[$1] } / (Double(rows.count) + total)
    }
    let best = (1..<1 << 10).reduce(0.0) { best, set in
      max(best, expected((0..<10).filter { set >> $0 & 1 == 1 }))
    }
    let flagged = (0..<10).filter { found.flags[$0] }
    if best >= FlipPosterior.leastF1 {
      #expect(abs(expected(flagged) - best) < 1e-12)
    } else {
      #expect(flagged.isEmpty)
    }
  }

  @Test func `where most flags would be wrong there are none`() {
    let found = FlipPosterior(rowCount: 100, groups: nil) { _, _ in
      [Double](repeating: -3, count: 100)
    }
    #expect(!found.flags.contains(true))
    #expect(FlipPosterior(rowCount: 0, groups: nil) { _, _ in [] }.flags.isEmpty)
  }

  @Test func `infinite evidence makes no trap`() {
    let found = FlipPosterior(rowCount: 3, groups: nil) { _, _ in [.infinity, -.infinity, 0] }
    #expect(found.values[0] == 1 && found.values[1] == 0)
    #expect((0...1).contains(found.values[2]))
  }
}
