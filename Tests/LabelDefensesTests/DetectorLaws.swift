import LabelContracts
import LabelData
import LabelDefenses
import Testing
import VectorKernels

/// The laws of ``Detector``, run on every member of the list.
@Suite struct DetectorLaws {
  /// Every detector in each of its variants: `id`, or `id variant`.
  private static let members = Detectors.all.flatMap { entry in
    entry.variants.isEmpty ? [entry.id] : entry.variants.map { "\(entry.id) \($0.id)" }
  }

  private func entry(_ member: String) throws -> Detectors.Entry {
    try #require(Detectors.all.first { member.split(separator: " ")[0] == $0.id })
  }

  private func detector(_ member: String) throws -> any Detector {
    let entry = try entry(member)
    guard !entry.variants.isEmpty else { return entry.make(.init()) }
    return try #require(entry.variants.first { member == "\(entry.id) \($0.id)" }).make(.init())
  }

  @Test func `names are distinct, and each makes another detector`() throws {
    #expect(Set(Self.members).count == Self.members.count)
    let made = try Self.members.map { "\(try detector($0))" }
    #expect(Set(made).count == made.count)
  }

  @Test(arguments: members, [2, 4])
  func `every label gets a score, a verdict and a class, whatever the order and the threads`(
    member: String, classCount: Int
  ) throws {
    let detector = try detector(member)
    let data = try CompleteEvidence(classCount: classCount, separation: 1, flipped: [3, 10, 44])
    let issues = try detector.detect(data.labels, evidence: data.evidence)
    #expect(issues.labelScores.count == 60)
    #expect(issues.labelScores.allSatisfy { (0...1).contains($0) })
    #expect(issues.predictedLabels.allSatisfy { (0..<classCount).contains($0) })
    #expect(issues.rowsWorstFirst.sorted() == Array(0..<60))
    #expect((issues.posteriors != nil) == detector.givesPosteriors)
    #expect(zip(issues.isAmbiguous, issues.isLabelIssue).allSatisfy { !($0 && $1) })
    let again = try detector.detect(
      data.labels, evidence: data.evidence, seed: 1, execution: Execution(threadCount: 3))
    #expect(again == issues)
    guard try !entry(member).drawsAtRandom else { return }
    var generator = SeededGenerator(seed: 2)
    let order = generator.permutation(count: 60)
    let other = try CompleteEvidence(
      classCount: classCount, separation: 1, flipped: [3, 10, 44], order: order)
    let shuffled = try detector.detect(other.labels, evidence: other.evidence)
    for (place, row) in order.enumerated() {
      #expect(abs(shuffled.labelScores[place] - issues.labelScores[row]) < 1e-9)
    }
  }

  @Test(arguments: members)
  func `a flipped label scores below the others`(member: String) throws {
    let detector = try detector(member)
    // Identical rows are all that the detector of duplicates can judge by.
    let copies = member == "duplicates" ? 3 : 1
    let data = try CompleteEvidence(classCount: 2, separation: 9, flipped: [7], copies: copies)
    let issues = try detector.detect(data.labels, evidence: data.evidence)
    #expect(issues.rowsWorstFirst[0] == 7)
    #expect(issues.predictedLabels[7] == 1 - data.labels[7])
  }

  @Test(arguments: members)
  func `what a detector does not look at does not matter`(member: String) throws {
    let detector = try detector(member)
    #expect(detector.uses.isSuperset(of: detector.needs))
    let data = try CompleteEvidence(classCount: 2, separation: 1, flipped: [3, 10])
    var known = data.evidence
    for kind in Evidence.Kind.allCases where !detector.uses.contains(kind) {
      switch kind {
      case .features: known.features = nil
      case .neighbors: known.neighborGraph = nil
      case .probabilities: known.probabilities = nil
      case .dynamics: known.dynamics = nil
      case .trusted: known.trusted = nil
      case .groups: known.groups = nil
      case .noiseRate: known.noiseRate = nil
      }
    }
    #expect(
      try detector.detect(data.labels, evidence: known)
        == detector.detect(data.labels, evidence: data.evidence))
  }

  @Test(arguments: members)
  func `what is missing or does not fit is refused`(member: String) throws {
    let detector = try detector(member)
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
