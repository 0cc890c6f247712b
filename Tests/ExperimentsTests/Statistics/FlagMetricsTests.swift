import Experiments
import Testing

@Suite struct FlagMetricsTests {
  private func metrics(_ hits: Int, _ alarms: Int, _ misses: Int, _ passes: Int) -> FlagMetrics {
    func rows<Value>(_ values: [Value]) -> [Value] {
      zip(values, [hits, alarms, misses, passes]).flatMap { Array(repeating: $0, count: $1) }
    }
    return FlagMetrics(
      isFlagged: rows([true, true, false, false]), isWrong: rows([true, false, true, false]))
  }

  @Test func `counts and their shares`() {
    let metrics = metrics(6, 2, 3, 9)
    #expect(metrics.hits == 6 && metrics.falseAlarms == 2 && metrics.misses == 3)
    #expect(metrics.passes == 9 && metrics.flagCount == 8)
    #expect(metrics.precision == 0.75 && metrics.recall == 2.0 / 3)
    #expect(metrics.f1 == 12.0 / 17 && metrics.accuracy == 0.75)
    #expect(metrics.balancedAccuracy == (2.0 / 3 + 9.0 / 11) / 2)
  }

  @Test func `what cannot be measured is nil, and what is missed counts 0`() {
    let clean = metrics(0, 2, 0, 8)
    #expect(clean.precision == nil && clean.recall == nil && clean.f1 == nil)
    #expect(clean.accuracy == 0.8 && clean.balancedAccuracy == nil)
    let blind = metrics(0, 0, 3, 7)
    #expect(blind.precision == nil && blind.recall == 0 && blind.f1 == 0)
    #expect(blind.balancedAccuracy == 0.5)
    #expect(metrics(0, 0, 0, 0).accuracy == nil)
    #expect(metrics(4, 0, 1, 0).balancedAccuracy == nil)
  }
}
