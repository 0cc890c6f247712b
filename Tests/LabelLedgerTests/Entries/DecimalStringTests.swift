import LabelLedger
import Testing

@Suite("Decimal strings")
struct DecimalStringTests {
  @Test(
    "numbers are kept as written",
    arguments: [
      "0", "-0", "7", "-12", "0.5", "-0.50", "10.000", "12345678901234567890123456789.12",
    ]
  )
  func taken(_ text: String) {
    #expect(DecimalString(text)?.text == text)
  }

  @Test(
    "other forms are refused",
    arguments: [
      "", "-", ".", ".5", "5.", "01", "00", "+1", "1e5", "1.2.3", "--1", "1 ", " 1", "0x1", "NaN",
      "1,5", "-.5", "٣", "1.٣", "123456789012345678901234567890.123",
    ])
  func refused(_ text: String) {
    #expect(DecimalString(text) == nil)
  }
}
