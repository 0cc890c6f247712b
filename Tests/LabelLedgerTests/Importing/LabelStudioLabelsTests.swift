import LabelLedger
import Testing

@Suite("Labels from Label Studio")
struct LabelStudioLabelsTests {
  private let bytes = Array(ImportSamples.labelStudio.utf8)

  @Test("choices, ratings and paths are read, cancelled annotations counted")
  func read() throws {
    let answers = try LabelStudioLabels().read(bytes)
    #expect(
      answers.labels == [
        ImportedLabel(
          example: "1", annotator: "7", label: "cat", externalID: "1001", time: 1_615_328_220_500),
        ImportedLabel(example: "1", annotator: "9", label: nil, externalID: "1003"),
        ImportedLabel(example: "2", annotator: "7", label: "4", externalID: "1004"),
        ImportedLabel(example: "2", annotator: "8", label: "mammal/cat", externalID: "1005"),
      ])
    #expect(answers.skipped == 1)
  }

  @Test("a field of the data may name the example")
  func exampleField() throws {
    let answers = try LabelStudioLabels(exampleField: "image").read(bytes)
    #expect(answers.labels.map(\.example) == ["a.png", "a.png", "b.png", "b.png"])
    let error = try ImportSamples.error { try LabelStudioLabels(exampleField: "size").read(bytes) }
    #expect(error.place == .record(0))
  }

  @Test("another question has no answers")
  func question() throws {
    let answers = try LabelStudioLabels(question: "color").read(bytes)
    #expect(answers.labels.allSatisfy { $0.label == nil })
  }

  private func problem(_ old: String, _ new: String) throws -> ImportError.Problem {
    let text = ImportSamples.labelStudio.replacing(old, with: new)
    #expect(text != ImportSamples.labelStudio)
    return try ImportSamples.error { try LabelStudioLabels().read(Array(text.utf8)) }.problem
  }

  @Test("what is not one class is refused by name")
  func unsupported() throws {
    #expect(
      try problem("\"choices\",", "\"rectanglelabels\",")
        == .unsupported("results of type rectanglelabels"))
    #expect(try problem("[\"cat\"]}", "[\"cat\",\"dog\"]}") == .unsupported("2 choices"))
    #expect(
      try problem("[[\"mammal\"", "[[\"x\"],[\"mammal\"") == .unsupported("2 paths of a taxonomy"))
    #expect(
      try problem("\"mammal\"", "\"mam/mal\"")
        == .unsupported("a path of a taxonomy with a slash in a part"))
    #expect(
      try problem("[{\"id\": \"Dx\"", "[{\"type\": \"relation\"},{\"id\": \"Dx\"")
        == .unsupported("relation"))
    let second = #"[{"from_name": "color", "type": "choices", "value": {"choices": []}},"#
    #expect(
      try problem("[{\"id\": \"Dx\"", second + "{\"id\": \"Dx\"")
        == .severalQuestions(["color", "animal"]))
    #expect(
      try problem(
        "[{\"id\": \"Dx\"", second.replacing("color", with: "animal") + "{\"id\": \"Dx\"")
        == .unsupported("2 results of one question"))
  }

  @Test("a chosen question passes over the others")
  func chosen() throws {
    let second = #"[{"from_name": "color", "type": "labels", "value": {}},{"id": "Dx""#
    let text = ImportSamples.labelStudio.replacing("[{\"id\": \"Dx\"", with: second)
    let answers = try LabelStudioLabels(question: "animal").read(Array(text.utf8))
    #expect(answers.labels.first?.label == "cat")
  }

  @Test("fields that are missing or of another type are refused by name")
  func fields() throws {
    for (old, new, path) in [
      ("\"completed_by\": 8, \"result\"", "\"result\"", "completed_by"),
      ("{\"id\": 2,", "{", "id"), ("\"rating\": 4}", "\"rating\": 4.5}", "rating"),
      ("\"rating\": 4}", "\"r\": 4}", "rating"),
      ("{\"choices\": [\"cat\"]}", "{\"choices\": \"cat\"}", "choices"),
      ("{\"choices\": [\"cat\"]}", "3", "value"),
      ("2021-03-09T22:17:00.5Z", "yesterday", "updated_at"),
      ("{\"id\": 7, \"email\": \"x@example.com\"}", "{\"name\": \"x\"}", "completed_by.id"),
    ] {
      guard case .field(let error) = try problem(old, new) else {
        Issue.record("\(new)")
        continue
      }
      #expect(error.path == path)
    }
    #expect(
      try problem("{\"id\": 7, \"email\": \"x@example.com\"}", "{\"email\": \"x@example.com\"}")
        == .personalData(field: "completed_by.email"))
    #expect(
      try problem("{\"id\": 7, \"email\": \"x@example.com\"}", "\"x@example.com\"")
        == .personalData(field: "completed_by"))
  }

  @Test("an annotator who gave two labels is refused")
  func conflict() throws {
    #expect(
      try problem("\"completed_by\": 8, \"result\"", "\"completed_by\": 7, \"result\"")
        == .conflict(LabelKey(example: "2", annotator: "7")))
  }

  @Test("an empty file is refused, an empty list is not")
  func empty() throws {
    #expect(throws: ImportError.self) { try LabelStudioLabels().read([]) }
    #expect(throws: ImportError.self) { try LabelStudioLabels().read(Array(" \n".utf8)) }
    #expect(try LabelStudioLabels().read(Array("[]".utf8)).labels.isEmpty)
  }
}
