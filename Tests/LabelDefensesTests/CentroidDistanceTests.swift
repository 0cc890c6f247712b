import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

@Suite struct CentroidDistanceTests {
  @Test(arguments: CentroidDistance.Centers.allCases)
  func `finds flips between two clusters`(centers: CentroidDistance.Centers) throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 400, seed: 1)
    let (labels, flipped) = data.labels.flipping(80, seed: 2)
    let issues = try CentroidDistance(centers: centers)
      .detect(labels, evidence: Evidence(features: data.features))
    #expect(averagePrecision(issues.labelScores, flipped: flipped) >= 0.99)
    let found = issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }
    #expect(flipped.symmetricDifference(found).count <= 4)
  }

  /// The centers of both classes are the same point, so distances to them say nothing.
  @Test(arguments: CentroidDistance.Centers.allCases)
  func `fails by design on XOR data`(centers: CentroidDistance.Centers) throws {
    let data = try SyntheticDataset.xor.make(rowCount: 800, seed: 1)
    let precisions = try (1...3).map { seed in
      let (labels, flipped) = data.labels.flipping(160, seed: UInt64(seed))
      let issues = try CentroidDistance(centers: centers)
        .detect(labels, evidence: Evidence(features: data.features))
      return averagePrecision(issues.labelScores, flipped: flipped)
    }
    #expect(abs(precisions.reduce(0, +) / 3 - 0.2) < 0.1)
  }

  @Test func `ranks rows by how much nearer another center is`() throws {
    let features = Matrix(rows: [[0, 0], [2, 0], [9, 0], [10, 0], [12, 0], [2, 3]])
    let labels = try SyntheticData.labels([0, 0, 0, 1, 1, 1], classCount: 3)
    let issues = try CentroidDistance().detect(labels, evidence: Evidence(features: features))
    let centers = [[11.0 / 3, 0], [8, 1]]
    let margins = (0..<6).map { row -> Double in
      let squares = centers.map { center in
        (0..<2).reduce(0) {
          $0 + (Double(features[row, $1]) - center[$1]) * (Double(features[row, $1]) - center[$1])
        }
      }
      return squares[1 - labels[row]] - squares[labels[row]]
    }
    let order = margins.indices.sorted { margins[$0] < margins[$1] }
    for (place, row) in order.enumerated() {
      #expect(abs(issues.labelScores[row] - (Double(place) + 0.5) / 6) < 1e-12)
      #expect(issues.isLabelIssue[row] == (margins[row] < 0))
      #expect(issues.predictedLabels[row] == (margins[row] < 0 ? 1 - labels[row] : labels[row]))
    }
  }

  @Test func `robust centers are not drawn away`() throws {
    // Three rows of either class were flipped, and lie far off.
    let features = Matrix(
      rows: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 100, 40, 40.1, 40.2, 40.3, 40.4, 40.5, 40.6]
        .map { [$0] })
    let labels = try SyntheticData.labels(
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1], classCount: 2)
    for centers in [CentroidDistance.Centers.median, .trimmed] {
      let issues = try CentroidDistance(centers: centers)
        .detect(labels, evidence: Evidence(features: features))
      guard case .centers(let given, _) = issues.reasons[3] else {
        Issue.record("another reason")
        continue
      }
      #expect(given < 0.2)
    }
  }

  @Test func `a shared covariance counts directions by their spread`() throws {
    // Wide along the first feature, on which classes are mixed; they differ in the second.
    let features = Matrix(
      rows: (0..<40).map { row in
        [Float(row * 17 % 40) * 10, Float(row % 2) + Float(row % 5) * 0.05]
      })
    var labels = try SyntheticData.labels((0..<40).map { $0 % 2 }, classCount: 2)
    for row in [3, 12] { labels[row] = 1 - labels[row] }
    let evidence = Evidence(features: features)
    let plain = try CentroidDistance().detect(labels, evidence: evidence)
    let shared = try CentroidDistance(centers: .sharedCovariance).detect(labels, evidence: evidence)
    #expect(averagePrecision(plain.labelScores, flipped: [3, 12]) < 0.5)
    // The variance along the first feature, shrunk into the second, still hides the classes unless scaled.
    let scaled = Matrix(rows: (0..<40).map { [features[$0, 0] / 100, features[$0, 1]] })
    let again = try CentroidDistance(centers: .sharedCovariance)
      .detect(labels, evidence: Evidence(features: scaled))
    #expect(averagePrecision(again.labelScores, flipped: [3, 12]) == 1)
    #expect(
      averagePrecision(shared.labelScores, flipped: [3, 12])
        >= averagePrecision(plain.labelScores, flipped: [3, 12]))
  }

  @Test func `classes of equal rows have no spread`() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let points = (0..<5).map { _ in (0..<8).map { _ in Float(generator.unitInterval()) * 100 } }
      let features = Matrix(rows: (0..<25).map { points[$0 % 5] })
      let labels = try SyntheticData.labels((0..<25).map { $0 % 5 }, classCount: 5)
      let issues = try CentroidDistance(centers: .sharedCovariance)
        .detect(labels, evidence: Evidence(features: features))
      #expect(issues.issueCount == 0 && issues.predictedLabels == labels.classIndices)
    }
  }

  @Test func `one class alone is not judged`() throws {
    let features = Matrix(rows: [[0], [1], [5]])
    let labels = try SyntheticData.labels([1, 1, 1], classCount: 3)
    for centers in CentroidDistance.Centers.allCases {
      let issues = try CentroidDistance(centers: centers)
        .detect(labels, evidence: Evidence(features: features))
      #expect(issues.labelScores == [1, 1, 1])
      #expect(issues.issueCount == 0 && issues.predictedLabels == [1, 1, 1])
    }
  }
}
