import FlipguardTestSupport
import LabelData
import Testing
import VectorKernels

/// Data on which a careless search would rule out rows that belong on a list.
struct HardData: CustomTestStringConvertible, Sendable {
  let name: String
  let rows: FeatureRows

  var testDescription: String { name }

  init(_ name: String, _ matrix: Matrix) {
    self.name = name
    rows = FeatureRows(matrix)
  }

  init(_ name: String, _ rows: FeatureRows) {
    self.name = name
    self.rows = rows
  }

  /// Whether some row has no value but 0, or squares exceed single precision.
  func allows(_ metric: DistanceMetric) -> Bool {
    switch metric {
    case .cosine: (0..<rows.rowCount).allSatisfy { row in rows.row(row).contains { $0 != 0 } }
    case .squaredEuclidean, .innerProduct: name != "near the largest number"
    default: true
    }
  }

  private static func matrix(
    _ rowCount: Int, _ columnCount: Int, seed: UInt64,
    _ value: (inout SeededGenerator, Int) -> Double
  ) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: (0..<rowCount * columnCount).map { Float(value(&generator, $0 / columnCount)) })
  }

  private static func unit(_ generator: inout SeededGenerator) -> Double {
    generator.unitInterval() * 2 - 1
  }

  static let all: [HardData] = [
    HardData("two rows", Matrix(rows: [[1, 2], [2, 4]])),
    HardData("all rows equal", Matrix(rows: Array(repeating: [3, 1, 4], count: 20))),
    HardData("one column", matrix(220, 1, seed: 1) { generator, _ in unit(&generator) }),
    HardData(
      "thousands of ties", matrix(430, 3, seed: 2) { generator, _ in Double(generator.below(4)) }),
    HardData(
      "every row several times",
      Matrix(
        rows: (0..<240).map { row in
          (0..<7).map { column in Float((row % 60 * 31 + column * 17) % 11) + 1 }
        })),
    HardData(
      "zero and minus zero",
      matrix(150, 4, seed: 3) { generator, _ in
        [0, -0.0, 1, -1][generator.below(4)]
      }),
    HardData("bits", matrix(300, 70, seed: 4) { generator, _ in Double(generator.below(2)) }),
    HardData(
      "bytes as floats", matrix(210, 33, seed: 5) { generator, _ in Double(generator.below(256)) }),
    HardData(
      "far from the origin",
      matrix(180, 37, seed: 6) { generator, _ in 1_000_000 + unit(&generator) }),
    HardData(
      "subnormal numbers", matrix(160, 9, seed: 7) { generator, _ in unit(&generator) * 1e-40 }),
    HardData(
      "near the largest number", matrix(140, 6, seed: 8) { generator, _ in unit(&generator) * 1e37 }
    ),
    HardData(
      "sizes side by side",
      matrix(170, 16, seed: 9) { generator, row in
        unit(&generator) * [1e-8, 1, 1e3, 1e9][row % 4]
      }),
    HardData(
      "heavy outliers",
      matrix(300, 24, seed: 10) { generator, _ in
        let tail = unit(&generator) / max(1e-4, generator.unitInterval())
        return tail * abs(tail)
      }),
    HardData(
      "constant columns",
      Matrix(
        rows: (0..<190).map { row in
          [1000, -3, 0, Float(row % 13) / 7, Float(row * row % 101) / 9, 1e6]
        })),
    HardData("wide", matrix(60, 500, seed: 11) { generator, _ in unit(&generator) }),
    HardData(
      "last bits",
      matrix(140, 50, seed: 12) { generator, row in
        1 + 0x1p-23 * Double(generator.below(2))
      }),
    HardData(
      "bytes",
      FeatureRows(
        rowCount: 260, columnCount: 45,
        bytes: (0..<260 * 45).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7 &+ $0 / 45) })),
    HardData("half precision", halves(rowCount: 200, columnCount: 21)),
  ]

  private static func halves(rowCount: Int, columnCount: Int) -> FeatureRows {
    var generator = SeededGenerator(seed: 13)
    let values = (0..<rowCount * columnCount).map { place in
      // Subnormal ones too.
      Float16(unit(&generator) * (place % 5 == 0 ? 1e-6 : 100))
    }
    return FeatureRows(
      rowCount: rowCount, columnCount: columnCount, element: .float16,
      region: Region(
        values.flatMap { [UInt8(truncatingIfNeeded: $0.bitPattern), UInt8($0.bitPattern >> 8)] }))
  }
}

/// Bytes at a fixed place.
@safe final class Region: ByteRegion, @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  init(_ values: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: values.count, alignment: 16)
    unsafe memory.copyBytes(from: values)
    unsafe bytes = UnsafeRawBufferPointer(memory)
  }

  deinit { unsafe bytes.deallocate() }
}
