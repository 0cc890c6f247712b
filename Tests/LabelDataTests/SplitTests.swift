import LabelData
import Testing

@Suite struct SplitTests {
  @Test func `parts are disjoint and together are all rows`() {
    var generator = SeededGenerator(seed: 1)
    let split = Split(
      rowCount: 50, trainingCount: 10, validationCounts: [5, 7], using: &generator)
    #expect(split.training.count == 10)
    #expect(split.validations.map(\.count) == [5, 7])
    #expect(split.test.count == 28)
    let all = split.training + split.validations.flatMap(\.self) + split.test
    #expect(all.sorted() == Array(0..<50))
    var other = SeededGenerator(seed: 2)
    #expect(
      Split(rowCount: 50, trainingCount: 10, validationCounts: [5, 7], using: &other) != split)
  }
}
