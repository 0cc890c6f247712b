import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// Data with hardly anything in it, on which every member of the list must find something or say why not.
@Suite struct DegenerateEvidenceTests {
  /// Some labels, and whether features are all equal.
  struct Case: CustomTestStringConvertible {
    let classIndices: [Int]
    let classCount: Int
    let isConstant: Bool

    /// Neighbors that are asked: three, or as many as there are.
    var neighborCount: Int { min(3, max(1, classIndices.count - 1)) }

    /// Whether the data are such that a detector may refuse them for the given reason.
    func explains(_ error: DefenseError) -> Bool {
      switch error {
      case .missing(let kind): classIndices.count < 2 && (kind == .neighbors || kind == .trusted)
      case .invalidParameter: classIndices.count < 4
      case .classifier(.invalidParameter("folds", _, _)):
        (0..<classCount).allSatisfy { label in classIndices.count { $0 == label } < 5 }
      case .classifier: isConstant || Set(classIndices).count < 2
      case .rowCounts, .classCounts, .search: false
      }
    }

    var testDescription: String {
      "\(classIndices) of \(classCount)\(isConstant ? ", constant" : "")"
    }
  }

  static let cases: [Case] = [false, true].flatMap { isConstant in
    [
      ([], 2), ([0], 2), ([1, 0], 2), ([0, 1, 1], 2), ([0, 0, 1, 1], 2), ([0, 1, 0, 1, 0], 3),
      ([0, 3, 5], 7), ([1, 1, 1, 1, 1, 1], 2), ([0, 0, 2, 2, 0, 2], 3), ([0, 0, 0], 1),
      ([0, 0, 0, 0, 1, 0, 1], 2),
    ].map { Case(classIndices: $0.0, classCount: $0.1, isConstant: isConstant) }
  }

  /// Every detector in each of its variants: `id`, or `id variant`.
  private static let members = Detectors.all.flatMap { entry in
    entry.variants.isEmpty ? [entry.id] : entry.variants.map { "\(entry.id) \($0.id)" }
  }

  private func detector(_ member: String, neighborCount: Int) throws -> any Detector {
    let entry = try #require(Detectors.all.first { member.split(separator: " ")[0] == $0.id })
    let variant = entry.variants.first { member == "\(entry.id) \($0.id)" }
    return (variant?.make ?? entry.make)(.init(neighborCount: neighborCount))
  }

  private func evidence(_ labels: Labels, isConstant: Bool) throws -> Evidence {
    let n = labels.count
    let features = Matrix(
      rowCount: n, columnCount: 2,
      elements: (0..<2 * n).map { isConstant ? 1 : Float($0 * $0 % 7) })
    let classCount = labels.classCount
    let losses = (0..<3 * n).map { Float($0 % 4) / 2 }
    var trusted: TrustedRows?
    if n > 1 { trusted = TrustedRows(features: features, labels: labels) }
    return Evidence(
      features: features,
      neighborGraph: n > 1 ? try ExactNeighbors.graph(of: features, count: n - 1) : nil,
      probabilities: ClassProbabilities(
        rowCount: n, classCount: classCount,
        elements: [Double](repeating: 1 / Double(classCount), count: n * classCount)),
      dynamics: TrainingDynamics(
        rowCount: n, epochCount: 3, losses: losses, margins: losses.map { 1 - $0 },
        rivals: labels.classIndices.map { $0 == 0 ? classCount - 1 : 0 }),
      trusted: trusted, groups: LabelGroups((0..<n).map { "\($0 % 2)" }), noiseRate: 0.3)
  }

  @Test(arguments: members, cases)
  func `hardly any data is judged, or refused for what it lacks`(
    member: String, data: Case
  ) throws {
    let labels = try SyntheticData.labels(data.classIndices, classCount: data.classCount)
    let detector = try detector(member, neighborCount: data.neighborCount)
    do {
      let issues = try detector.detect(
        labels, evidence: evidence(labels, isConstant: data.isConstant))
      #expect(issues.labelScores.count == labels.count)
      #expect(issues.labelScores.allSatisfy { (0...1).contains($0) })
      #expect(issues.predictedLabels.allSatisfy { (0..<data.classCount).contains($0) })
    } catch let error as DefenseError {
      #expect(data.explains(error), "\(error)")
    }
  }
}
