/// Sorting of 64-bit keys by a part of their bits; keys that are equal there keep their order.
enum KeySort {
  /// The bits to sort by: `(key - base) >> shift`, of which the lowest are kept that `mask` has.
  struct Digit {
    var base: UInt64 = 0
    var shift: UInt64
    var mask: UInt64

    @inline(__always)
    func of(_ key: UInt64) -> Int { Int(((key &- base) >> shift) & mask) }
  }

  /// Writes the keys in the order of a digit to other memory: a counting sort.
  ///
  /// - Parameters:
  ///   - keys: The keys.
  ///   - count: Number of keys.
  ///   - digit: What to sort by.
  ///   - digitCount: All digits are below it.
  ///   - counts: Memory for `digitCount` numbers.
  ///   - sorted: Memory for as many keys.
  /// - Complexity: O(`count` + `digitCount`).
  @inline(__always)
  static func pass(
    _ keys: Scratch<UInt64>, count: Int, by digit: Digit, digitCount: Int, counts: Scratch<UInt32>,
    into sorted: Scratch<UInt64>
  ) {
    for value in 0..<digitCount { counts[value] = 0 }
    for place in 0..<count { counts[digit.of(keys[place])] &+= 1 }
    var start: UInt32 = 0
    for value in 0..<digitCount {
      let size = counts[value]
      counts[value] = start
      start &+= size
    }
    for place in 0..<count {
      let key = keys[place]
      let value = digit.of(key)
      sorted[Int(counts[value])] = key
      counts[value] &+= 1
    }
  }

  /// Sorts few keys in place, by all their bits.
  ///
  /// - Complexity: O(`count`²).
  @inline(__always)
  static func insertion(_ keys: Scratch<UInt64>, count: Int) {
    for place in 1..<max(1, count) {
      let key = keys[place]
      var hole = place
      while hole > 0, keys[hole - 1] > key {
        keys[hole] = keys[hole - 1]
        hole -= 1
      }
      keys[hole] = key
    }
  }
}
