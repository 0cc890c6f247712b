import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

@Suite struct MatchingTests {
  private static let data = "color,ratio=1,y\nred,1,a\nblue,2,b\ngreen,3,b\n"

  private func read(
    _ text: String, name: String, _ options: ReadOptions = ReadOptions(header: .present)
  ) throws -> Dataset {
    let folder = try TemporaryFolder()
    let path = folder.file(name)
    try OutputFile.write(text, to: path)
    let options = DataFormats.format(named: name) is CSVFormat ? options : ReadOptions()
    return try DatasetFile.read(path: path, options: options, requiringTwoClasses: false).dataset
  }

  private func match(
    _ text: String, to data: String = Self.data, format: String = "csv",
    _ options: ReadOptions = ReadOptions(header: .present)
  ) throws -> (features: Matrix, labels: Labels) {
    try read(text, name: "t.\(format)", options).matching(
      read(data, name: "d.\(format)", options), file: "t.\(format)", dataFile: "d.\(format)")
  }

  private func message(
    _ text: String, to data: String = Self.data, format: String = "csv",
    _ options: ReadOptions = ReadOptions(header: .present)
  ) -> String? {
    let error = #expect(throws: FormatError.self) {
      try match(text, to: data, format: format, options)
    }
    return error.map { String(describing: $0) }
  }

  @Test func `reading tells which features are categories of which column`() throws {
    let read = try read(Self.data, name: "d.csv")
    #expect(
      read.encodedColumns
        == [.init(name: "color", categories: ["blue", "green", "red"], firstFeature: 0)])
    #expect(read.encodedColumns.first?.features == 0..<3)
  }

  @Test func `a category that no row has is 0, and columns go by name`() throws {
    let matched = try match("ratio=1,color,y\n7,red,b\n8,blue,a\n")
    #expect(matched.features == Matrix(rows: [[0, 0, 1, 7], [1, 0, 0, 8]]))
    #expect(matched.labels.classNames == ["a", "b"])
    #expect(matched.labels.classIndices == [1, 0])
  }

  @Test func `categories that are features already are found by their names`() throws {
    let matched = try match("color=red,color=blue,color=green,ratio=1,y\n1,0,0,5,a\n")
    #expect(matched.features == Matrix(rows: [[0, 0, 1, 5]]))
    #expect(
      message("color=red,color=blue,ratio=1,y\n1,0,5,a\n")
        == "t.csv: found no column 'color'; allowed: the columns of d.csv, all of them")
  }

  @Test(arguments: [
    (
      "color,y\nred,a\n",
      "t.csv: found no feature 'ratio=1'; allowed: the features of d.csv, all of them"
    ),
    (
      "ratio=1,y\n1,a\n",
      "t.csv: found no column 'color'; allowed: the columns of d.csv, all of them"
    ),
    (
      "color,ratio=1,y\nred,1,a\npink,1,a\n",
      "t.csv, row 1, column 'color': found the category 'pink', which d.csv does not have there; "
        + "allowed: the categories of that column in d.csv"
    ),
    (
      "color,ratio=1,y\n3,1,a\n",
      "t.csv: found numbers in the column 'color'; allowed: categories there, as in d.csv"
    ),
    (
      "color,ratio=1,y\nred,x,a\n",
      "t.csv: found categories in the column 'ratio=1'; allowed: numbers there, as in d.csv"
    ),
    (
      "color,ratio=1,size,y\nred,1,1,a\n",
      "t.csv: found the feature 'size', which d.csv does not have; "
        + "allowed: the features of d.csv"
    ),
    (
      "color,ratio=1,size,y\nred,1,big,a\n",
      "t.csv: found the column 'size', which d.csv does not have; allowed: the features of d.csv"
    ),
    (
      "color,ratio=1,y\nred,1,a\nred,1,c\n",
      "t.csv, row 1: found the label 'c'; allowed: the classes of d.csv: a, b"
    ),
  ])
  func `what does not fit is named`(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test func `rows are the file's own where some were left out`() throws {
    let options = ReadOptions(missing: .drop, header: .present)
    #expect(
      message("color,ratio=1,y\nred,,a\nred,1,a\nred,1,c\n", options)
        == "t.csv, row 2: found the label 'c'; allowed: the classes of d.csv: a, b")
    #expect(
      message("color,ratio=1,y\nred,,a\npink,1,a\n", options)?
        .hasPrefix("t.csv, row 1, column 'color': found the category 'pink'") == true)
  }

  @Test func `a LIBSVM file may end at a lower index, and not at a higher one`() throws {
    let data = "a 1:1 4:2\nb 2:1\n"
    let matched = try match("b 2:3\na 1:1\n", to: data, format: "svm")
    #expect(matched.features == Matrix(rows: [[0, 3, 0, 0], [1, 0, 0, 0]]))
    #expect(matched.labels.classIndices == [1, 0])
    #expect(
      message("b 2:3\na 5:1\n", to: data, format: "svm")
        == "t.svm, row 1: found features up to index 5; "
        + "allowed: indices up to 4, the highest in d.svm")
    let long = String(repeating: "a 1:1\n", count: 3000)
    #expect(
      message(long, to: "a 1:1 60000:1\nb 1:1\n", format: "svm")
        == "t.svm: found 3000 rows up to index 1; allowed: at most 67876864 bytes as a dense "
        + "matrix of the 60000 features of d.svm, 4 bytes a value")
    let wide = try read("b 2:3\n", name: "t.svm")
    #expect(throws: FormatError.self) {
      try wide.matching(read(data, name: "d.svm"), file: "t.npz", dataFile: "d.npz")
    }
  }
}
