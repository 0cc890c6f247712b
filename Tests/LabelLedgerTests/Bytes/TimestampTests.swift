import LabelLedger
import Testing

@Suite("Timestamp")
struct TimestampTests {
  @Test(
    "known times are written and read",
    arguments: [
      (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_727_964_367_123, "2024-10-03T14:06:07.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
    ])
  func known(_ pair: (milliseconds: Int64, text: String)) {
    #expect(Timestamp.text(pair.milliseconds) == pair.text)
    #expect(Timestamp.milliseconds(pair.text) == pair.milliseconds)
  }

  @Test("every day of four hundred years comes back")
  func everyDay() {
    for day in stride(from: Int64(-70_000), through: 80_000, by: 1) {
      let milliseconds = day * 86_400_000 + 12_345
      #expect(Timestamp.milliseconds(Timestamp.text(milliseconds)) == milliseconds)
    }
  }

  @Test("dates and shorter fractions are read")
  func shorter() {
    #expect(Timestamp.milliseconds("1970-01-02") == 86_400_000)
    #expect(Timestamp.milliseconds("1970-01-01T00:00:01Z") == 1000)
    #expect(Timestamp.milliseconds("1970-01-01T00:00:01.5Z") == 1500)
  }

  @Test(
    "other texts are no times",
    arguments: [
      "", "2026", "2026-13-01", "2026-02-29", "2026-04-31", "2026-00-10", "2026-01-00",
      "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z",
      "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00", "2026-01-01 00:00:00Z",
      "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234Z", "2026-1-1", "x026-01-01",
      "2026-01-01T00:00Z",
    ])
  func refused(_ text: String) {
    #expect(Timestamp.milliseconds(text) == nil)
  }
}
