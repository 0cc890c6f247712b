import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

/// What the default detector finds, and what it refuses.
@Suite struct DefaultDetectorTests {
  private let detector = DefaultDetector()

  @Test(arguments: [SyntheticDataset.gaussians, .rings])
  func `finds a fifth of random flips`(dataset: SyntheticDataset) throws {
    let data = try dataset.make(rowCount: 400, seed: 1)
    let (labels, flipped) = data.labels.flipping(80, seed: 2)
    let issues = try detector.detect(labels, evidence: Evidence(features: data.features))
    #expect(averagePrecision(issues.labelScores, flipped: flipped) >= 0.95)
    let found = flipped.filter { issues.isLabelIssue[$0] }
    #expect(found.count >= 64 && issues.issueCount <= 100)
    for row in found { #expect(issues.predictedLabels[row] == data.labels[row]) }
  }

  @Test func `hardly any label of clean data is flagged`() throws {
    let flags = try (1...5).map { seed in
      let data = try SyntheticDataset.gaussians.make(rowCount: 300, seed: UInt64(seed))
      return try detector.detect(data.labels, evidence: Evidence(features: data.features))
        .issueCount
    }
    #expect(Double(flags.reduce(0, +)) <= 0.01 * 5 * 300)
  }

  /// Where classes overlap in many features, about a fifth of all labels look wrong to the best classifier that there is.
  @Test func `weak signals in many features are seldom taken for flips`() throws {
    var (flags, rows) = (0, 0)
    for seed in 1...3 {
      let (features, labels) = try SyntheticData.clusters(
        rowCount: 400, featureCount: 40, classCount: 5, separation: 2, seed: UInt64(seed))
      flags += try detector.detect(labels, evidence: Evidence(features: features)).issueCount
      rows += 400
    }
    #expect(Double(flags) <= 0.1 * Double(rows))
  }

  @Test func `two rows are no evidence of anything`() throws {
    let labels = try SyntheticData.labels([0, 1], classCount: 2)
    let features = Matrix(rowCount: 2, columnCount: 2, elements: [0, 1, 5, 3])
    #expect(try detector.detect(labels, evidence: Evidence(features: features)).issueCount == 0)
  }

  /// A fifth of the rows around one point, all of one class, get the other label.
  @Test func `trusted rows uncover flips that lie together`() throws {
    let all = try SyntheticDataset.gaussians.make(rowCount: 360, seed: 3)
    let rows = 0..<300
    let features = all.features.selecting(rows: rows)
    let distances = rows.map { row -> Float in
      let (x, y) = (features[row, 0] + 4, features[row, 1] - 1)
      return all.labels[row] == 0 ? x * x + y * y : .infinity
    }
    let flipped = Set(rows.sorted { distances[$0] < distances[$1] }.prefix(60))
    var labels = all.labels.selecting(rows: rows)
    for row in flipped { labels[row] = 1 }
    let issues = try detector.detect(
      labels,
      evidence: Evidence(
        features: features,
        trusted: TrustedRows(
          features: all.features.selecting(rows: 300..<360),
          labels: all.labels.selecting(rows: 300..<360))))
    #expect(averagePrecision(issues.labelScores, flipped: flipped) >= 0.95)
  }

  @Test func `probabilities alone are enough`() throws {
    let (labels, flipped) = try SyntheticData.labels(
      (0..<200).map { $0 % 2 }, classCount: 2
    ).flipping(20, seed: 5)
    var generator = SeededGenerator(seed: 6)
    let elements = (0..<200).flatMap { row -> [Double] in
      let sure = 0.8 + 0.2 * generator.unitInterval()
      return row % 2 == 0 ? [sure, 1 - sure] : [1 - sure, sure]
    }
    let evidence = Evidence(
      probabilities: ClassProbabilities(rowCount: 200, classCount: 2, elements: elements))
    let issues = try detector.detect(labels, evidence: evidence)
    #expect(Set(issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] }) == flipped)
    let (row, probabilities) = (try #require(flipped.min()), elements)
    #expect(
      issues.reasons[row]
        == .probabilities(
          given: probabilities[2 * row + labels[row]],
          predicted: probabilities[2 * row + 1 - labels[row]]))
  }

  @Test func `a bad source makes its labels more suspect`() throws {
    let data = try SyntheticDataset.gaussians.make(rowCount: 400, seed: 7)
    var labels = data.labels
    let isBad = (0..<400).map { $0 / 2 % 8 == 3 }
    for row in 0..<400 where isBad[row] && row % 5 < 3 { labels[row] = 1 - labels[row] }
    func flips(_ groups: LabelGroups?) throws -> Double {
      let issues = try detector.detect(
        labels, evidence: Evidence(features: data.features, groups: groups))
      let posteriors = try #require(issues.posteriors)
      let bad = (0..<400).filter { isBad[$0] }
      return bad.reduce(0) { $0 + 1 - posteriors[$1, labels[$1]] } / Double(bad.count)
    }
    let plain = try flips(nil)
    #expect(try flips(LabelGroups((0..<400).map { "\($0 / 2 % 8)" })) > plain)
  }

  @Test func `neither features nor probabilities is an error`() throws {
    let labels = try SyntheticData.labels([0, 1, 0, 1], classCount: 2)
    #expect(throws: DefenseError.missing(.features)) {
      try detector.detect(labels, evidence: Evidence())
    }
  }

