#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory of fixed size for values without references, shared by threads that see to it that they do not clash.
///
/// Large ones are pages of their own, which go back to the system at once: a search is to take no more than it needs.
/// Places are checked in debug builds only: it is what the inner loops of the search work on.
@safe
final class Memory<Element: BitwiseCopyable>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Element>
  private let pageBytes: Int

  private static var smallestPages: Int { 1 << 17 }

  /// Memory that starts on a cache line; its values are undefined.
  init(count: Int) {
    self.count = count
    let bytes = max(64, count * MemoryLayout<Element>.stride)
    var memory: UnsafeMutableRawPointer?
    if bytes >= Self.smallestPages {
      unsafe memory = mmap(
        nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
      unsafe precondition(memory != MAP_FAILED, "the system has no memory left")
    }
    pageBytes = unsafe memory == nil ? 0 : bytes
    unsafe base = (memory ?? .allocate(byteCount: bytes, alignment: 64))
      .bindMemory(to: Element.self, capacity: count)
  }

  convenience init(count: Int, repeating value: Element) {
    self.init(count: count)
    unsafe base.initialize(repeating: value, count: count)
  }

  deinit {
    if pageBytes > 0 {
      unsafe munmap(base, pageBytes)
    } else {
      unsafe UnsafeMutableRawPointer(base).deallocate()
    }
  }

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
