/// Memory of fixed size for plain values, which one thread fills.
///
/// Places are checked in debug builds only: the inner loops of a forest work on it, and with checks a forest takes 1.3
/// times as long to grow.
@safe
final class Scratch<Element: BitwiseCopyable>: @unchecked Sendable {
  let count: Int
  private let base: UnsafeMutablePointer<Element>

  /// Takes memory.
  ///
  /// - Parameters:
  ///   - count: Number of places.
  ///   - value: What each holds.
  init(count: Int, repeating value: Element) {
    self.count = count
    unsafe base = .allocate(capacity: count)
    unsafe base.initialize(repeating: value, count: count)
  }

  deinit { unsafe base.deallocate() }

  subscript(place: Int) -> Element {
    @inline(__always) get {
      assert(place >= 0 && place < count)
      return unsafe base[place]
    }
    @inline(__always) set {
      assert(place >= 0 && place < count)
      unsafe base[place] = newValue
    }
  }
}
