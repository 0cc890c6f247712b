/// The flag rule of detectors that have none of their own.
enum LowestScores {
  /// Flags the labels with the lowest scores, as many as are estimated to be wrong.
  ///
  /// - Parameters:
  ///   - scores: One for each label; low means probably wrong.
  ///   - rate: Estimated share of wrong labels, 0...1.
  /// - Returns: Whether each label is among the `rate * n` (rounded) lowest; the lowest rows among equals.
  /// - Complexity: O(n).
  static func flags(_ scores: [Double], rate: Double) -> [Bool] {
    let count = (min(1, max(0, rate)) * Double(scores.count)).rounded()
    return flags(scores, count: Int(count))
  }

  /// Flags the lowest of some numbers.
  ///
  /// - Parameters:
  ///   - numbers: Any order; none NaN.
  ///   - count: How many to flag; more than there are flags all.
  /// - Returns: Whether each is among the `count` lowest; the first among equals.
  /// - Complexity: O(n).
  static func flags(_ numbers: [Double], count: Int) -> [Bool] {
    guard count > 0 else { return [Bool](repeating: false, count: numbers.count) }
    guard count < numbers.count else { return [Bool](repeating: true, count: numbers.count) }
    let keys = numbers.map(orderedKey)
    let (key, equalCount) = boundary(keys, count: count)
    var equalsLeft = equalCount
    return keys.map {
      if $0 != key { return $0 < key }
      equalsLeft -= 1
      return equalsLeft >= 0
    }
  }

  /// A whole number that orders as the number does; 0 and -0 are equal.
  private static func orderedKey(_ number: Double) -> UInt64 {
    let bits = (number + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// The largest key among the `count` lowest, and how many of them are equal to it.
  ///
  /// Byte after byte, from the highest, only the keys that may be it are kept.
  private static func boundary(_ keys: [UInt64], count: Int) -> (key: UInt64, equalCount: Int) {
    var candidates = keys
    var left = count
    var key: UInt64 = 0
    for shift in stride(from: 56, through: 0, by: -8) {
      var counts = [Int](repeating: 0, count: 256)
      for candidate in candidates { counts[Int(candidate >> UInt64(shift) & 255)] += 1 }
      var digit = 0
      while left > counts[digit] {
        left -= counts[digit]
        digit += 1
      }
      key |= UInt64(digit) << UInt64(shift)
      candidates.removeAll { $0 >> UInt64(shift) & 255 != UInt64(digit) }
    }
    return (key, left)
  }
}
