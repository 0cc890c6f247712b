public import VectorKernels

/// A 64-bit digest of features by which a graph and its data are told to belong together.
///
/// Equal numbers give equal digests whatever type they are stored in; -0 counts as 0. It is no protection against
/// someone who wants two tables to agree.
///
/// Sixteen values at a time, as bits of `Float`, go through eight lanes of `(lane ^ values) * odd`, each step
/// invertible, so that a table that differs in one value always has another digest.
public struct FeatureFingerprint: Equatable, Sendable {
  /// The digest.
  public let value: UInt64
  /// Whether no value is NaN or infinite.
  public let isFinite: Bool

  /// Values that one thread takes at a time; part of the definition.
  private static let blockSize = 1 << 18

  /// Computes the digest of all values and the table's size.
  ///
  /// - Parameters:
  ///   - rows: n x d.
  ///   - execution: Threads. The digest does not depend on it.
  /// - Complexity: O(n · d).
  public init(_ rows: FeatureRows, execution: Execution = Execution()) {
    let count = rows.rowCount * rows.columnCount
    let blocks = execution.mapBlocks(of: count, size: Self.blockSize) { block in
      unsafe rows.withUnsafeBase { base in
        let start = unsafe base + block.lowerBound * rows.element.byteCount
        return switch rows.element {
        case .uint8: unsafe Lanes.digest(start, block.count, UInt8.self, Lanes.bits(ofBytes:))
        case .float16: unsafe Lanes.digest(start, block.count, UInt16.self, Lanes.bits(ofHalves:))
        case .float32: unsafe Lanes.digest(start, block.count, Float.self, Lanes.bits(ofFloats:))
        }
      }
    }
    var digest = Lanes.mixed(UInt64(rows.rowCount) ^ Lanes.mixed(UInt64(rows.columnCount)))
    for block in blocks { digest = Lanes.mixed(digest ^ block.digest) }
    value = digest
    isFinite = blocks.allSatisfy(\.isFinite)
  }
}

extension FeatureRows {
  /// The first value that is NaN or infinite, in row-major order; `nil` when all are finite.
  public var firstNonFinite: (row: Int, column: Int, value: Float)? {
    for row in 0..<rowCount {
      let values = self.row(row)
      if let column = values.firstIndex(where: { !$0.isFinite }) {
        return (row, column, values[column])
      }
    }
    return nil
  }
}

/// Sixteen values at a time.
private enum Lanes {
  typealias Bits = SIMD16<UInt32>

  /// The digest of `count` values, and whether all are finite.
  @inline(__always)
  static func digest<Value: SIMDScalar & Numeric & BitwiseCopyable>(
    _ start: UnsafeRawPointer, _ count: Int, _ type: Value.Type, _ bits: (SIMD16<Value>) -> Bits
  ) -> (digest: UInt64, isFinite: Bool) {
    var lanes = SIMD8<UInt64>(1, 2, 3, 4, 5, 6, 7, 8)
    var exponents = Bits()
    @inline(__always) func take(_ values: SIMD16<Value>) {
      let bits = bits(values)
      // All ones in the exponent stand for what is not finite; one more carries into the highest bit.
      exponents |= (bits & 0x7F80_0000) &+ 0x0080_0000
      lanes = unsafe (lanes ^ unsafeBitCast(bits, to: SIMD8<UInt64>.self)) &* 0x9E37_79B1
      lanes ^= lanes &>> 32
    }
    let size = MemoryLayout<Value>.size
    let whole = count / 16 * 16
    for index in stride(from: 0, to: whole, by: 16) {
      unsafe take(start.loadUnaligned(fromByteOffset: index * size, as: SIMD16<Value>.self))
    }
    if whole < count {
      var last = SIMD16<Value>(repeating: 0)
      for index in whole..<count {
        last[index - whole] = unsafe start.loadUnaligned(
          fromByteOffset: index * size, as: Value.self)
      }
      take(last)
    }
    let digest = lanes.indices.reduce(UInt64(0)) { mixed($0 ^ lanes[$1]) }
    return (digest, exponents.indices.allSatisfy { exponents[$0] < 0x8000_0000 })
  }

  @inline(__always)
  static func bits(ofBytes bytes: SIMD16<UInt8>) -> Bits {
    bits(ofFloats: SIMD16<Float>(SIMD16<Int32>(truncatingIfNeeded: bytes)))
  }

  /// The bits of half-precision numbers as single-precision ones.
  @inline(__always)
  static func bits(ofHalves halves: SIMD16<UInt16>) -> Bits {
    let wide = Bits(truncatingIfNeeded: halves)
    // The exponent's bias differs by 112; the product is exact, also where the half is subnormal.
    let magnitude = unsafe unsafeBitCast((wide & 0x7FFF) &<< 13, to: SIMD16<Float>.self) * 0x1p112
    // All ones where the half's exponent is so, which is not finite; else zero.
    let notFinite = Bits() &- (((wide & 0x7C00) &+ 0x0400) &>> 15)
    let sign = (wide & 0x8000) &<< 16
    let bits = unsafe unsafeBitCast(magnitude, to: Bits.self) | notFinite & 0x7F80_0000
    return unsafe self.bits(ofFloats: unsafeBitCast(bits | sign, to: SIMD16<Float>.self))
  }

  /// The bits of the numbers; the sum turns -0 into 0.
  @inline(__always)
  static func bits(ofFloats floats: SIMD16<Float>) -> Bits {
    unsafe unsafeBitCast(floats + 0, to: Bits.self)
  }

  /// The last step of MurmurHash3: invertible, and every bit changes half of the others.
  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }
}
