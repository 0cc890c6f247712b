import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct PointTests {
  @Test func `a point is a size, a time, a day or now`() throws {
    guard case .now = try Point(parsing: "now"), case .size(12) = try Point(parsing: "12"),
      case .time(1_777_636_800_000) = try Point(parsing: "2026-05-01T12:00:00Z"),
      case .time(1_777_593_600_000) = try Point(parsing: "2026-05-01")
    else {
      Issue.record("a point was read as another")
      return
    }
  }

  @Test(arguments: ["", "x", "-1", "1.5", "2026-13-01", "2026-05-01 12:00", "99999999999999999999"])
  func `anything else is refused with what is allowed`(text: String) throws {
    let error = try #require(throws: UsageError.self) { try Point(parsing: text) }
    #expect(error.description.contains("'\(text)'") && error.description.contains("allowed"))
  }

  @Test func `a time leads to the entries up to it`() throws {
    let ledger = try SmallLedger()
    try ledger.record(["a": "cat"], by: "ann")
    try ledger.record(["b": "dog"], by: "bob")
    let storage = try ReadLedger(ledger.options).storage
    try storage.read { reader in
      let times = try (0..<reader.size()).map { index in
        try EntryRows.decode(try reader.entries(index..<(index + 1))[0], at: index).time
      }
      for time in Set(times) {
        let size = try Point.time(time).size(in: reader)
        #expect(size == UInt64(times.count { $0 <= time }))
      }
      #expect(try Point.time(times[0] - 1).size(in: reader) == 0)
      #expect(try Point.time(.max).size(in: reader) == UInt64(times.count))
      #expect(try Point.now.size(in: reader) == Point.size(6).size(in: reader))
      #expect(throws: UsageError.self) { try Point.size(7).size(in: reader) }
    }
  }
}
