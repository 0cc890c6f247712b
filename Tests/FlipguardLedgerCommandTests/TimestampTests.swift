import Testing

@testable import FlipguardLedgerCommand

@Suite struct TimestampTests {
  @Test func `times come back as they were written`() {
    for time in [0, 1, 999, 1_777_636_800_250, 253_402_300_799_999] as [Int64] {
      #expect(Timestamp.milliseconds(Timestamp.text(time)) == time)
    }
    #expect(Timestamp.text(1_777_636_800_250) == "2026-05-01T12:00:00.250Z")
    #expect(Timestamp.milliseconds("1970-01-02") == 86_400_000)
    #expect(Timestamp.milliseconds("1970-01-01T01:00:00+01:00") == 0)
  }

  @Test func `what is no time is shown as a number and not read`() {
    #expect(Timestamp.text(.max) == "\(Int64.max) ms")
    for text in ["", "now", "1970-1-2", "1970-02-30", "1970-01-01T25:00:00Z"] {
      #expect(Timestamp.milliseconds(text) == nil, "\(text)")
    }
  }
}
