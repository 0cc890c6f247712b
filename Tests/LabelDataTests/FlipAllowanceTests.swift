import LabelData
import Testing

@Suite struct FlipAllowanceTests {
  /// Classes 0 1 2 in turn, for 12 rows.
  private let labels: Labels

  init() throws {
    labels = try Labels(
      classIndices: (0..<12).map { $0 % 3 }, classNames: ["a", "b", "c"])
  }

  private func allowance(_ budget: FlipBudget, _ limits: FlipLimits = .none) -> FlipAllowance {
    FlipAllowance(budget, limits: limits, labels: labels)
  }

  @Test func `without limits the budget alone counts`() {
    #expect(allowance(.count(4)).allowed(among: [7, 3, 0, 11, 5, 6]) == [7, 3, 0, 11])
    #expect(allowance(.poisoningRate(0.5)).remaining == 6)
    #expect(allowance(.count(0)).allowed(among: 0..<12).isEmpty)
    #expect(allowance(.count(99)).remaining == 12)
  }

  @Test func `each flip taken leaves one less, of its class and group too`() {
    let groups = LabelGroups((0..<12).map { $0 < 6 ? "x" : "y" })
    var left = allowance(
      .count(5), FlipLimits(perClass: [1: 2], perGroup: .init(groups: groups, most: [3, 1])))
    left.take(row: 1)
    #expect(left.remaining == 4 && left.allows(row: 4) && left.allows(row: 7))
    left.take(row: 4)
    // Two of class 1 are gone.
    #expect(!left.allows(row: 7) && left.allows(row: 0) && left.allows(row: 6))
    left.take(row: 6)
    // And the one of the second group.
    #expect((7..<12).allSatisfy { !left.allows(row: $0) } && left.allows(row: 5))
    left.take(row: 5)
    #expect(left.remaining == 1 && (0..<12).allSatisfy { !left.allows(row: $0) })
  }

  @Test func `rows that are fixed never change`() {
    let left = allowance(.count(12), FlipLimits(fixedRows: [0, 3, 40]))
    #expect(left.allowed(among: 0..<12) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11])
  }

  @Test func `limits below 0 allow nothing`() {
    #expect(
      allowance(.count(12), FlipLimits(perClass: [0: -1])).allowed(among: 0..<6) == [1, 2, 4, 5])
  }

  @Test func `rows together are allowed where each is after the others`() {
    let left = allowance(.count(3), FlipLimits(perClass: [0: 1]))
    #expect(left.allows(rows: [0, 1, 2]) && left.allows(rows: [Int]()))
    #expect(!left.allows(rows: [0, 3]))
    #expect(!left.allows(rows: [1, 2, 4, 5]))
    #expect(left.allowed(among: [3, 0, 1, 6, 2, 4]) == [3, 1, 2])
    // Asking takes nothing.
    #expect(left == allowance(.count(3), FlipLimits(perClass: [0: 1])))
  }
}

@Suite struct FlipLimitsTests {
  @Test func `limits among some rows are those of the rows`() {
    let groups = LabelGroups(["x", "z", "y", "x", "z"])
    let limits = FlipLimits(
      perClass: [1: 4], perGroup: .init(groups: groups, most: [7, 8, 9]), fixedRows: [0, 3])
    let some = limits.selecting(rows: [4, 3, 1])
    #expect(some.perClass == [1: 4] && some.fixedRows == [1])
    #expect(some.perGroup == .init(groups: LabelGroups(["z", "x", "z"]), most: [7, 9]))
    #expect(FlipLimits.none.selecting(rows: [2]) == .none)
  }
}
