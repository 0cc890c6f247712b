import LabelLedger
import Testing

@Suite("Times as text")
struct RFC3339Tests {
  @Test(
    "times are written and read",
    arguments: [
      ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
      ("2026-11-29T20:16:27.000Z", 1_795_983_387_000),
      ("0000-01-01T00:00:00.000Z", -62_167_219_200_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
      ("2000-02-29T12:00:00.000Z", 951_825_600_000),
      ("1900-03-01T00:00:00.000Z", -2_203_891_200_000),
      ("0004-02-29T00:00:00.000Z", -62_035_891_200_000),
    ] as [(String, Int64)])
  func pairs(_ pair: (text: String, milliseconds: Int64)) {
    #expect(RFC3339.text(milliseconds: pair.milliseconds) == pair.text)
    #expect(RFC3339.milliseconds(pair.text) == pair.milliseconds)
  }

  @Test(
    "other forms of a time are read",
    arguments: [
      "2026-11-29T20:16:27Z", "2026-11-29 20:16:27.0004Z", "2026-11-29T20:16:27.00049999999Z",
      "2026-11-29T21:16:27+01:00", "2026-11-29T00:46:27.0-19:30", "2026-11-30T10:16:27+14:00",
    ])
  func forms(_ text: String) {
    #expect(RFC3339.milliseconds(text) == 1_795_983_387_000)
  }

  @Test(
    "no such times",
    arguments: [
      "", "2026-11-29", "2026-11-29T20:16:27", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
      "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
      "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
      "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100",
      "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00ZZ", "26-01-01T00:00:00Z",
      "2026-1-1T00:00:00Z", "+026-01-01T00:00:00Z", "2026-01-01t00:00:00z",
    ])
  func refused(_ text: String) {
    #expect(RFC3339.milliseconds(text) == nil)
  }

  @Test("what has no text is refused, and every day comes back")
  func days() {
    #expect(RFC3339.text(milliseconds: -62_167_219_200_001) == nil)
    #expect(RFC3339.text(milliseconds: 253_402_300_800_000) == nil)
    #expect(RFC3339.text(milliseconds: .min) == nil)
    #expect(RFC3339.text(milliseconds: .max) == nil)
    var last = ""
    for day in stride(from: Int64(-719_528), to: 2_932_897, by: 97) {
      let time = day * 86_400_000 + 4_567
      let text = RFC3339.text(milliseconds: time) ?? ""
      #expect(text > last)
      #expect(RFC3339.milliseconds(text) == time)
      last = text
    }
  }
}
