import LabelData
import Testing

@testable import Classifiers

@Suite struct LargestGainsTests {
  private func gains(_ count: Int, levels: Int, seed: UInt64) -> [LeadGain] {
    var generator = SeededGenerator(seed: seed, key: "gains")
    return generator.permutation(count: count).map {
      LeadGain(value: Double(1 + generator.below(levels)), place: Int32($0), target: 0)
    }
  }

  @Test(arguments: [0, 1, 2, 15, 16, 17, 100, 3000], [1, 3, 1_000_000])
  func `partial selection is that of a full sort`(count: Int, levels: Int) {
    let gains = gains(count, levels: levels, seed: UInt64(count))
    let sorted = gains.sorted(by: LeadGain.precedes)
    let sums = sorted.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1.value) }
    for share in [0, 0.1, 0.5, 0.99, 1, 1.1] {
      let needed = max(0.5, share * (sums.last ?? 0))
      var moved = gains
      let found = moved.gatherFewest { $0 >= needed }
      #expect(found == sums.firstIndex { $0 >= needed })
      #expect(moved.map(\.place).sorted() == gains.map(\.place).sorted())
      if let found {
        #expect(Set(moved[..<found].map(\.place)) == Set(sorted[..<found].map(\.place)))
      }
    }
  }

  @Test(arguments: [0, 1, 17, 500])
  func `the sum of the largest is that of a full sort`(count: Int) {
    let gains = gains(count, levels: 40, seed: 9)
    let sorted = gains.sorted(by: LeadGain.precedes)
    for wanted in [0, 1, 2, 16, 250, 499, 500, 600] {
      var moved = gains
      #expect(moved.sumOfLargest(wanted) == sorted.prefix(wanted).reduce(0) { $0 + $1.value })
    }
  }

  @Test func `the cheapest set is that of trying all`() {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, key: "costs")
      let gains = gains(9, levels: 20, seed: seed)
      let costs = (0..<9).map { _ in 1 + generator.below(6) }
      let gap = LeadGap(lead: Double(generator.below(70)), slack: 0, winsTies: seed % 2 == 0)
      let all: [(sum: Double, cost: Int)] = (0..<512).map { set in
        let chosen = gains.filter { set >> $0.place & 1 == 1 }
        return (
          chosen.reduce(0) { $0 + $1.value }, chosen.reduce(0) { $0 + costs[Int($1.place)] }
        )
      }
      let least = all.filter { $0.cost > 0 && gap.isPassed($0.sum) }.map(\.cost).min()
      let found = CheapestGains(gains, costs: costs, gap: gap, isEnough: gap.mayBePassed)
      #expect(found?.least == least)
      #expect(found.map { $0.chosen.reduce(0) { $0 + costs[Int($1.place)] } } == least)
      // Where the search would be too long the bound stays below.
      let many = costs.map { $0 * 100_000_000 + generator.below(100) }
      let bounded = CheapestGains(gains, costs: many, gap: gap, isEnough: gap.mayBePassed)
      let exact = all.indices.filter { $0 > 0 && gap.isPassed(all[$0].sum) }
        .map { set in many.indices.reduce(0) { $0 + (set >> $1 & 1 == 1 ? many[$1] : 0) } }.min()
      #expect((bounded == nil) == (exact == nil))
      if let bounded, let exact { #expect(bounded.least <= exact && bounded.least > 0) }
    }
  }

  @Test func `sums are compensated`() {
    var sum = CompensatedSum()
    for value in [1, 1e100, 1, -1e100] { sum.add(value) }
    #expect(sum.value == 2)
  }
}
