import LabelLedger
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test(
    "control characters, nothing and too much are refused",
    arguments: [
      "", "\u{0}", "a\u{1F}", "\u{7F}", "a\u{80}", "\u{9F}b", "a\n",
      String(repeating: "a", count: 257), String(repeating: "😀", count: 64) + "a",
    ])
  func refused(_ text: String) {
    #expect(Identifier(text) == nil)
  }

  @Test(
    "other texts are taken",
    arguments: [
      " ", "a", "~", "\u{A0}", "Â", "é", "日本", "\u{2028}", String(repeating: "😀", count: 64),
    ])
  func taken(_ text: String) {
    #expect(Identifier(text)?.text == text)
  }

  @Test("bytes decide what is equal and what comes first")
  func bytes() {
    let composed: Identifier = "\u{E9}"
    let decomposed: Identifier = "e\u{301}"
    #expect(composed.text == decomposed.text)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(decomposed < composed)
    #expect(Identifier(stringLiteral: "\u{FF21}") < "\u{1F600}")
    #expect([composed: 1][composed] == 1)
  }
}
