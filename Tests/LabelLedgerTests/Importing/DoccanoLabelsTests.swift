import LabelLedger
import Testing

@Suite("Labels from doccano")
struct DoccanoLabelsTests {
  private let format = DoccanoLabels(annotator: "member-1")

  @Test("one class is read from lines and lists, documents without are counted")
  func read() throws {
    let list = "[" + ImportSamples.doccano.split(separator: "\n").joined(separator: ",") + "]"
    for text in [ImportSamples.doccano, list] {
      let answers = try format.read(Array(text.utf8))
      #expect(
        answers.labels == [
          ImportedLabel(example: "1", annotator: "member-1", label: "pos"),
          ImportedLabel(example: "3", annotator: "member-1", label: "neg"),
        ])
      #expect(answers.skipped == 1)
    }
  }

  @Test(
    "what is not one class is refused by name",
    arguments: [
      (#"{"id":1,"label":["a","b"]}"#, .unsupported("2 labels")),
      (#"{"id":1,"label":"a#b"}"#, .unsupported("a string as label")),
      (#"{"id":1,"label":[[0,3,"PER"]]}"#, .unsupported("an array in the list of labels")),
      (#"{"id":1,"label":["a"],"labels":["a"]}"#, .unsupported("both label and labels")),
      (
        #"{"id":1,"annotations":[{"label":1,"user":2}]}"#,
        .unsupported("annotations by numbers of labels")
      ),
      (#"{"label":["a"]}"#, .field(FieldError(.missing, at: "id"))),
      ("3", .field(FieldError(.wrongType(given: "a number", allowed: "an object")))),
    ] as [(String, ImportError.Problem)])
  func refused(_ pair: (text: String, problem: ImportError.Problem)) {
    #expect(throws: ImportError(pair.problem, at: .line(1))) {
      try format.read(Array(pair.text.utf8))
    }
  }
}
