import Testing
import VectorKernels

/// As NumPy's `percentile` with its default interpolation.
@Suite struct QuantileTests {
  @Test func `quantiles are interpolated`() {
    let values = [1.0, 2, 4, 7, 12]
    #expect(quantile(ofSorted: values, 0) == 1)
    #expect(quantile(ofSorted: values, 1) == 12)
    #expect(abs(quantile(ofSorted: values, 0.99) - 11.8) < 1e-12)
    #expect(abs(quantile(ofSorted: values, 0.3) - 2.4) < 1e-12)
    #expect(quantile(ofSorted: [3], 0.99) == 3)
  }
}
