import Classifiers
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

/// Certificates of handwritten digits against an independent computation in numpy, in double precision.
@Suite struct DigitCertificateTests {
  private static let digits = Result { try BundledDataset.mnist17.load() }

  private func certified(_ id: String, _ options: Certificates.Options) throws -> CertifiedCurve {
    let digits = try Self.digits.get()
    let entry = try #require(Certificates.all.first { $0.id == id })
    let found = try entry.make(options).certify(
      CertificateProblem(
        features: digits.features.selecting(rows: 0..<600),
        labels: digits.labels.selecting(rows: 0..<600),
        queries: digits.features.selecting(rows: 600..<700)),
      seed: 1, execution: Execution(threadCount: 2))
    return try CertifiedCurve(found, truth: digits.labels.selecting(rows: 600..<700))
  }

  private func counts(_ curve: CertifiedCurve) -> [Int] {
    [0, 20, 50, 100, 150].map { Int((curve.certifiedAccuracy(at: $0) * 100).rounded()) }
  }

  @Test(arguments: [
    (1000, [96, 86, 47, 0, 0], 49, 4746),
    (10_000, [93, 93, 85, 50, 5], 101, 9599),
  ])
  func ridge(penalty: Int, certified: [Int], median: Int, sum: Int) throws {
    var options = Certificates.Options()
    options.classifier.regularization = Double(penalty)
    let curve = try self.certified("ridge", options)
    #expect(counts(curve) == certified)
    #expect(curve.medianRadius == median)
    #expect(curve.radii.reduce(0, +) == sum)
  }

  @Test(arguments: [
    (51, [95, 91, 0, 0, 0], 25, 2382), (151, [93, 91, 86, 0, 0], 70, 6391),
  ])
  func `nearest votes`(k: Int, certified: [Int], median: Int, sum: Int) throws {
    var options = Certificates.Options()
    options.classifier.neighborCount = k
    let curve = try self.certified("knn-vote", options)
    #expect(counts(curve) == certified)
    #expect(curve.medianRadius == median)
    #expect(curve.radii.reduce(0, +) == sum)
  }
}
