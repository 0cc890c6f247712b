internal import CVectorKernels
internal import VectorKernels

/// Finds the largest of the values that tile kernels gave: what one thread works with.
final class LargestPlaces {
  private let level: Int32
  private let isReal: Bool
  private let words: Memory<UInt64>
  private let places: Memory<UInt32>

  /// - Parameters:
  ///   - count: The most values of a search.
  ///   - wanted: The most places of a search.
  ///   - level: The processor's instructions.
  ///   - isReal: Whether values are floats.
  init(count: Int, wanted: Int, level: Int32, isReal: Bool) {
    self.level = level
    self.isReal = isReal
    words = Memory(count: count)
    places = Memory(count: wanted)
  }

  /// Finds the places of the `wanted` largest values, in no order; of equal ones the first.
  func find(_ wanted: Int, of values: UnsafePointer<Int32>, count: Int) {
    if isReal {
      unsafe values.withMemoryRebound(to: Float.self, capacity: count) {
        unsafe fg_largest_places_float(level, $0, count, wanted, words.base, places.base)
      }
    } else {
      unsafe fg_largest_places(level, values, count, wanted, words.base, places.base)
    }
  }

  /// One of the places that were found last.
  subscript(rank: Int) -> Int { Int(places[rank]) }
}
