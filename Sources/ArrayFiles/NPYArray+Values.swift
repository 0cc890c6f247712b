extension NPYArray {
  /// One element.
  public enum Value: Equatable, Sendable {
    /// A truth value.
    case bool(Bool)
    /// A whole number that fits `Int64`.
    case whole(Int64)
    /// A whole number above the greatest `Int64`.
    case large(UInt64)
    /// A number of a floating-point type.
    case real(Double)
    /// Text without the zeros that fill it up; `nil` when its bytes are no text.
    case text(String?)
  }

  /// The element at a row-major position.
  ///
  /// - Precondition: `0 <= position < count`.
  public subscript(position: Int) -> Value {
    let start = offset(of: position)
    let size = elementType.byteCount
    switch elementType {
    case .bool:
      return .bool(elements[start] != 0)
    case .signed:
      let unused = 64 - size * 8
      return .whole(Int64(bitPattern: bits(at: start, size) << unused) >> unused)
    case .unsigned:
      let value = bits(at: start, size)
      return Int64(exactly: value).map { .whole($0) } ?? .large(value)
    case .float:
      let value = bits(at: start, size)
      switch size {
      case 2: return .real(Double(Float16(bitPattern: UInt16(truncatingIfNeeded: value))))
      case 4: return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value))))
      default: return .real(Double(bitPattern: value))
      }
    case .unicode(let characters):
      return .text(unicodeText(at: start, characters))
    case .byteString:
      var end = start + size
      while end > start, elements[end - 1] == 0 { end -= 1 }
      return .text(String(validating: elements[start..<end], as: UTF8.self))
    }
  }

  /// All elements in row-major order as 32-bit floats, each rounded once; `nil` for text.
  ///
  /// Truth values become 0 and 1; values beyond the range become infinite.
  /// - Complexity: O(`count`).
  public func float32Values() -> [Float]? {
    let isSwapped = isBigEndian
    return switch elementType {
    case .bool: convert(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .signed(let size):
      switch size {
      case 1: convert(Int8.self) { Float($0) }
      case 2: convert(Int16.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      case 4: convert(Int32.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      default: convert(Int64.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      }
    case .unsigned(let size):
      switch size {
      case 1: convert(UInt8.self) { Float($0) }
      case 2: convert(UInt16.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      case 4: convert(UInt32.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      default: convert(UInt64.self) { Float(isSwapped ? $0.byteSwapped : $0) }
      }
    case .float(let size):
      switch size {
      case 2: convert(UInt16.self) { Float(Float16(bitPattern: isSwapped ? $0.byteSwapped : $0)) }
      case 4: convert(UInt32.self) { Float(bitPattern: isSwapped ? $0.byteSwapped : $0) }
      default: convert(UInt64.self) { Float(Double(bitPattern: isSwapped ? $0.byteSwapped : $0)) }
      }
    case .unicode, .byteString: nil
    }
  }

  /// All elements in row-major order as 64-bit floats, exact but for whole numbers beyond 2^53; `nil` for text.
  ///
  /// Truth values become 0 and 1.
  /// - Complexity: O(`count`).
  public func float64Values() -> [Double]? {
    let isSwapped = isBigEndian
    switch elementType {
    case .float(byteCount: 8):
      return convert(UInt64.self) { Double(bitPattern: isSwapped ? $0.byteSwapped : $0) }
    case .signed(byteCount: 4):
      return convert(Int32.self) { Double(isSwapped ? $0.byteSwapped : $0) }
    case .signed(byteCount: 8):
      return convert(Int64.self) { Double(isSwapped ? $0.byteSwapped : $0) }
    case .unsigned(byteCount: 4):
      return convert(UInt32.self) { Double(isSwapped ? $0.byteSwapped : $0) }
    case .unsigned(byteCount: 8):
      return convert(UInt64.self) { Double(isSwapped ? $0.byteSwapped : $0) }
    default: return float32Values()?.map(Double.init)
    }
  }

  /// All elements of a whole-number type of 4 or 8 bytes in row-major order; `nil` for other types.
  ///
  /// Values beyond the range become its ends.
  /// - Complexity: O(`count`).
  public func int32Values() -> [Int32]? {
    let isSwapped = isBigEndian
    return switch elementType {
    case .signed(byteCount: 4): convert(Int32.self) { isSwapped ? $0.byteSwapped : $0 }
    case .signed(byteCount: 8):
      convert(Int64.self) { Int32(clamping: isSwapped ? $0.byteSwapped : $0) }
    case .unsigned(byteCount: 4):
      convert(UInt32.self) { Int32(clamping: isSwapped ? $0.byteSwapped : $0) }
    case .unsigned(byteCount: 8):
      convert(UInt64.self) { Int32(clamping: isSwapped ? $0.byteSwapped : $0) }
    default: nil
    }
  }

  /// Walks the elements in row-major order.
  @inline(__always)
  private func convert<Raw: FixedWidthInteger & BitwiseCopyable, Value>(
    _ type: Raw.Type, _ body: (Raw) -> Value
  ) -> [Value] {
    let count = count
    let size = MemoryLayout<Raw>.size
    let isScattered = isFortranOrder && shape.count > 1
    return unsafe elements.withUnsafeBytes { bytes in
      unsafe [Value](unsafeUninitializedCapacity: count) { output, filled in
        for position in 0..<count {
          let start = isScattered ? offset(of: position) : position * size
          let raw = unsafe bytes.loadUnaligned(fromByteOffset: start, as: type)
          unsafe output.initializeElement(at: position, to: body(raw))
        }
        filled = count
      }
    }
  }

  /// The bytes of a number, the most significant one first in the result.
  private func bits(at start: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<size {
      value = value << 8 | UInt64(elements[isBigEndian ? start + index : start + size - 1 - index])
    }
    return value
  }

  private func unicodeText(at start: Int, _ characters: Int) -> String? {
    var scalars = String.UnicodeScalarView()
    var pendingZeros = 0
    for index in 0..<characters {
      let code = UInt32(truncatingIfNeeded: bits(at: start + index * 4, 4))
      if code == 0 {
        pendingZeros += 1
        continue
      }
      guard let scalar = Unicode.Scalar(code) else { return nil }
      for _ in 0..<pendingZeros { scalars.append("\0") }
      pendingZeros = 0
      scalars.append(scalar)
    }
    return String(scalars)
  }
}
