import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing

@Suite struct ProbabilityFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `every format gives the numbers to the last digit`() throws {
    let values = [0.1, 0.9, 1.0 / 3, 2.0 / 3, 1, 0]
    let array = NPYArray(doubles: values, shape: [3, 2])
    var archive = NPZArchive()
    try archive.set("pred_probs", to: array)
    try archive.set("other", to: NPYArray(texts: ["a"]))
    let rows = stride(from: 0, to: 6, by: 2).map { "\(values[$0]), \(values[$0 + 1])\n" }.joined()
    let paths = [
      try folder.save(array, as: "p.npy"), try folder.save(archive, as: "p.npz"),
      try folder.save("u,v\n" + rows, as: "p.csv.gz"),
      try folder.save(rows, as: "q.csv"),
      try folder.save("u;v\n" + rows.replacing(", ", with: ";"), as: "r.csv"),
    ]
    for path in paths {
      let read = try ProbabilityFile(path: path, rowCount: 3)
      #expect(read.elements == values && read.rowCount == 3 && read.columnCount == 2)
      #expect(
        read.columnNames == (path.hasSuffix("q.csv") || path.contains(".np") ? nil : ["u", "v"]))
    }
    let bytes = try folder.save(NPYArray(bytes: [1, 0, 0, 1], shape: [2, 2]), as: "b.npy")
    #expect(try ProbabilityFile(path: bytes).elements == [1, 0, 0, 1])
    let floats = try folder.save(NPYArray(floats: [0.1, 0.9], shape: [1, 2]), as: "f.npy")
    #expect(try ProbabilityFile(path: floats).elements == [Double(Float(0.1)), Double(Float(0.9))])
  }

  @Test func `names that are numbers are told from numbers by the number of rows`() throws {
    let path = try folder.save("0,1\n0,1\n1,0\n", as: "p.csv")
    #expect(try ProbabilityFile(path: path, rowCount: 2).columnNames == ["0", "1"])
    #expect(try ProbabilityFile(path: path, rowCount: 3).columnNames == nil)
    #expect(message { try ProbabilityFile(path: path) }?.contains("cannot be told apart") == true)
    let pandas = try folder.save("0,1,2,3\n0.25,0.25,0.25,0.25\n", as: "q.csv")
    #expect(try ProbabilityFile(path: pandas).rowCount == 1)
  }

  @Test func `what is no probability is refused with its place`() throws {
    func reason(_ values: [Double], _ shape: [Int], rowCount: Int? = nil) throws -> String? {
      let path = try folder.save(NPYArray(doubles: values, shape: shape), as: "p.npy")
      return message { try ProbabilityFile(path: path, rowCount: rowCount) }
        .map { String($0.dropFirst(path.count)) }
    }
    #expect(
      try reason([0.5, 0.5, 1.5, -0.5], [2, 2])
        == ", row 1, column '0': found 1.5; allowed: a probability from 0 to 1")
    #expect(
      try reason([0.5, 0.5, .nan, 1], [2, 2])?.contains("row 1, column '0': found nan") == true)
    #expect(
      try reason([0.5, 0.5, 0.5, 0.502], [2, 2])
        == ", row 1: found probabilities that sum to 1.002; allowed: a sum of 1, give or take 0.001"
    )
    #expect(
      try reason([0.5, 0.4995, 0.5, 0.5005], [2, 2], rowCount: 3)?.contains("found 2 rows") == true)
    #expect(try reason([1, 1], [2])?.contains("found 1 dimension; allowed: 2 dimensions") == true)
    #expect(try reason([1, 1], [2, 1])?.contains("found 2 rows and 1 columns") == true)
    #expect(try reason([], [0, 2])?.contains("found 0 rows and 2 columns") == true)
    let text = try folder.save(NPYArray(texts: ["a", "b"]), as: "t.npz")
    #expect(message { try ProbabilityFile(path: text) } != nil)
    let csv = try folder.save("a,b\n0.5,0.5\n0.5,x\n", as: "p.csv")
    #expect(
      message { try ProbabilityFile(path: csv) }
        == "\(csv), line 3, row 1, column 'b': found 'x'; allowed: a finite number")
    let short = try folder.save("a,b\n0.5,0.5\n1\n", as: "p.csv")
    #expect(
      message { try ProbabilityFile(path: short) }
        == "\(short), line 3, row 1: found 1 cell; allowed: 2, as in the first line")
    let long = try folder.save("a,b\n0.5,0.5,0\n", as: "p.csv")
    #expect(
      message { try ProbabilityFile(path: long) }?.contains("line 2, row 0: found 3 cells") == true)
    let svm = try folder.save("1 1:1\n", as: "p.svm")
    #expect(message { try ProbabilityFile(path: svm) }?.contains("probabilities as .npy") == true)
  }

  @Test func `columns are the classes in their order`() throws {
    let path = try folder.save("0.5,0.25,0.25\n0,1,0\n", as: "p.csv")
    let file = try ProbabilityFile(path: path)
    let three = Labels(names: ["b", "a", "c", "a"])
    #expect(try file.matched(three, dataFile: "d.csv") == three)
    // Whole numbers from 0 on may leave out a class.
    let some = try file.matched(Labels(names: ["2", "0", "2"]), dataFile: "d.csv")
    #expect(some.classNames == ["0", "1", "2"] && some.classIndices == [2, 0, 2])
    for names in [["a", "b"], ["1", "3"], ["-1", "1"], ["0", "1", "2", "3"]] {
      #expect(
        message { try file.matched(Labels(names: names), dataFile: "d.csv") }
          == "\(path): found 3 columns; allowed: \(names.count), one for each class of d.csv in this order: "
          + names.joined(separator: ", "))
    }
    let named = try folder.save("b,a\n0.5,0.5\n", as: "q.csv")
    #expect(
      message {
        try ProbabilityFile(path: named).matched(Labels(names: ["a", "b"]), dataFile: "d.csv")
      } == "\(named): found the columns b, a; allowed: the order of the classes: a, b")
  }
}
