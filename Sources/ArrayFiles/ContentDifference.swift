/// What some contents lack of earlier ones that they were made from, so that the earlier ones can be had back.
///
/// Nothing is known of what the bytes mean. Contents of equal length are compared place by place. Else stretches that
/// occur once in the changed contents are looked for in the original ones, the longest chain of them in the same order
/// is kept, and with it what is equal on either side (the idea of B. Cohen's patience diff, with stretches for lines).
/// The difference is small where few bytes were replaced or left out, and never larger than the original contents and
/// 24 bytes.
public struct ContentDifference: Equatable, Sendable {
  /// A step through the changed contents.
  private struct Step: Equatable {
    /// Bytes that are in both.
    var kept = 0
    /// Bytes of the changed contents alone, which follow.
    var dropped = 0
    /// Bytes of the original contents alone, which follow.
    var restored: ArraySlice<UInt8> = []
  }

  private var steps: [Step] = []

  /// Compares contents.
  ///
  /// - Parameters:
  ///   - changed: The contents that are there.
  ///   - original: The contents to be had back.
  /// - Complexity: O(n + m log m) for n bytes and m stretches, of 32 bytes or, beyond 128 MiB, longer so that there are
  ///   at most 4 million; some 100 bytes of memory for each stretch.
  public init(from changed: [UInt8], to original: [UInt8]) {
    if changed.count == original.count {
      comparePlaces(changed, original)
    } else {
      compareStretches(changed, original)
    }
    if encodedSize > original.count + 24 {
      steps = [Step(kept: 0, dropped: changed.count, restored: original[...])]
    }
  }

  /// Gives the original contents back.
  ///
  /// - Parameter changed: The contents that the difference was made from.
  /// - Returns: The original contents; `nil` where `changed` are others, shorter or longer.
  public func original(from changed: [UInt8]) -> [UInt8]? {
    var original: [UInt8] = []
    var place = 0
    for step in steps {
      guard step.kept <= changed.count - place else { return nil }
      original += changed[place..<place + step.kept]
      place += step.kept
      guard step.dropped <= changed.count - place else { return nil }
      place += step.dropped
      original += step.restored
    }
    return place == changed.count ? original : nil
  }

  /// Steps as bytes: three 64-bit numbers each, little-endian, of bytes kept, dropped and restored, then the restored
  /// bytes.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(encodedSize)
    for step in steps {
      for number in [step.kept, step.dropped, step.restored.count] {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
      }
      bytes += step.restored
    }
    return bytes
  }

  /// Reads what ``encoded`` gave; `nil` for other bytes.
  public init?(encoded bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      var numbers: [Int] = []
      for _ in 0..<3 {
        guard rest.count >= 8 else { return nil }
        let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let number = Int(exactly: value) else { return nil }
        numbers.append(number)
        rest = rest.dropFirst(8)
      }
      guard numbers[2] <= rest.count else { return nil }
      steps.append(
        Step(kept: numbers[0], dropped: numbers[1], restored: rest.prefix(numbers[2])))
      rest = rest.dropFirst(numbers[2])
    }
  }

  private var encodedSize: Int { steps.reduce(0) { $0 + 24 + $1.restored.count } }

  /// Replaces stretches of equal length; places that differ and lie close together are one stretch.
  private mutating func comparePlaces(_ changed: [UInt8], _ original: [UInt8]) {
    var (step, end) = (Step(), 0)
    var place = 0
    while place < original.count {
      guard changed[place] != original[place] else {
        place += 1
        continue
      }
      let start = place
      var last = place
      while place < original.count, place - last <= 24 {
        if changed[place] != original[place] { last = place }
        place += 1
      }
      step = Step(
        kept: start - end, dropped: last + 1 - start, restored: original[start...last])
      steps.append(step)
      end = last + 1
      place = end
    }
    if end < original.count { steps.append(Step(kept: original.count - end)) }
  }

  /// Keeps the longest chain of stretches that are in both contents in the same order, and what is equal around them.
  private mutating func compareStretches(_ changed: [UInt8], _ original: [UInt8]) {
    func common(_ a: Int, _ b: Int) -> Int {
      var length = 0
      while a + length < changed.count, b + length < original.count,
        changed[a + length] == original[b + length]
      {
        length += 1
      }
      return length
    }
    // The next bytes that no step has taken.
    let start = common(0, 0)
    var (nextChanged, nextOriginal) = (start, start)
    var step = Step(kept: start)
    for var (place, found) in Stretches(changed).chain(in: original)
    where place >= nextOriginal && found >= nextChanged {
      while place > nextOriginal, found > nextChanged, changed[found - 1] == original[place - 1] {
        (place, found) = (place - 1, found - 1)
      }
      step.dropped = found - nextChanged
      step.restored = original[nextOriginal..<place]
      steps.append(step)
      step = Step(kept: common(found, place))
      nextChanged = found + step.kept
      nextOriginal = place + step.kept
    }
    step.dropped = changed.count - nextChanged
    step.restored = original[nextOriginal...]
    steps.append(step)
  }
}

