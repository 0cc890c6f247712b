import LabelLedger
import Testing

@Suite("CSVTable")
struct CSVTableTests {
  @Test("rows come with the line that they begin on")
  func rows() throws {
    let table = try CSVTable(parsing: Array("\u{FEFF}a,b\r\n1,\"x\ny\"\n2,z".utf8))
    #expect(table.header == ["a", "b"])
    #expect(table.rows.map(\.line) == [2, 4])
    #expect(table.rows.map(\.fields) == [["1", "x\ny"], ["2", "z"]])
  }

  @Test(
    "what is no table is refused with its line",
    arguments: [
      ("", CSVError(.empty, line: 1)), ("a,a\n", CSVError(.repeatedColumn("a"), line: 1)),
      ("a,b\n1,2\n3\n", CSVError(.fieldCount(given: 1, header: 2), line: 3)),
      ("a\n\"x", CSVError(.openQuotation, line: 2)),
    ])
  func refused(_ pair: (text: String, error: CSVError)) {
    #expect(throws: pair.error) { try CSVTable(parsing: Array(pair.text.utf8)) }
  }
}
