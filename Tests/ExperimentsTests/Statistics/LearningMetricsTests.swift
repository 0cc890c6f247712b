import Experiments
import Testing

@Suite struct LearningMetricsTests {
  private func course(_ points: [(Double, Double)]) -> LearningMetrics {
    LearningMetrics(points.map { .init(poisoningRate: $0.0, error: $0.1) })
  }

  @Test func `areas and what is won back`() {
    let plain = course([(0.4, 0.5), (0, 0.125), (0.1, 0.25)])
    let defended = course([(0, 0.1875), (0.1, 0.1875), (0.4, 0.3125)])
    #expect(plain.points.map(\.poisoningRate) == [0, 0.1, 0.4])
    #expect(plain.cleanError == 0.125 && plain.error(at: 0.2) == nil)
    // numpy.trapezoid([0.125, 0.25, 0.5], [0, 0.1, 0.4]) / 0.4
    #expect(plain.areaUnderCurve.isClose(to: 0.328125))
    #expect(defended.recoveredShare(at: 0.4, undefended: plain) == 0.5)
    #expect(defended.costWithoutAttack(undefended: plain) == 0.0625)
  }

  @Test func `what is not measured is nil`() {
    let free = course([(0, 0), (0.2, 0.0005)])
    #expect(free.recoveredShare(at: 0.2, undefended: free) == nil)
    #expect(course([(0.1, 0.2), (0.2, 0.3)]).areaUnderCurve == nil)
    #expect(course([(0, 0.2)]).areaUnderCurve == nil)
    #expect(course([]).cleanError == nil)
  }

  @Test func `the worst attack at each rate that all have`() {
    let worst = LearningMetrics.worst(of: [
      course([(0, 0.1), (0.1, 0.2), (0.2, 0.4)]), course([(0.2, 0.3), (0, 0.1), (0.3, 0.9)]),
    ])
    #expect(worst == course([(0, 0.1), (0.2, 0.4)]))
    #expect(LearningMetrics.worst(of: []).points.isEmpty)
  }
}

extension Double {
  /// Whether the number is that expected, but for rounding.
  func isClose(to expected: Double, relative: Double = 1e-12) -> Bool {
    (self - expected).magnitude <= relative * max(expected.magnitude, 1e-300)
  }
}

extension Double? {
  /// Whether there is a number, and it is that expected.
  func isClose(to expected: Double, relative: Double = 1e-12) -> Bool {
    self?.isClose(to: expected, relative: relative) ?? false
  }
}
