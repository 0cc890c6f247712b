import Experiments
import LabelData
import Testing

@Suite struct PairedDifferencesTests {
  private func differences(_ values: [(Int, Double)]) -> PairedDifferences {
    PairedDifferences(values.map { .init(cluster: $0.0, value: $0.1) })
  }

  @Test func `Student's interval is scipy's`() throws {
    // scipy.stats.ttest_1samp([.03, .05, -.01, .08, .02], 0).confidence_interval()
    let found = differences([(1, 0.03), (2, 0.05), (3, -0.01), (4, 0.08), (5, 0.02)])
    let interval = try #require(found.studentInterval)
    #expect(interval.low.isClose(to: -0.007739122144721174, relative: 1e-9))
    #expect(interval.high.isClose(to: 0.07573912214472117, relative: 1e-9))
    #expect(interval.containsZero)
    #expect(found.mean.isClose(to: 0.034))
  }

  @Test func `trials of one seed count as one draw`() throws {
    // Two clusters: resampled means are 0.1 and 0.5 in a quarter each, 0.3 in half.
    let two = differences([(7, 0), (9, 0.5), (7, 0.2), (9, 0.5)])
    let interval = try #require(two.bootstrapInterval(seed: 1))
    #expect(interval.low.isClose(to: 0.1) && interval.high.isClose(to: 0.5))
    // The t interval is that of 0.1 and 0.5.
    let student = try #require(two.studentInterval)
    #expect(student.low.isClose(to: 0.3 - 12.706204736174694 * 0.2, relative: 1e-9))
    #expect(differences([(1, 0.1), (1, 0.9)]).bootstrapInterval(seed: 1) == nil)
    #expect(differences([(1, 0.1), (1, 0.9)]).studentInterval == nil)
    #expect(differences([]).mean == nil)
  }

  @Test func `the bootstrap interval is that of another generator, but for chance`() throws {
    // scipy.stats.bootstrap((x,), numpy.mean, method="percentile", n_resamples=100_000,
    // rng=1) with x = numpy.sin(numpy.arange(20)): -0.2947, 0.3059.
    let sines = (0..<20).map { row in (row, Self.sines[row]) }
    let interval = try #require(differences(sines).bootstrapInterval(seed: 5))
    #expect((interval.low - -0.2947).magnitude < 0.012)
    #expect((interval.high - 0.3059).magnitude < 0.012)
    #expect(differences(sines).bootstrapInterval(seed: 5) == interval)
    #expect(differences(sines.reversed()).bootstrapInterval(seed: 5) == interval)
  }

  private static let sines = [
    0.0, 0.8415, 0.9093, 0.1411, -0.7568, -0.9589, -0.2794, 0.657, 0.9894, 0.4121, -0.544, -1.0,
    -0.5366, 0.4202, 0.9906, 0.6503, -0.2879, -0.9614, -0.751, 0.1499,
  ]
}
