import LabelLedger
import Testing

@Suite("Labels from Argilla")
struct ArgillaLabelsTests {
  @Test("answers by question are read from lines")
  func byQuestion() throws {
    for question in [nil, "label"] {
      let answers = try ArgillaLabels(question: question)
        .read(Array(ImportSamples.argillaByQuestion.utf8))
      #expect(answers.labels == [ImportedLabel(example: "r1", annotator: "u-1", label: "pos")])
      #expect(answers.skipped == 1)
    }
    let other = try ArgillaLabels(question: "other")
      .read(Array(ImportSamples.argillaByQuestion.utf8))
    #expect(other.labels.isEmpty)
  }

  @Test("answers by user are read from a list")
  func byUser() throws {
    let answers = try ArgillaLabels().read(Array(ImportSamples.argillaByUser.utf8))
    #expect(
      answers.labels == [
        ImportedLabel(
          example: "r1", annotator: "u-1", label: "pos", externalID: "a", time: 1_704_067_200_123),
        ImportedLabel(example: "r1", annotator: "u-3", label: nil),
      ])
    #expect(answers.skipped == 1)
  }

  @Test(
    "what is not one class or not there is refused with its place",
    arguments: [
      (#"{"id":"r"}"#, .line(1), .field(FieldError(.missing, at: "responses"))),
      ("\n{\"responses\":[]}", .line(2), .field(FieldError(.missing, at: "id"))),
      (
        #"{"id":"r","responses":{"a":[],"b":[]}}"#, .line(1), .severalQuestions(["a", "b"])
      ),
      (
        #"[{"id":"r","responses":{"a":[{"value":["x","y"],"user_id":"u"}]}}]"#, .record(0),
        .unsupported("an answer with several parts")
      ),
      (
        #"[{"id":"r","responses":{"a":[{"value":"x"}]}}]"#, .record(0),
        .field(FieldError(.missing, at: "user_id"))
      ),
      (
        #"{"id":"r","responses":{"a":[{"value":"x","user_id":"a@b.c"}]}}"#, .line(1),
        .personalData(field: "user_id")
      ),
      ("{\"id\":1,\"id\":2}", .line(1), .json(StrictJSONError(.repeatedName("id"), offset: 0))),
    ] as [(String, ImportPlace, ImportError.Problem)])
  func refused(_ row: (text: String, place: ImportPlace, problem: ImportError.Problem)) {
    #expect(throws: ImportError(row.problem, at: row.place)) {
      try ArgillaLabels().read(Array(row.text.utf8))
    }
  }
}
