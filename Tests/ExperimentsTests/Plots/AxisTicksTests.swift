import Testing

@testable import Experiments

struct AxisTicksTests {
  @Test(arguments: [
    (0.0, 20.0, ["0", "5", "10", "15", "20"]),
    (0, 37.1, ["0", "10", "20", "30", "40"]),
    (0, 0.3, ["0.0", "0.1", "0.2", "0.3"]),
    (-3.2, 4.1, ["\u{2212}4", "\u{2212}2", "0", "2", "4", "6"]),
    (0, 1234, ["0", "500", "1000", "1500"]),
    (5, 5, ["5", "6", "7", "8", "9", "10"]),
    (0.0012, 0.0047, ["0.001", "0.002", "0.003", "0.004", "0.005"]),
  ])
  func `ticks are round and cover the values`(low: Double, high: Double, labels: [String]) {
    let ticks = AxisTicks(from: low, through: high)
    #expect(ticks.values.map(ticks.label) == labels)
    #expect(ticks.low <= low && ticks.high >= high)
  }
}
