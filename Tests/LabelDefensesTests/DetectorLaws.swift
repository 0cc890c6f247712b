import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

/// The laws of ``Detector``, run on every member of the list.
@Suite struct DetectorLaws {
  private func entry(_ id: String) throws -> Detectors.Entry {
    try #require(Detectors.all.first { $0.id == id })
  }

  @Test(arguments: Detectors.all.map(\.id), [2, 4])
  func `every label gets a score, a verdict and a class, whatever the order and the threads`(
    id: String, classCount: Int
  ) throws {
    let detector = try entry(id).make(.init())
    let data = try CompleteEvidence(classCount: classCount, separation: 1, flipped: [3, 10, 44])
    let issues = try detector.detect(data.labels, evidence: data.evidence)
    #expect(issues.labelScores.count == 60)
    #expect(issues.labelScores.allSatisfy { (0...1).contains($0) })
    #expect(issues.predictedLabels.allSatisfy { (0..<classCount).contains($0) })
    #expect(issues.rowsWorstFirst.sorted() == Array(0..<60))
    let again = try detector.detect(
      data.labels, evidence: data.evidence, seed: 1, execution: Execution(threadCount: 3))
    #expect(again == issues)
    guard try !entry(id).drawsAtRandom else { return }
    var generator = SeededGenerator(seed: 2)
    let order = generator.permutation(count: 60)
    let other = try CompleteEvidence(
      classCount: classCount, separation: 1, flipped: [3, 10, 44], order: order)
    let shuffled = try detector.detect(other.labels, evidence: other.evidence)
    for (place, row) in order.enumerated() {
      #expect(abs(shuffled.labelScores[place] - issues.labelScores[row]) < 1e-9)
    }
  }

  @Test(arguments: Detectors.all.map(\.id))
  func `a flipped label scores below the others`(id: String) throws {
    let detector = try entry(id).make(.init())
    let data = try CompleteEvidence(classCount: 2, separation: 9, flipped: [7])
    let issues = try detector.detect(data.labels, evidence: data.evidence)
    #expect(issues.rowsWorstFirst[0] == 7)
    #expect(issues.predictedLabels[7] == 1 - data.labels[7])
  }

  @Test(arguments: Detectors.all.map(\.id))
  func `what is missing or does not fit is refused`(id: String) throws {
    let detector = try entry(id).make(.init())
    let data = try CompleteEvidence(classCount: 2, separation: 1)
    #expect(detector.needs.contains(.neighbors) == (detector.neighborCount > 0))
    #expect(throws: DefenseError.self) {
      try detector.detect(data.labels, evidence: Evidence())
    }
    if detector.needs.contains(where: { $0 != .trusted && $0 != .noiseRate }) {
      #expect(throws: DefenseError.self) {
        try detector.detect(data.labels.selecting(rows: 0..<49), evidence: data.evidence)
      }
    }
  }
}
