extension [LeadGain] {
  /// Moves the fewest gains whose sum is enough to the front: the largest, among equals the lowest places.
  ///
  /// - Parameter isEnough: Whether a sum is enough; if one is, so are larger ones.
  /// - Returns: How many; `nil` where all together are not enough.
  /// - Complexity: O(n) on average.
  mutating func gatherFewest(_ isEnough: (Double) -> Bool) -> Int? {
    // What lies before `low` is needed and not enough; what lies before `high` is enough, or all there is.
    var (low, high) = (0, count)
    var taken = CompensatedSum()
    while high - low > 16 {
      let middle = divide(low..<high)
      var sum = taken
      for place in low..<middle { sum.add(self[place].value) }
      if isEnough(sum.value) {
        high = middle
      } else {
        (low, taken) = (middle, sum)
      }
    }
    self[low..<high].sort(by: LeadGain.precedes)
    for place in low..<high {
      taken.add(self[place].value)
      if isEnough(taken.value) { return place + 1 }
    }
    return high < count ? high : nil
  }

  /// The sum of the largest gains.
  ///
  /// - Parameter wanted: How many; all, where there are fewer.
  /// - Returns: Their sum, compensated.
  /// - Complexity: O(n) on average.
  mutating func sumOfLargest(_ wanted: Int) -> Double {
    var (low, high) = (0, count)
    while low < wanted, wanted < high, high - low > 1 {
      let middle = divide(low..<high)
      if middle <= wanted { low = middle } else { high = middle }
    }
    var sum = CompensatedSum()
    for gain in self[..<Swift.min(wanted, count)] { sum.add(gain.value) }
    return sum.value
  }

  /// Brings gains in two parts, none of the second before one of the first.
  ///
  /// - Returns: Where the second part starts; neither is empty.
  private mutating func divide(_ range: Range<Int>) -> Int {
    // A fixed mixture of the bounds stands in for a draw, so that no order of rows is a bad one by rule.
    let mixed = UInt64(range.lowerBound &+ range.count) &* 0x9E37_79B9_7F4A_7C15
    swapAt(range.lowerBound, range.lowerBound + Int((mixed >> 33) % UInt64(range.count)))
    let pivot = self[range.lowerBound]
    var (first, last) = (range.lowerBound - 1, range.upperBound)
    while true {
      repeat { first += 1 } while LeadGain.precedes(self[first], pivot)
      repeat { last -= 1 } while LeadGain.precedes(pivot, self[last])
      guard first < last else { return last + 1 }
      swapAt(first, last)
    }
  }
}
