import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct RowOrderTests {
  private let ledger: SmallLedger

  init() throws {
    ledger = try SmallLedger()
    try ledger.record(["a": "cat", "b": "dog", "c": "emu"], by: "ann")
  }

  private func column(_ text: String, _ column: HeadColumn?, id: String = "id") throws -> String {
    let order = try RowOrder(ledger.file("data.csv", text), column: id)
    let heads = try ReadLedger(ledger.options).heads("labels", at: .now)
    let table = Checkout.table(of: try order.sort(heads), column)
    return String(decoding: table.bytes(.csv), as: UTF8.self)
  }

  @Test func `labels come in the order of the rows, as often as they do`() throws {
    #expect(try column("x,id\n1,c\n2,a\n3,c\n", .label) == "label\nemu\ncat\nemu\n")
    #expect(try column("name\nb\n", .annotator, id: "name") == "annotator\nann\n")
    #expect(try column("id\nb\n", nil) == "id,label,annotator,batch\nb,dog,ann,\n")
  }

  @Test(arguments: [
    ("x\n1\n", 1, "there is no column 'id'"), ("id\na\nz\n", 3, "no label of 'z'"),
    ("id,x\na\n", 2, "2 fields"), ("", 1, "empty"), ("id\n\"\"\n", 2, "allowed"),
  ])
  func `a row without a label is named`(text: String, line: Int, reason: String) throws {
    let error = try #require(throws: InputError.self) { try column(text, .label) }
    #expect(error.line == line && error.problem.contains(reason), "\(error)")
  }
}
