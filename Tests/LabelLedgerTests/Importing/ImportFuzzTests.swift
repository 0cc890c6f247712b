import LabelLedger
import Testing

@Suite("Exports changed at random")
struct ImportFuzzTests {
  private static let readers: [(sample: String, read: @Sendable ([UInt8]) throws -> LabelImport)] =
    [
      (ImportSamples.csv, { try CSVLabels.read($0) }),
      (ImportSamples.labelStudio, { try LabelStudioLabels().read($0) }),
      (
        ImportSamples.labelStudioMinimal,
        { try LabelStudioMinimalLabels(question: "animal").read($0) }
      ),
      (ImportSamples.argillaByQuestion, { try ArgillaLabels().read($0) }),
      (ImportSamples.argillaByUser, { try ArgillaLabels(question: "label").read($0) }),
      (ImportSamples.doccano, { try DoccanoLabels(annotator: "a").read($0) }),
    ]

  @Test("they are read or refused in one sentence, never worse", arguments: 0..<6)
  func mutations(reader: Int) throws {
    let (sample, read) = Self.readers[reader]
    var generator = SeededGenerator(seed: UInt64(50 + reader))
    let start = Array(sample.utf8)
    let pieces = [
      "", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "1e9", "-1", "\\ud800", "\n", "é",
      "[[[[", "{\"id\":1}", "\"result\":[]", "99999999999999999999", "\u{0}", "\r",
    ]
    var refused = 0
    for _ in 0..<800 {
      var bytes = start
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &generator))
        bytes.replaceSubrange(
          place..<end, with: (pieces.randomElement(using: &generator) ?? "").utf8)
      }
      do {
        let answers = try read(bytes)
        let keys = answers.labels.map { LabelKey(example: $0.example, annotator: $0.annotator) }
        #expect(Set(keys).count == keys.count)
      } catch let error as ImportError {
        refused += 1
        #expect(error.description.hasSuffix("."))
      }
    }
    #expect(refused > 200)
  }

  @Test("every beginning of an export is refused or has no more answers", arguments: 0..<6)
  func prefixes(reader: Int) throws {
    let (sample, read) = Self.readers[reader]
    let all = try read(Array(sample.utf8))
    for count in 0..<sample.utf8.count {
      guard let part = try? read(Array(sample.utf8.prefix(count))) else { continue }
      #expect(part.labels.count <= all.labels.count)
    }
  }
}
