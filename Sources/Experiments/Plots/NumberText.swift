extension Double {
  /// The number with a fixed count of decimals, rounded half away from zero, with a point; the same in every locale.
  ///
  /// Numbers beyond a quadrillion, and those that are not finite, are written in Swift's shortest form.
  func text(digits: Int) -> String {
    var unit = 1.0
    for _ in 0..<digits { unit *= 10 }
    let scaled = (self * unit).rounded()
    guard scaled.magnitude < 1e15 else { return description }
    let whole = String(Int(scaled.magnitude))
    let sign = scaled < 0 ? "-" : ""
    guard digits > 0 else { return sign + whole }
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// A share as a percentage, as in `12.3 %`.
  func percentText(digits: Int = 1) -> String { (self * 100).text(digits: digits) + "\u{202F}%" }
}

extension Int {
  /// The number with its thousands set apart, as in `13,007`.
  var groupedText: String {
    var digits = String(magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = String(digits.dropLast(3))
    }
    groups.append(digits[...])
    return (self < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// The number with its noun, as in `1 issue` and `2 issues`.
  func text(of noun: String, plural: String? = nil) -> String {
    "\(groupedText) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
