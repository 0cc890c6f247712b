import LabelLedger
import Testing

@Suite("Labels from CSV")
struct CSVLabelsTests {
  @Test("answers are read in order, and repetitions are counted")
  func read() throws {
    for start in ["", "\u{FEFF}"] {
      let answers = try CSVLabels.read(Array((start + ImportSamples.csv).utf8))
      #expect(
        answers.labels == [
          ImportedLabel(example: "t,1", annotator: "w1", label: "cat"),
          ImportedLabel(example: "t2", annotator: "w1", label: nil),
          ImportedLabel(example: "t2", annotator: "w2", label: "dog"),
        ])
      #expect(answers.repeated == 1 && answers.skipped == 0)
    }
  }

  @Test(
    "faults are named with their line",
    arguments: [
      ("", ImportError(.header(given: [], allowed: CSVLabels.columns), at: .line(1))),
      (
        "task,label\n",
        ImportError(.header(given: ["task", "label"], allowed: CSVLabels.columns), at: .line(1))
      ),
      (
        "tas\u{212A},worker,label\n",
        ImportError(
          .header(given: ["tas\u{212A}", "worker", "label"], allowed: CSVLabels.columns),
          at: .line(1))
      ),
      ("|t,w\n", ImportError(.fieldCount(given: 2, allowed: 3), at: .line(2))),
      ("|t,w,x\n\n", ImportError(.fieldCount(given: 1, allowed: 3), at: .line(3))),
      ("|t,\"w", ImportError(.csv(CSVError(.openQuotation, line: 2)), at: .line(2))),
      ("|t,a@b.c,x\n", ImportError(.personalData(field: "worker"), at: .line(2))),
      (
        "|t,w,x\nt,w,y\n",
        ImportError(.conflict(LabelKey(example: "t", annotator: "w")), at: .line(3))
      ),
    ])
  func refused(_ pair: (text: String, error: ImportError)) {
    let text = pair.text.replacing("|", with: "task,worker,label\n")
    #expect(throws: pair.error) { try CSVLabels.read(Array(text.utf8)) }
  }

  @Test("names that are none are refused")
  func names() throws {
    for line in [",w,x", "t,,x", "\"a\nb\",w,x", "t,w,\"x\u{7}\""] {
      let error = try ImportSamples.error {
        try CSVLabels.read(Array("task,worker,label\n\(line)\n".utf8))
      }
      #expect(error.place == .line(2))
    }
  }

  @Test("an address becomes the same name under the same key only")
  func addresses() throws {
    let bytes = Array("task,worker,label\nt,a@b.c,x\n".utf8)
    func name(_ byte: UInt8) throws -> Identifier? {
      let key = [UInt8](repeating: byte, count: 32)
      let pseudonyms = try #require(Pseudonyms.hidingAddresses(key: key))
      return try CSVLabels.read(bytes, pseudonyms: pseudonyms).labels.first?.annotator
    }
    // HMAC-SHA-256 of "a@b.c" under 32 letters k, by Python's hmac.
    #expect(
      try name(UInt8(ascii: "k"))
        == "603298a662b7625b5c8ae59737060ea71e5cc4732f14e27053e11c7538694e9b")
    #expect(try name(1) != name(2))
    #expect(Pseudonyms.hidingAddresses(key: [UInt8](repeating: 1, count: 31)) == nil)
  }
}
