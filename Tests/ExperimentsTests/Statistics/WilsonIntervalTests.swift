import Experiments
import Testing

@Suite struct WilsonIntervalTests {
  @Test(arguments: [
    (9, 10, 0.5958499732047615, 0.9821237869049271), (0, 20, 0, 0.16112515805281935),
    (20, 20, 0.8388748419471808, 1), (650, 1000, 0.619914682506809, 0.6789372899475242),
  ])
  func `golden numbers`(successes: Int, count: Int, low: Double, high: Double) {
    // scipy.stats.binomtest(successes, count).proportion_ci(method="wilson")
    let interval = WilsonInterval(successes: successes, count: count)
    #expect(interval.low.isClose(to: low) && interval.high.isClose(to: high))
  }
}
