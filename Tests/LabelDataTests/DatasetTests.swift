import LabelData
import Testing
import VectorKernels

@Suite struct DatasetTests {
  private let features = Matrix(rows: [[1], [2]])
  private let labels = Labels(names: ["a", "b"])

  @Test func `every fault is refused by name`() {
    #expect(throws: DatasetError.noExamples) {
      try Dataset(
        features: Matrix(rowCount: 0, columnCount: 1, elements: []), labels: Labels(names: []))
    }
    #expect(throws: DatasetError.noFeatures) {
      try Dataset(features: Matrix(rows: [[], []]), labels: labels)
    }
    #expect(throws: DatasetError.countMismatch(what: "labels", count: 1, expected: 2)) {
      try Dataset(features: features, labels: labels.selecting(rows: [0]))
    }
    #expect(throws: DatasetError.notFinite(row: 1, column: 0, value: .infinity)) {
      try Dataset(features: Matrix(rows: [[1], [.infinity]]), labels: labels)
    }
    #expect(throws: DatasetError.duplicateID("x", firstRow: 0, row: 1)) {
      try Dataset(features: features, labels: labels, ids: ["x", "x"])
    }
    #expect(throws: DatasetError.countMismatch(what: "ids", count: 1, expected: 2)) {
      try Dataset(features: features, labels: labels, ids: ["x"])
    }
    #expect(throws: DatasetError.countMismatch(what: "feature names", count: 2, expected: 1)) {
      try Dataset(features: features, labels: labels, featureNames: ["p", "q"])
    }
    #expect(throws: DatasetError.oneClass("a")) {
      try Dataset(features: features, labels: Labels(names: ["a", "a"])).requireTwoClasses()
    }
  }

  @Test func `rows are called by id or number`() throws {
    #expect(try Dataset(features: features, labels: labels).id(ofRow: 1) == "1")
    #expect(try Dataset(features: features, labels: labels, ids: ["p", "q"]).id(ofRow: 1) == "q")
  }
}
