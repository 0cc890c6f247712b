/// Times as text (RFC 3339, 2002), always in UTC.
public enum Timestamp {
  private static let millisecondsPerDay: Int64 = 86_400_000

  /// Writes a time.
  ///
  /// - Parameter milliseconds: Milliseconds since 1970, UTC.
  /// - Returns: A text such as `2026-05-01T12:00:00.250Z`; always with three digits after the point.
  public static func text(_ milliseconds: Int64) -> String {
    let days = floorDivide(milliseconds, millisecondsPerDay)
    let rest = milliseconds - days * millisecondsPerDay
    let (year, month, day) = date(daysSince1970: days)
    let seconds = rest / 1000
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      + "T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
      + ".\(padded(rest % 1000, 3))Z"
  }

  /// Reads a time.
  ///
  /// - Parameter text: A date, as `2026-05-01`, or a date and time that ends in `Z`, as `2026-05-01T12:00:00Z`, with
  ///   up to three digits of a second's fraction.
  /// - Returns: Milliseconds since 1970, UTC; `nil` for anything else, and for dates that no calendar has.
  public static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let days = days(year, month, day)
    else { return nil }
    guard bytes.count > 10 else { return days * millisecondsPerDay }
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes.last == UInt8(ascii: "Z"),
      let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]),
      minute < 60, let second = number(bytes[17..<19]), second < 60
    else { return nil }
    let fraction = bytes[19..<(bytes.count - 1)]
    var thousandths: Int64 = 0
    if !fraction.isEmpty {
      guard fraction.first == UInt8(ascii: "."), (2...4).contains(fraction.count),
        let digits = number(fraction.dropFirst())
      else { return nil }
      thousandths = digits * [100, 10, 1][fraction.count - 2]
    }
    return days * millisecondsPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return number
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
  }

  /// Days since 1970 of a date of the Gregorian calendar, counted in years that begin with March, so that the
  /// leap day is the last of its year.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = (month + 9) % 12
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let days =
      365 * marchYear + floorDivide(marchYear, 4) - floorDivide(marchYear, 100)
      + floorDivide(marchYear, 400) + dayOfYear - 719_468
    // A day that the month does not have comes back as another date.
    return date(daysSince1970: days) == (year, month, day) ? days : nil
  }

  private static func date(daysSince1970 days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