/// Stretches of equal length, side by side, that occur once in some contents.
private struct Stretches {
  private let bytes: [UInt8]
  /// Bytes of a stretch.
  private let length: Int
  /// Where the stretch of each hash starts; -1 where several have it.
  private var places: [UInt64: Int] = [:]
  /// Whether there may be a stretch of a hash with these highest bits, which is quicker to look up.
  private var mayBe: [Bool]
  private let shift: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    length = max(32, bytes.count >> 22)
    let count = max(1, bytes.count / length)
    shift = (8 * count).leadingZeroBitCount
    mayBe = [Bool](repeating: false, count: 1 << (64 - shift))
    var hash = StretchHash(length: length)
    for start in stride(from: 0, through: bytes.count - length, by: length) {
      hash.move(to: start, in: bytes)
      places[hash.value] = places[hash.value] == nil ? start : -1
      mayBe[Int(hash.value >> shift)] = true
    }
  }

  /// The longest chain of stretches that other contents have too, in the same order.
  ///
  /// - Parameter other: The other contents.
  /// - Returns: The place in the other contents and the place here of each, ascending in both.
  func chain(in other: [UInt8]) -> [(place: Int, found: Int)] {
    var matches: [(place: Int, found: Int)] = []
    var hash = StretchHash(length: length)
    var place = 0
    while place + length <= other.count {
      hash.move(to: place, in: other)
      if mayBe[Int(hash.value >> shift)], let found = places[hash.value], found >= 0,
        bytes[found..<found + length] == other[place..<place + length]
      {
        matches.append((place, found))
        place += length
      } else {
        place += 1
      }
    }
    // The longest ascending sequence: the last member of the best one of each length, and what came before each.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: matches.count)
    for (index, match) in matches.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if matches[ends[middle]].found < match.found { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var chain: [(place: Int, found: Int)] = []
    var index = ends.last ?? -1
    while index >= 0 {
      chain.append(matches[index])
      index = before[index]
    }
    return chain.reversed()
  }
}

/// A hash of the bytes from one place on, which is soon had for the next place.
private struct StretchHash {
  private(set) var value: UInt64 = 0
  private let length: Int
  private let highest: UInt64
  private var start: Int?

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(length: Int) {
    self.length = length
    highest = (1..<length).reduce(1) { power, _ in power &* Self.base }
  }

  /// - Precondition: there are as many bytes from the place on.
  mutating func move(to place: Int, in bytes: [UInt8]) {
    if let start, place == start + 1 {
      value = (value &- (UInt64(bytes[start]) &+ 1) &* highest) &* Self.base
      value = value &+ UInt64(bytes[place + length - 1]) &+ 1
    } else if start != place {
      value = 0
      for byte in bytes[place..<place + length] { value = value &* Self.base &+ UInt64(byte) &+ 1 }
    }
    start = place
  }
}
