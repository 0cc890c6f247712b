import LabelData
import Testing

@Suite struct LabelsTests {
  @Test func `classes are ordered by number, else by bytes`() {
    #expect(Labels(names: ["10", "9", "10"]).classNames == ["9", "10"])
    #expect(Labels(names: ["b", "a", "B"]).classNames == ["B", "a", "b"])
    #expect(Labels(names: ["b", "a", "b"]).classIndices == [1, 0, 1])
  }

  @Test func `what has no class is refused by name`() {
    #expect(throws: DatasetError.classIndexOutOfRange(row: 1, index: 2, classCount: 2)) {
      try Labels(classIndices: [0, 2], classNames: ["a", "b"])
    }
    #expect(throws: DatasetError.duplicateClassName("a")) {
      try Labels(classIndices: [0], classNames: ["a", "a"])
    }
  }

  @Test func `flips change their rows alone`() throws {
    let labels = Labels(names: ["a", "b", "c", "a"])
    let flipped = labels.applying([Flip(row: 0, from: 0, to: 2), Flip(row: 2, from: 2, to: 1)])
    #expect(flipped.classIndices == [2, 1, 1, 0])
    #expect(labels.classSizes == [2, 1, 1])
    #expect(flipped.selecting(rows: [3, 0]).classIndices == [0, 2])
  }

  @Test func `a budget is rounded down to whole labels`() {
    #expect(FlipBudget.poisoningRate(0.29).flipCount(rowCount: 100) == 29)
    #expect(FlipBudget.poisoningRate(0.999).flipCount(rowCount: 10) == 9)
    #expect(FlipBudget.poisoningRate(1).flipCount(rowCount: 7) == 7)
    #expect(FlipBudget.count(9).flipCount(rowCount: 7) == 7)
    #expect(FlipBudget.count(-1).flipCount(rowCount: 7) == 0)
  }
}
