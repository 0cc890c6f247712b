/// Random numbers that a seed repeats (SplitMix64, Steele, Lea and Flood 2014), for simulations only.
///
/// Anybody can foresee them: keys, nonces and salts come from ``RandomBytes``.
public struct SimulationGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// Starts a sequence.
  ///
  /// - Parameter seed: What the whole sequence follows from.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  ///
  /// - Returns: 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Whether something happens that happens at a rate.
  mutating func happens(atRate rate: Double) -> Bool {
    rate > 0 && Double.random(in: 0..<1, using: &self) < rate
  }
}
