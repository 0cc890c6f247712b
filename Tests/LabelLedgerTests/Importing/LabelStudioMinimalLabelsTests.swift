import LabelLedger
import Testing

@Suite("Labels from Label Studio's JSON-MIN")
struct LabelStudioMinimalLabelsTests {
  private let bytes = Array(ImportSamples.labelStudioMinimal.utf8)

  @Test("answers are read from the field of the question")
  func read() throws {
    let answers = try LabelStudioMinimalLabels(question: "animal").read(bytes)
    #expect(
      answers.labels == [
        ImportedLabel(
          example: "1", annotator: "7", label: "cat", externalID: "1001", time: 1_615_328_168_728),
        ImportedLabel(example: "2", annotator: "7", label: "4", externalID: "1004"),
        ImportedLabel(example: "2", annotator: "8", label: nil, externalID: "1005"),
      ])
    let named = try LabelStudioMinimalLabels(question: "animal", exampleField: "image").read(bytes)
    #expect(named.labels.map(\.example) == ["a.png", "b.png", "b.png"])
  }

  @Test("what is not one class or not there is refused")
  func refused() throws {
    for (old, new, problem) in [
      (
        "\"cat\"", "{\"choices\": [\"cat\", \"dog\"]}",
        .unsupported("several results in animal")
      ),
      ("\"annotator\": 8,", "", .field(FieldError(.missing, at: "annotator"))),
      ("\"annotator\": 8,", "\"annotator\": \"a@b.c\",", .personalData(field: "annotator")),
      ("\"id\": 1,", "", .field(FieldError(.missing, at: "id"))),
      (
        "\"animal\": 4", "\"animal\": 4.5",
        .field(
          FieldError(
            .wrongType(given: "a number", allowed: "text or a whole number"), at: "animal"))
      ),
    ] as [(String, String, ImportError.Problem)] {
      let text = ImportSamples.labelStudioMinimal.replacing(old, with: new)
      let error = try ImportSamples.error {
        try LabelStudioMinimalLabels(question: "animal").read(Array(text.utf8))
      }
      #expect(error.problem == problem)
    }
  }
}
