import LabelLedger
import Testing

@Suite("Base64")
struct Base64Tests {
  @Test(
    "what RFC 4648 lists is written and read",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(_ pair: (text: String, encoded: String)) {
    #expect(Base64.encode(pair.text.utf8) == pair.encoded)
    #expect(Base64.decode(pair.encoded) == Array(pair.text.utf8))
  }

  @Test("every byte comes back")
  func allBytes() {
    for count in 0...300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(
    "other forms of the same bytes are refused",
    arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Z-==", "=Zg=", "====", "Zg==Zg=="])
  func refused(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
