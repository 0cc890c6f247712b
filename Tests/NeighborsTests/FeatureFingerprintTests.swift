import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct FeatureFingerprintTests {
  /// Memory that a test owns.
  @safe private final class Region: ByteRegion {
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    init(_ values: [UInt8]) {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: values.count, alignment: 16)
      unsafe memory.copyBytes(from: values)
      unsafe bytes = UnsafeRawBufferPointer(memory)
    }

    deinit { unsafe bytes.deallocate() }
  }

  private func halves(_ n: Int, _ d: Int, _ values: [Float16]) -> FeatureRows {
    let bytes = values.flatMap { value in
      [UInt8(truncatingIfNeeded: value.bitPattern), UInt8(value.bitPattern >> 8)]
    }
    return FeatureRows(rowCount: n, columnCount: d, element: .float16, region: Region(bytes))
  }

  private func floats(_ n: Int, _ d: Int, _ values: [Float]) -> FeatureRows {
    FeatureRows(Matrix(rowCount: n, columnCount: d, elements: values))
  }

  private func digest(_ rows: FeatureRows, threads: Int = 1) -> UInt64 {
    FeatureFingerprint(rows, execution: Execution(threadCount: threads)).value
  }

  @Test(arguments: [1, 15, 16, 17, 600_000])
  func `depends on numbers alone, not on their type or on threads`(count: Int) {
    var generator = SeededGenerator(seed: 5)
    let bytes = (0..<count).map { _ in UInt8(generator.below(256)) }
    let wide = bytes.map { Float($0) }
    let expected = digest(floats(count, 1, wide))
    #expect(digest(FeatureRows(rowCount: count, columnCount: 1, bytes: bytes)) == expected)
    #expect(digest(halves(count, 1, bytes.map { Float16($0) })) == expected)
    #expect(digest(floats(count, 1, wide), threads: 3) == expected)
  }

  @Test func `every half is the number that it stands for`() {
    let patterns = (UInt16.min ... .max).filter { Float16(bitPattern: $0).isFinite }
    let values = patterns.map { Float16(bitPattern: $0) }
    let rows = halves(values.count / 2, 2, values)
    let fingerprint = FeatureFingerprint(rows)
    #expect(fingerprint.isFinite)
    #expect(fingerprint.value == digest(floats(values.count / 2, 2, values.map { Float($0) })))
  }

  @Test func `negative zero is zero, and zeros count`() {
    #expect(digest(floats(1, 2, [-0.0, 1])) == digest(floats(1, 2, [0, 1])))
    #expect(digest(halves(1, 2, [-0.0, 1])) == digest(floats(1, 2, [0, 1])))
    #expect(digest(floats(1, 2, [0, 0])) != digest(floats(1, 3, [0, 0, 0])))
    #expect(digest(floats(2, 3, [1, 2, 3, 4, 5, 6])) != digest(floats(3, 2, [1, 2, 3, 4, 5, 6])))
  }

  @Test func `any other value, order or place gives another digest`() {
    let values = (0..<200).map { Float($0 % 50) }
    var seen: Set<UInt64> = [digest(floats(20, 10, values))]
    for place in values.indices {
      var changed = values
      changed[place] += 0x1p-18
      #expect(seen.insert(digest(floats(20, 10, changed))).inserted)
      changed = values
      changed.swapAt(place, (place + 1) % 200)
      #expect(seen.insert(digest(floats(20, 10, changed))).inserted)
      changed = values
      if place < 184, changed[place] != changed[place + 16] {
        changed.swapAt(place, place + 16)
        #expect(seen.insert(digest(floats(20, 10, changed))).inserted)
      }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 17, 32])
  func `what is not finite is noticed and found`(value: Float, place: Int) throws {
    var values = [Float](repeating: 1, count: 33)
    values[place] = value
    for rows in [floats(11, 3, values), halves(11, 3, values.map { Float16($0) })] {
      #expect(!FeatureFingerprint(rows).isFinite)
      let found = try #require(rows.firstNonFinite)
      #expect(found.row == place / 3 && found.column == place % 3)
      #expect(found.value.isNaN ? value.isNaN : found.value == value)
    }
    #expect(floats(1, 1, [.greatestFiniteMagnitude]).firstNonFinite == nil)
    #expect(FeatureFingerprint(floats(1, 1, [.greatestFiniteMagnitude])).isFinite)
  }

  @Test func `the digest of a table never changes`() {
    let table = floats(3, 7, (0..<21).map { Float($0) / 4 - 2 })
    // From the definition, worked out in another language.
    #expect(digest(table) == 14_991_130_744_337_196_950)
  }
}
