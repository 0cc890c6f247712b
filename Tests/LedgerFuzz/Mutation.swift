/// One spoilt input, made of valid ones: each number of each seed gives always the same.
struct Mutation: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, index: UInt64) {
    state = seed &* 0xD6E8_FEB8_6659_FD93 &+ index &* 0x9E37_79B9_7F4A_7C15
    _ = next()
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below a bound; the tiny bias of the remainder does no harm here.
  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  private static let pieces: [[UInt8]] =
    [
      "\n", "\n\n", "\r\n", "\u{0}", "\u{FEFF}", " ", "\t", "\"", "\\", "\\u0000", "\\ud800",
      "\\ud83d\\ude00", "{", "}",
      "[", "]", "[[[[[[[[[[[[[[[[[[", ":", ",", "null", "true", "-0", "1e9", "0.5", "01",
      "9007199254740993",
      "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
      "=", "==", "+", "/",
      "A===", "\u{2014} ", "\u{E9}", "e\u{301}", "\u{1F600}", "extra ", "index ", "old ",
      "quorum none\n", "group g any w1\n",
      "\"v\":1", "\"v\":2", "{\"a\":1,\"a\":1}", "#", "none", "any", "all", "0", "1",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ]

  /// A valid input with 1 to 6 changes, or two valid inputs joined.
  mutating func input(from seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    if below(16) == 0 {
      let other = seeds[below(seeds.count)]
      bytes = Array(bytes.prefix(below(bytes.count + 1)) + other.suffix(below(other.count + 1)))
    }
    for _ in 0...below(below(4) == 0 ? 6 : 2) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    let end = min(bytes.count, place + below(below(4) == 0 ? 64 : 4))
    switch below(9) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4: bytes.insert(UInt8(below(256)), at: place)
    case 5, 6: bytes.replaceSubrange(place..<end, with: Self.pieces[below(Self.pieces.count)])
    case 7: bytes.removeSubrange(place...)
    case 8:
      // Two stretches change places.
      let start = below(place + 1)
      bytes = Array(bytes[..<start] + bytes[place..<end] + bytes[start..<place] + bytes[end...])
    default: bytes.append(UInt8(below(256)))
    }
  }
}
