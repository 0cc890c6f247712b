/// A small generator for choices that only cost or save time.
///
/// SplitMix64 of Steele, Lea and Flood (2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below a bound.
  mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from -1 to 1.
  mutating func signedUnit() -> Float { Float(Int64(bitPattern: next()) >> 40) * 0x1p-23 }
}
