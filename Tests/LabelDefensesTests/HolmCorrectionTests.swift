import LabelDefenses
import Testing

@Suite struct HolmCorrectionTests {
  @Test func `each probability is held against those that are left`() {
    // By hand: 5 * 0.005, 4 * 0.01, 3 * 0.03, then 2 * 0.04, which may not fall below 0.09.
    let adjusted = HolmCorrection.adjusted([0.01, 0.04, 0.03, 0.005, 0.5])
    for (found, expected) in zip(adjusted, [0.04, 0.09, 0.09, 0.025, 0.5]) {
      #expect(abs(found - expected) < 1e-15)
    }
    #expect(HolmCorrection.adjusted([0.7, 0.6]) == [1, 1])
    #expect(HolmCorrection.adjusted([]).isEmpty)
  }
}
