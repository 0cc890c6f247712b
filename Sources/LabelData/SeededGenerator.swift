/// The one generator of random numbers: xoshiro256** (Blackman and Vigna 2018), started by SplitMix64.
///
/// The algorithm, ``below(_:)`` and ``shuffle(_:)`` are part of the published results: they never change,
/// so a seed gives the same flips, splits and orders in every release and on every machine.
/// It is not for keys or nonces; those come from the system.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Starts the generator.
  ///
  /// - Parameter seed: Any value; equal seeds give equal sequences.
  public init(seed: UInt64) {
    var splitMix = seed
    func next() -> UInt64 {
      splitMix &+= 0x9E37_79B9_7F4A_7C15
      return Self.mix(splitMix)
    }
    state = (next(), next(), next(), next())
  }

  /// Starts the generator of one part of a run, named by a key, so that order and threads cannot matter.
  ///
  /// The seed is the 64-bit FNV-1a hash of the key's UTF-8 bytes, combined with `seed` and mixed.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - key: What the numbers are for, as in `"breastcancer/split/3"`.
  public init(seed: UInt64, key: String) {
    self.init(seed: Self.derivedSeed(seed, key: key))
  }

  /// The seed that ``init(seed:key:)`` starts from.
  public static func derivedSeed(_ seed: UInt64, key: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash ^ mix(seed &+ 0x9E37_79B9_7F4A_7C15))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    func rotate(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
    let result = rotate(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A whole number, uniform on `0..<bound` without bias (Lemire 2019).
  ///
  /// - Precondition: `bound > 0`.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let threshold = (0 &- width) % width
      while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    }
    return Int(product.high)
  }

  /// A number uniform on `0..<1`, a multiple of 2^-53.
  public mutating func unitInterval() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Shuffles row numbers in place (Fisher and Yates, from the last position down).
  ///
  /// - Complexity: O(n).
  public mutating func shuffle(_ elements: inout [Int]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }

  /// A random order of `0..<count`.
  public mutating func permutation(count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }
}
