/// Memory of fixed size for values without references, shared by threads that see to it that they do not clash.
///
/// Places are checked in debug builds only: it is what the inner loops of the search work on.
@safe final class Memory<Element: BitwiseCopyable>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Element>

  /// Memory that starts on a cache line; its values are undefined.
  init(count: Int) {
    self.count = count
    let bytes = max(64, count * MemoryLayout<Element>.stride)
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }

  convenience init(count: Int, repeating value: Element) {
    self.init(count: count)
    unsafe base.initialize(repeating: value, count: count)
  }

  deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

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
