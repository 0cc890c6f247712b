import CVectorKernels
import LabelData
import Testing
import VectorKernels

/// Selection on every instruction set, against sorting.
@Suite struct SelectionKernelTests {
  static let levels = InstructionSet.allCases.filter { $0 <= .best }.map(\.rawValue)

  /// Values of many kinds: spread, in clusters far apart, all equal, in order.
  static func samples(_ count: Int, _ random: inout SeededGenerator) -> [[Int32]] {
    [
      (0..<count).map { _ in Int32(truncatingIfNeeded: random.next()) },
      (0..<count).map { _ in random.next() % 2 == 0 ? .min : .max },
      (0..<count).map { _ in Int32(random.next() % 3) - 1 },
      Array(repeating: -7, count: count),
      (0..<count).map { Int32($0) },
      (0..<count).map { -Int32($0) },
    ]
  }

  @Test(arguments: levels) func `the smallest words come to the front`(level: Int32) {
    var random = SeededGenerator(seed: 5)
    for count in [1, 2, 3, 7, 16, 33, 200] {
      for values in Self.samples(count, &random) {
        let words = values.enumerated().map { UInt64(UInt32(bitPattern: $1)) << 32 | UInt64($0) }
        for k in Set([0, 1, 2, count / 3, count - 1, count]) where k <= count {
          var found = words
          unsafe fg_keep_smallest(level, &found, count, k)
          #expect(found.prefix(k).sorted() == Array(words.sorted().prefix(k)))
          #expect(found.sorted() == words.sorted())
        }
      }
    }
  }

  @Test(arguments: levels) func `the largest values are found, of equal ones the first`(
    level: Int32
  ) {
    var random = SeededGenerator(seed: 6)
    for count in [1, 2, 5, 31, 124, 300] {
      for values in Self.samples(count, &random) {
        let floats = values.map { Float($0) * 0x1p-20 }
        for k in Set([1, count / 2, count]) where k >= 1 {
          var words = [UInt64](repeating: 0, count: count)
          var places = [UInt32](repeating: 0, count: k)
          unsafe fg_largest_places(level, values, count, k, &words, &places)
          #expect(places.sorted() == Self.largest(values, k))
          unsafe fg_largest_places_float(level, floats, count, k, &words, &places)
          #expect(places.sorted() == Self.largest(floats, k))
        }
      }
    }
  }

  /// The places of the largest values in ascending order, by sorting.
  static func largest<Value: Comparable>(_ values: [Value], _ k: Int) -> [UInt32] {
    values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(k).map(UInt32.init)
      .sorted()
  }
}