  @Test(arguments: [Float.nan, .infinity], [false, true])
  func `what is not finite is an error`(value: Float, isTrusted: Bool) throws {
    let labels = try SyntheticData.labels([0, 1, 0, 1], classCount: 2)
    let good = Matrix(rowCount: 4, columnCount: 2, elements: (0..<8).map(Float.init))
    var bad = good
    bad.elements[5] = value
    let error = #expect(throws: DefenseError.self) {
      try detector.detect(
        labels,
        evidence: Evidence(
          features: isTrusted ? good : bad, trusted: TrustedRows(features: bad, labels: labels)))
    }
    guard case .classifier(.notFinite(row: 2, column: 1, _)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `of one class no label is suspect`() throws {
    let labels = try SyntheticData.labels([1, 1, 1], classCount: 2)
    let features = Matrix(rowCount: 3, columnCount: 1, elements: [0, 1, 9])
    let issues = try detector.detect(labels, evidence: Evidence(features: features))
    #expect(issues.issueCount == 0 && issues.labelScores == [1, 1, 1])
    #expect(issues.posteriors?.elements == [0, 1, 0, 1, 0, 1])
  }

  /// Sizes and shapes that leave little to go by.
  struct Shape: CustomTestStringConvertible {
    let name: String
    let features: Matrix
    let classes: [Int]
    let classCount: Int

    init(_ name: String, columns: Int, _ classes: [Int], _ value: (Int, Int) -> Float) {
      self.name = name
      features = Matrix(
        rowCount: classes.count, columnCount: columns,
        elements: classes.indices.flatMap { row in (0..<columns).map { value(row, $0) } })
      self.classes = classes
      classCount = max(2, (classes.max() ?? 0) + 1)
    }

    var testDescription: String { name }
  }

  static let shapes = [
    Shape("two rows", columns: 1, [0, 1]) { row, _ in Float(row) },
    Shape("three rows", columns: 2, [0, 1, 1]) { row, column in Float(row * column) },
    Shape("five rows", columns: 1, [0, 1, 0, 1, 1]) { row, _ in Float(row % 2) },
    Shape("constant", columns: 3, (0..<40).map { $0 % 2 }) { _, _ in 7 },
    Shape("duplicates", columns: 2, (0..<60).map { $0 / 3 % 2 }) { row, column in
      Float(row / 3 * (column + 1) % 11)
    },
    Shape("thirty classes", columns: 4, (0..<90).map { $0 % 30 }) { row, column in
      Float(row % 30 * (column + 3) % 17) + Float(row % 7) / 100
    },
    Shape("huge values", columns: 2, (0..<40).map { $0 % 2 }) { row, column in
      (row % 2 == 0 ? 1 : -1) * 1e18 * Float(row + column)
    },
    Shape("more features than rows", columns: 70, (0..<20).map { $0 % 2 }) { row, column in
      Float((row * 31 + column * 17) % 13) + Float(row % 2 * 9)
    },
  ]

  @Test(arguments: shapes, [false, true])
  func `odd shapes get scores and verdicts`(shape: Shape, isTrusted: Bool) throws {
    let labels = try Labels(
      classIndices: shape.classes, classNames: (0..<shape.classCount).map { "class \($0)" })
    let issues = try detector.detect(
      labels,
      evidence: Evidence(
        features: shape.features,
        trusted: isTrusted ? TrustedRows(features: shape.features, labels: labels) : nil))
    #expect(issues.labelScores.count == labels.count)
    #expect(issues.labelScores.allSatisfy { (0...1).contains($0) })
    let posteriors = try #require(issues.posteriors)
    for row in 0..<labels.count {
      let sum = (0..<shape.classCount).reduce(0) { $0 + posteriors[row, $1] }
      #expect(abs(sum - 1) < 1e-9)
    }
  }

  @Test func `more than fifty features keep their meaning`() throws {
    let data = try SyntheticDataset.lowRank.make(rowCount: 300, seed: 1)
    let (labels, flipped) = data.labels.flipping(60, seed: 2)
    let issues = try detector.detect(labels, evidence: Evidence(features: data.features))
    #expect(averagePrecision(issues.labelScores, flipped: flipped) >= 0.95)
  }
}
