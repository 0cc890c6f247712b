import Classifiers
import Testing

@Suite struct ClassProbabilitiesTests {
  @Test func `the most probable class is the lowest among equals, and rows can be chosen`() {
    let all = ClassProbabilities(
      rowCount: 3, classCount: 2, elements: [0.5, 0.5, 0.25, 0.75, 1, 0])
    #expect(all.predictedLabels == [0, 1, 0] && Array(all.row(1)) == [0.25, 0.75])
    let chosen = all.selecting(rows: [2, 1, 2])
    #expect(
      chosen
        == ClassProbabilities(rowCount: 3, classCount: 2, elements: [1, 0, 0.25, 0.75, 1, 0]))
    #expect(all.selecting(rows: []).rowCount == 0)
  }
}
