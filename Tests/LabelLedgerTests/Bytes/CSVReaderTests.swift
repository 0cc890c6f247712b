import Testing

@testable import LabelLedger

@Suite("Comma-separated values")
struct CSVReaderTests {
  private func records(_ text: String) throws -> [[String]] {
    var reader = CSVReader(Array(text.utf8))
    var records: [[String]] = []
    while let record = try reader.next() { records.append(record.fields) }
    return records
  }

  @Test(
    "records are read",
    arguments: [
      ("", []), ("a", [["a"]]), ("a\n", [["a"]]), ("a,b\r\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("\n", [[""]]), (",", [["", ""]]), ("a,\n", [["a", ""]]), ("\"\"", [[""]]),
      ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]), ("\"a\r\nb\",c", [["a\r\nb", "c"]]),
      ("\"a\"\r\n\"b\"", [["a"], ["b"]]), (" a , b ", [[" a ", " b "]]), ("é,😀", [["é", "😀"]]),
    ] as [(String, [[String]])])
  func read(_ pair: (text: String, records: [[String]])) throws {
    #expect(try records(pair.text) == pair.records)
  }

  @Test(
    "other forms are refused on their line",
    arguments: [
      ("a\n\"b", .openQuotation, 2), ("\"a\nb", .openQuotation, 1),
      ("\"a\"b", .textAfterQuotation, 1),
      ("\"a\nb\" ,c", .textAfterQuotation, 2), ("a\"b\"", .quotationInside, 1),
      ("a\rb", .loneCarriageReturn, 1), ("a\n\nb\r", .loneCarriageReturn, 3),
    ] as [(String, CSVError.Problem, Int)])
  func refused(_ row: (text: String, problem: CSVError.Problem, line: Int)) {
    #expect(throws: CSVError(row.problem, line: row.line)) { try records(row.text) }
  }

  @Test("lines are counted through quoted line ends")
  func lines() throws {
    var reader = CSVReader(Array("a\n\"b\n\nc\"\nd".utf8))
    var lines: [Int] = []
    while let record = try reader.next() { lines.append(record.line) }
    #expect(lines == [1, 2, 5])
  }
}
