import Testing

@testable import Experiments

struct MarkupTests {
  @Test func `strings are escaped and markup is kept`() {
    let name = "<a href=\"x\">'&'</a>\u{1}"
    let inner: Markup = "<b>\(name)</b>"
    let outer: Markup = "<i>\(inner)\(7)\(2.25)</i>"
    #expect(
      outer.text
        == "<i><b>&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;\u{FFFD}</b>72.3</i>")
  }

  @Test(arguments: [
    (1.005, 1, "1.0"), (-0.04, 1, "0.0"), (-0.05, 1, "-0.1"), (12.5, 0, "13"), (0.007, 2, "0.01"),
    (1234.5, 2, "1234.50"),
  ])
  func `decimals are fixed`(value: Double, digits: Int, text: String) {
    #expect(value.text(digits: digits) == text)
  }

  @Test func `counts are grouped and agree with their noun`() {
    #expect(13007.groupedText == "13,007")
    #expect(999.groupedText == "999")
    #expect(1_234_567.groupedText == "1,234,567")
    #expect(1.text(of: "class", plural: "classes") == "1 class")
    #expect(2.text(of: "class", plural: "classes") == "2 classes")
  }

  @Test func `fields are quoted only where they must be`() {
    #expect(
      CSVText.document(header: ["a", "b"], rows: [["x y", "1,2"], ["\"q\"", "l\r\nm"]])
        == "a,b\nx y,\"1,2\"\n\"\"\"q\"\"\",\"l\r\nm\"\n")
  }
}
