import ArrayFiles
import Testing

@Suite struct ContentDifferenceTests {
  private func bytes(count: Int, of values: Int, seed: UInt64) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(Int(state >> 33) % values)
    }
  }

  /// Lines of text of which some are left out and some get another end.
  private func lines(_ count: Int, seed: UInt64) -> (original: [UInt8], changed: [UInt8]) {
    var (original, changed): ([UInt8], [UInt8]) = ([], [])
    for line in 0..<count {
      let start = bytes(count: 60, of: 10, seed: seed + UInt64(line)).map { $0 + 48 }
      original += start + Array(",cat\n".utf8)
      if line % 17 == 3 { continue }
      changed += start + Array((line % 23 == 5 ? ",horse\n" : ",cat\n").utf8)
    }
    return (original, changed)
  }

  private func check(_ original: [UInt8], _ changed: [UInt8]) throws -> Int {
    let difference = ContentDifference(from: changed, to: original)
    #expect(difference.original(from: changed) == original)
    let encoded = difference.encoded
    #expect(encoded.count <= original.count + 24)
    let read = try #require(ContentDifference(encoded: encoded[...]))
    #expect(read == difference && read.original(from: changed) == original)
    return encoded.count
  }

  @Test func `what was replaced or left out comes back`() throws {
    let (original, changed) = lines(400, seed: 1)
    let removed = (0..<400).count { $0 % 17 == 3 }
    // Of each change there are the bytes that went, at most a stretch on either side, and three numbers.
    let size = try check(original, changed)
    #expect(size > removed * 65 && size < removed * 65 + 42 * (24 + 64))
    let other = bytes(count: 30_000, of: 256, seed: 2)
    var edited = other
    for place in stride(from: 5, to: 30_000, by: 100) { edited[place] &+= 1 }
    #expect(try check(other, edited) < 301 * 26)
  }

  @Test func `any two contents go`() throws {
    let samples: [[UInt8]] = [
      [], [1], Array(repeating: 0, count: 500), Array(repeating: 0, count: 777),
      bytes(count: 500, of: 2, seed: 3), bytes(count: 900, of: 256, seed: 4),
      lines(20, seed: 5).original, lines(20, seed: 5).changed,
      Array(lines(20, seed: 5).original.dropFirst(40)),
      Array(lines(20, seed: 5).original.reversed()),
    ]
    for original in samples {
      for changed in samples { _ = try check(original, changed) }
    }
  }

  @Test func `other contents and damaged differences are refused`() throws {
    let (original, changed) = lines(60, seed: 6)
    let difference = ContentDifference(from: changed, to: original)
    #expect(difference.original(from: changed + [1]) == nil)
    #expect(difference.original(from: changed.dropLast()) == nil)
    #expect(difference.original(from: []) == nil)
    let encoded = difference.encoded
    for count in 1..<24 { #expect(ContentDifference(encoded: encoded.prefix(count)) == nil) }
    #expect(ContentDifference(encoded: encoded.dropLast()) == nil)
    let huge = [UInt8](repeating: 0xFF, count: 8) + encoded.dropFirst(8)
    #expect(ContentDifference(encoded: huge[...]) == nil)
    let large = [0, 0, 0, 0, 0, 0, 0, 0x7F] + encoded.dropFirst(8)
    #expect(try #require(ContentDifference(encoded: large[...])).original(from: changed) == nil)
  }
}
