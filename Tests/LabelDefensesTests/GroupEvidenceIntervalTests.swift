import LabelData
import Testing

@testable import LabelDefenses

@Suite struct GroupEvidenceIntervalTests {
  @Test(arguments: [(0, 1), (1, 1), (3, 8), (0, 40), (40, 40), (120, 400)])
  func `the interval leaves 2.5 % on either side`(wrong: Int, count: Int) {
    // The group under test, and a large one with a tenth of its labels wrong.
    let names = Array(repeating: "a", count: count) + Array(repeating: "b", count: 500)
    let isWrong = (0..<count).map { $0 < wrong } + (0..<500).map { $0 % 10 == 0 }
    let found = GroupEvidence.all(
      LabelGroups(names), disagrees: isWrong, scores: isWrong.map { $0 ? 0 : 1 })[0]
    let interval = found.interval
    #expect(interval.contains(found.errorRate))
    // One of ten labels is known beforehand to be wrong.
    let beta = (a: 1 + wrong, b: 9 + count - wrong)
    #expect(
      abs(GroupEvidence.probability(beta: beta, isAbove: interval.lowerBound) - 0.975) < 1e-6)
    #expect(
      abs(GroupEvidence.probability(beta: beta, isAbove: interval.upperBound) - 0.025) < 1e-6)
  }
}
