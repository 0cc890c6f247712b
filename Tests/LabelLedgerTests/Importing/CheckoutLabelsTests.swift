import LabelLedger
import Testing

@Suite("CheckoutLabels")
struct CheckoutLabelsTests {
  @Test("what a ledger checked out comes with annotators")
  func read() throws {
    let text = "id,label,annotator,batch\n7,\"a,b\",w1,x\n8,cat,w2,\n"
    let labels = try CheckoutLabels.read(Array(text.utf8)).labels
    #expect(
      labels == [
        ImportedLabel(example: "7", annotator: "w1", label: "a,b"),
        ImportedLabel(example: "8", annotator: "w2", label: "cat"),
      ])
  }

  @Test(
    "other files are refused",
    arguments: [
      "", "task,worker,label\n", "id,label,annotator,batch\n7,cat\n",
      "id,label,annotator,batch\n7,,w1,\n", "id,label,annotator,batch\n7,cat,a@b.org,\n",
      "id,label,annotator,batch\n7,cat,w1,\n7,dog,w1,\n",
    ])
  func refused(_ text: String) {
    #expect(throws: ImportError.self) { try CheckoutLabels.read(Array(text.utf8)) }
  }
}
