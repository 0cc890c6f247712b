import Experiments
import Testing

@Suite struct RelabelMetricsTests {
  @Test func `changes are held against the truth`() {
    // Repaired; still wrong but otherwise; spoilt; left wrong; right.
    let metrics = RelabelMetrics(
      given: [1, 0, 0, 1, 2], repaired: [0, 1, 1, 1, 2], truth: [0, 2, 0, 0, 2])
    #expect(metrics.changeCount == 3 && metrics.relabelAccuracy == 1.0 / 3)
    #expect(metrics.harm == 0.2 && metrics.residualFlipRate == 0.6)
  }

  @Test func `without changes there is no accuracy`() {
    let metrics = RelabelMetrics(given: [0, 1], repaired: [0, 1], truth: [0, 0])
    #expect(metrics.relabelAccuracy == nil && metrics.changeCount == 0)
    #expect(metrics.harm == 0 && metrics.residualFlipRate == 0.5)
    #expect(RelabelMetrics(given: [], repaired: [], truth: []).residualFlipRate == 0)
  }
}
