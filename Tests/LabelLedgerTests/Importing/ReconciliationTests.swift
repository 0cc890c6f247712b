import LabelLedger
import Testing

@Suite("Reconciliation")
struct ReconciliationTests {
  private func export(_ lines: [String]) throws -> LabelImport {
    try CSVLabels.read(Array((["task,worker,label"] + lines).joined(separator: "\n").utf8))
  }

  private func key(_ example: Identifier, _ annotator: Identifier) -> LabelKey {
    LabelKey(example: example, annotator: annotator)
  }

  @Test("additions, changes and deletions are told apart and sorted")
  func parts() throws {
    let current: [LabelKey: Identifier] = [
      key("a", "u"): "x", key("a", "v"): "x", key("b", "u"): "y", key("c", "u"): "z",
      key("d", "u"): "z",
    ]
    let export = try export(["e,v,x", "e,u,y", "b,u,x", "a,u,x", "d,u,", "f,u,", "a,v,z"])
    let result = Reconciliation(current: current, export: export)
    #expect(
      result.additions.map { key($0.example, $0.annotator) } == [key("e", "u"), key("e", "v")])
    #expect(result.changes.map(\.previous) == ["x", "y"])
    #expect(result.changes.map(\.answer.label) == ["z", "x"])
    #expect(result.deletions.map(\.key) == [key("c", "u"), key("d", "u")])
    #expect(result.deletions.map(\.previous) == ["z", "z"])
    #expect(result.unchanged == 1)
  }

  @Test("doing what it says leaves nothing to do", arguments: [61, 62, 63] as [UInt64])
  func fixedPoint(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func answers() -> [LabelKey: Identifier] {
      var answers: [LabelKey: Identifier] = [:]
      for example in 0..<20 {
        for annotator in 0..<3 where Bool.random(using: &generator) {
          let label = Identifier(stringLiteral: "c\(Int.random(in: 0..<3, using: &generator))")
          answers[
            key(
              Identifier(stringLiteral: "e\(example)"), Identifier(stringLiteral: "u\(annotator)"))] =
            label
        }
      }
      return answers
    }
    let current = answers()
    let wanted = answers()
    let export = try export(wanted.map { "\($0.key.example),\($0.key.annotator),\($0.value)" })
    let result = Reconciliation(current: current, export: export)
    var after = current
    for answer in result.additions + result.changes.map(\.answer) {
      after[key(answer.example, answer.annotator)] = answer.label
    }
    for deletion in result.deletions { after[deletion.key] = nil }
    #expect(after == wanted)
    let again = Reconciliation(current: after, export: export)
    #expect(again.additions.isEmpty && again.changes.isEmpty && again.deletions.isEmpty)
    #expect(again.unchanged == wanted.count)
  }
}
