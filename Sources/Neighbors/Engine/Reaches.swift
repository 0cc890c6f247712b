internal import Synchronization

/// How far every row reaches at the moment, for kernels on any number of threads.
@safe final class Reaches: @unchecked Sendable {
  private let count: Int
  private let values: UnsafeMutablePointer<Atomic<UInt32>>

  init(count: Int) {
    self.count = count
    unsafe values = .allocate(capacity: max(1, count))
    for place in 0..<count {
      unsafe (values + place).initialize(to: Atomic(Float(1e30).bitPattern))
    }
  }

  deinit {
    unsafe values.deinitialize(count: count)
    unsafe values.deallocate()
  }

  subscript(place: Int) -> Float {
    @inline(__always) get {
      unsafe Float(bitPattern: values[place].load(ordering: .relaxed))
    }
    @inline(__always) set {
      unsafe values[place].store(newValue.bitPattern, ordering: .relaxed)
    }
  }
}
