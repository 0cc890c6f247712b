/// Bytes changed at random, the same for the same seed.
struct ByteChanges: RandomNumberGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  /// Bytes with some changed, dropped, doubled or inserted.
  mutating func change(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0..<3, using: &self) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: bytes.indices, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(.random(in: 0...255, using: &self), at: place)
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + 30))
      }
    }
    return bytes
  }
}
