internal import CVectorKernels

/// Candidates of one row in memory that a lock guards: pairs of a bound and a row, in no order.
///
/// A pair is one word whose order is that of (bound, row).
@safe struct CandidateList {
  private let words: UnsafeMutablePointer<UInt64>

  init(_ words: UnsafeMutablePointer<UInt64>) { unsafe self.words = unsafe words }

  /// A float's bits in the order of the floats.
  @inline(__always)
  private static func ordered(_ bits: UInt32) -> UInt32 {
    bits >> 31 == 0 ? bits | 1 << 31 : ~bits
  }

  @inline(__always)
  func bound(_ place: Int) -> Float {
    let bits = unsafe UInt32(truncatingIfNeeded: words[place] >> 32)
    return Float(bitPattern: bits >> 31 == 0 ? ~bits : bits & ~(1 << 31))
  }

  @inline(__always)
  func id(_ place: Int) -> Int32 { unsafe Int32(truncatingIfNeeded: words[place]) }

  @inline(__always)
  func put(_ bound: Float, _ id: Int32, at place: Int) {
    unsafe words[place] =
      UInt64(Self.ordered(bound.bitPattern)) << 32 | UInt64(UInt32(bitPattern: id))
  }

  @inline(__always)
  private func swap(_ one: Int, _ other: Int) {
    let word = unsafe words[one]
    unsafe words[one] = unsafe words[other]
    unsafe words[other] = word
  }

  /// The place of the largest bound among the first members.
  func farthest(of count: Int) -> Int {
    (0..<count).reduce(0) { unsafe words[$1] > words[$0] ? $1 : $0 }
  }

  /// Brings those of the later members that lie within a limit behind the first, and gives the number of all.
  func gather(from first: Int, to end: Int, within limit: Double) -> Int {
    var count = first
    for place in first..<end where Double(bound(place)) <= limit {
      swap(count, place)
      count += 1
    }
    return count
  }

  /// Brings the first `wanted` in order to the front.
  func keepNearest(_ wanted: Int, of count: Int, level: Int32) {
    unsafe fg_keep_smallest(level, words, count, wanted)
  }
}
