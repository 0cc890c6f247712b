/// One feature of every row as a code: the rank of the value among the distinct values, from 0.
///
/// Up to 65,536 distinct values have a code each, and so no split is lost. Where there are more, neighboring values
/// share a code: with r rows below a value, its bin is the whole part of `65,536 r / n`, and the bins that are
/// not empty are numbered. A code takes one byte where there are at most 256, else two.
struct CodedFeature: Sendable {
  /// The code of every row.
  enum Codes: Sendable {
    case narrow(Scratch<UInt8>)
    case wide(Scratch<UInt16>)
  }

  let codes: Codes
  /// The smallest value of every code, ascending.
  private let smallest: [Float]
  /// The largest value of every code, ascending.
  private let largest: [Float]

  /// The most codes that a feature has.
  static let mostCodes = 1 << 16

  /// Number of codes.
  var count: Int { smallest.count }

  /// Codes the values of all rows.
  ///
  /// - Complexity: O(n).
  init(_ values: [Float]) {
    let keys = Self.sortedKeys(values)
    let n = values.count
    var (smallest, largest): ([Float], [Float]) = ([], [])
    let codes = Scratch<UInt16>(count: n, repeating: 0)
    var isExact = true
    // First with a code for each value; if there are too many, by bins.
    for bins in [Int.max, Self.mostCodes] {
      (smallest, largest) = ([], [])
      isExact = bins == .max
      var (bin, start) = (-1, 0)
      while start < n {
        let value = values[Int(UInt32(truncatingIfNeeded: keys[start]))]
        var end = start
        while end < n, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
        let own = isExact ? start : start * bins / n
        if own != bin {
          bin = own
          smallest.append(value)
          largest.append(value)
        }
        if smallest.count > Self.mostCodes { break }
        largest[largest.count - 1] = value
        let code = UInt16(truncatingIfNeeded: smallest.count - 1)
        for place in start..<end { codes[Int(UInt32(truncatingIfNeeded: keys[place]))] = code }
        start = end
      }
      if start == n { break }
    }
    self.smallest = smallest
    self.largest = isExact ? smallest : largest
    guard smallest.count <= 256 else {
      self.codes = .wide(codes)
      return
    }
    let narrow = Scratch<UInt8>(count: n, repeating: 0)
    for row in 0..<n { narrow[row] = UInt8(codes[row]) }
    self.codes = .narrow(narrow)
  }

  /// Where to cut between two codes: values up to the result are on the side of the first.
  ///
  /// The middle between the largest value of the one and the smallest of the other, or, where rounding would put it
  /// on the other side, the former.
  func threshold(after code: Int, before next: Int) -> Float {
    let (low, high) = (largest[code], smallest[next])
    let middle = Float((Double(low) + Double(high)) / 2)
    return middle < high ? middle : low
  }

  /// The rows ordered by value: bits that order as the values do, then the row.
  private static func sortedKeys(_ values: [Float]) -> Scratch<UInt64> {
    let n = values.count
    var keys = Scratch<UInt64>(count: n, repeating: 0)
    var spare = Scratch<UInt64>(count: n, repeating: 0)
    let counts = Scratch<UInt32>(count: 1 << 11, repeating: 0)
    var varying: UInt64 = 0
    for row in 0..<n {
      // Adding 0 makes the two zeros one.
      let bits = (values[row] + 0).bitPattern
      let ordered = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
      keys[row] = UInt64(ordered) << 32 | UInt64(row)
      varying |= keys[row] ^ keys[0]
    }
    for (shift, bits) in [(32, 11), (43, 11), (54, 10)] as [(UInt64, UInt64)] {
      let digit = KeySort.Digit(shift: shift, mask: 1 << bits - 1)
      guard digit.of(varying) != 0 else { continue }
      KeySort.pass(
        keys, count: n, by: digit, digitCount: 1 << Int(bits), counts: counts, into: spare)
      swap(&keys, &spare)
    }
    return keys
  }
}
