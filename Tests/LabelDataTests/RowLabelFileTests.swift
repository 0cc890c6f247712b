import ArrayFiles
import FlipguardTestSupport
import LabelData
import Testing

@Suite struct RowLabelFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ text: String, as name: String = "t.csv") throws -> RowLabelFile? {
    try OutputFile.write(text, to: folder.file(name))
    return try RowLabelFile(path: folder.file(name))
  }

  private func entries(
    _ text: String, ids: [String]? = nil, keptRows: [Int]? = nil
  ) throws -> [RowLabelFile.Entry] {
    let file = try #require(try file(text))
    return try file.entries(
      rowCount: keptRows?.count ?? 4, ids: ids, keptRows: keptRows, classNames: ["a", "b", "7"],
      dataFile: "d.csv")
  }

  private func message(
    _ text: String, ids: [String]? = nil, keptRows: [Int]? = nil
  ) -> String? {
    LabelDataTests.message { try entries(text, ids: ids, keptRows: keptRows) }
  }

  @Test func `rows are named by number or by id, in any order`() throws {
    let found = try entries("row,label\n3,b\n0,7\n2,a\n")
    #expect(found.map(\.row) == [0, 2, 3] && found.map(\.label) == [2, 0, 1])
    let named = try entries("label,id\na,y\nb,x\n", ids: ["x", "y", "z", "é"])
    #expect(named.map(\.row) == [0, 1] && named.map(\.label) == [1, 0])
    let kept = try entries("row,label\n9,b\n", keptRows: [1, 4, 9])
    #expect(kept.map(\.row) == [2])
  }

  @Test(arguments: [
    ("x,label\n1,a\n2,b\n", "t.csv"), ("row,label,x\n1,a,2\n", "t.csv"),
    ("a 1:2\nb 1:3\n", "t.libsvm"),
  ])
  func `other files are none of this kind`(text: String, name: String) throws {
    #expect(try file(text, as: name) == nil)
  }

  @Test(arguments: [
    (
      "row,label\n1,a\n4,b\n",
      "row 1, column 'row': found '4'; allowed: the number of a row, from 0, of d.csv"
    ),
    ("row,label\n1,a\n-1,b\n", "row 1, column 'row': found '-1'; allowed: the number of a row"),
    (
      "row,label\n1,a\n1,a\n",
      "row 1, column 'row': found '1', which row 0 names already; allowed: each row once"
    ),
    (
      "row,label\n1,c\n2,b\n",
      "row 0, column 'label': found 'c'; allowed: the classes of d.csv: a, b, 7"
    ),
    (
      "id,label\nx,a\n",
      "found a column 'id'; allowed: 'row' and 'label': d.csv has no ids (see --id)"
    ),
    ("row,label\n1,\n", "row 0, column 'label': found an empty cell"),
  ])
  func `what is not there is refused with its place`(text: String, reason: String) {
    let found = message(text) ?? ""
    #expect(found.hasPrefix(folder.file("t.csv")) && found.contains(reason), "\(found)")
  }

  @Test func `unknown ids and rows that were left out are told`() {
    #expect(
      message("id,label\nw,a\n", ids: ["x", "y", "z", "v"])?
        .hasSuffix("column 'id': found 'w'; allowed: an id of d.csv") == true)
    #expect(
      message("row,label\n2,a\n", keptRows: [0, 1, 3])?.hasSuffix(
        "found '2'; allowed: the number of a row, from 0, of d.csv that was not left out for a missing value"
      ) == true)
  }
}
