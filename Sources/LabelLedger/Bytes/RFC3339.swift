/// Dates and times as text (RFC 3339, 2002), for years 0000 to 9999.
public enum RFC3339 {
  private static let millisecondsPerDay: Int64 = 86_400_000
  private static let first: Int64 = -62_167_219_200_000
  private static let end: Int64 = 253_402_300_800_000

  /// Writes a time in UTC.
  ///
  /// - Parameter milliseconds: Since 1970, UTC.
  /// - Returns: Such as `2026-11-29T20:16:27.000Z`; `nil` outside the years 0000 to 9999.
  public static func text(milliseconds: Int64) -> String? {
    guard (first..<end).contains(milliseconds) else { return nil }
    let days = (milliseconds - first) / millisecondsPerDay
    let rest = (milliseconds - first) % millisecondsPerDay
    let (year, month, day) = date(daysSinceYear0: days)
    return digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2) + "T"
      + digits(rest / 3_600_000, 2) + ":" + digits(rest / 60_000 % 60, 2) + ":"
      + digits(rest / 1_000 % 60, 2) + "." + digits(rest % 1_000, 3) + "Z"
  }

  /// Reads a time.
  ///
  /// - Parameter text: With `T` or a space between date and time, any number of digits behind the second, and `Z` or an offset.
  /// - Returns: Milliseconds since 1970, UTC, the rest cut off; `nil` for other forms, days that do not exist, and leap seconds.
  public static func milliseconds(_ text: String) -> Int64? {
    var rest = Array(text.utf8)[...]
    guard let year = number(&rest, 4), take(&rest, "-"), let month = number(&rest, 2),
      take(&rest, "-"), let day = number(&rest, 2), take(&rest, "T") || take(&rest, " "),
      let hour = number(&rest, 2), take(&rest, ":"), let minute = number(&rest, 2),
      take(&rest, ":"), let second = number(&rest, 2),
      1...12 ~= month, day >= 1, day <= length(month, year), hour < 24, minute < 60, second < 60
    else { return nil }
    var thousandths: Int64 = 0
    if take(&rest, ".") {
      let fraction = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard !fraction.isEmpty else { return nil }
      var three = (Array(fraction.prefix(3)) + [0x30, 0x30])[...]
      thousandths = number(&three, 3) ?? 0
      rest = rest[fraction.endIndex...]
    }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    let time = ((hour * 60 + minute - offset) * 60 + second) * 1_000 + thousandths
    return first + days(year, month, day) * millisecondsPerDay + time
  }

  /// Minutes east of UTC.
  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    if take(&rest, "Z") { return 0 }
    let isEast = take(&rest, "+")
    guard isEast || take(&rest, "-"), let hours = number(&rest, 2), take(&rest, ":"),
      let minutes = number(&rest, 2), hours < 24, minutes < 60
    else { return nil }
    return isEast ? hours * 60 + minutes : -(hours * 60 + minutes)
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> Int64? {
    guard rest.count >= count else { return nil }
    var value: Int64 = 0
    for byte in rest.prefix(count) {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    rest.removeFirst(count)
    return value
  }

  private static func digits(_ value: Int64, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func length(_ month: Int64, _ year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 0000-01-01, in the Gregorian calendar.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // Year 0 is a leap year itself.
    let before = year == 0 ? 0 : 1 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
    let months = (1..<month).reduce(Int64(0)) { $0 + length($1, year) }
    return year * 365 + before + months + day - 1
  }

  private static func date(daysSinceYear0 days: Int64) -> (Int64, Int64, Int64) {
    // 146,097 days are 400 years, so this is the year or one off.
    var year = days * 400 / 146_097
    while Self.days(year, 1, 1) > days { year -= 1 }
    while Self.days(year + 1, 1, 1) <= days { year += 1 }
    var rest = days - Self.days(year, 1, 1)
    var month: Int64 = 1
    while rest >= length(month, year) {
      rest -= length(month, year)
      month += 1
    }
    return (year, month, rest + 1)
  }
}
