import FlipguardTestSupport
import LabelCertificates
import LabelContracts
import LabelData
import Testing

@Suite struct CertifiedCurveTests {
  private func curve(_ radii: [Int?], _ predicted: [Int], _ truth: [Int]) throws -> CertifiedCurve {
    let predictions = zip(radii, predicted).map { radius, label in
      radius.map { CertifiedPrediction(predictedLabel: label, radius: $0) } ?? .abstention
    }
    return try CertifiedCurve(predictions, truth: SyntheticData.labels(truth, classCount: 2))
  }

  @Test func `counts what is right and certified`() throws {
    let curve = try curve([5, 2, nil, 0, 9, 2], [1, 0, 0, 1, 1, 1], [1, 0, 0, 1, 0, 1])
    #expect(curve.cleanAccuracy == 4.0 / 6 && curve.abstentionShare == 1.0 / 6)
    #expect(
      [0, 1, 2, 3, 5, 6, 9].map { curve.certifiedAccuracy(at: $0) * 6 } == [4, 3, 3, 1, 1, 0, 0])
    #expect(curve.medianRadius == 2)
    #expect(curve.averageRadius == 9.0 / 6)
    #expect(curve.steps.map(\.radius) == [0, 2, 5])
    #expect(curve.steps.map { $0.accuracy * 6 } == [4, 3, 1])
    // Right or wrong, what few changes could alter; abstentions always.
    #expect([0, 0.5, 2, 2.5, 100].map { curve.unvouchedShare(below: $0) * 6 } == [1, 2, 2, 4, 6])
  }

  @Test func `the median is the largest radius that half the predictions have`() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = 1 + generator.below(9)
      let radii: [Int?] = (0..<count).map { _ in generator.below(6) }
      let curve = try curve(
        radii, (0..<count).map { _ in generator.below(2) }, [Int](repeating: 1, count: count))
      let median = (0...6).last { curve.certifiedAccuracy(at: $0) >= 0.5 }
      #expect(curve.medianRadius == median)
    }
  }

  @Test func `nothing has no median, and lengths must agree`() throws {
    let none = try curve([], [], [])
    #expect(none.medianRadius == nil && none.cleanAccuracy == 0 && none.averageRadius == 0)
    #expect(none.unvouchedShare(below: 3) == 0 && none.steps.isEmpty)
    #expect(throws: CertificateError.self) { try curve([1], [1], [1, 0]) }
  }
}
