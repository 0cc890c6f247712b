extension NPYArray {
  /// The bytes that stand for a value given as text; `nil` when the element type cannot hold it.
  ///
  /// Truth values are `True` and `False`. A number of a floating-point type must be representable exactly.
  public func encode(_ text: String) -> [UInt8]? {
    let size = elementType.byteCount
    switch elementType {
    case .bool:
      return text == "True" ? [1] : text == "False" ? [0] : nil
    case .signed:
      guard let value = Int64(text), value >> (size * 8 - 1) == value >> 63 else { return nil }
      return ordered(UInt64(bitPattern: value), size)
    case .unsigned:
      guard let value = UInt64(text), size == 8 || value >> (size * 8) == 0 else { return nil }
      return ordered(value, size)
    case .float:
      guard let value = Double(text), value.isFinite else { return nil }
      switch size {
      case 2: return Float16(exactly: value).flatMap { ordered(UInt64($0.bitPattern), size) }
      case 4: return Float(exactly: value).flatMap { ordered(UInt64($0.bitPattern), size) }
      default: return ordered(value.bitPattern, size)
      }
    case .unicode(let characters):
      let scalars = text.unicodeScalars
      guard scalars.count <= characters, scalars.last != "\0" else { return nil }
      let bytes = scalars.flatMap { ordered(UInt64($0.value), 4) }
      return bytes + [UInt8](repeating: 0, count: size - bytes.count)
    case .byteString:
      let bytes = Array(text.utf8)
      guard bytes.count <= size, bytes.last != 0 else { return nil }
      return bytes + [UInt8](repeating: 0, count: size - bytes.count)
    }
  }

  /// What ``encode(_:)`` takes, for messages.
  public var encodable: String {
    let size = elementType.byteCount
    switch elementType {
    case .bool: return "True and False"
    case .signed:
      let greatest = Int64.max >> (64 - size * 8)
      return "whole numbers from \(-greatest - 1) to \(greatest)"
    case .unsigned: return "whole numbers from 0 to \(UInt64.max >> (64 - size * 8))"
    case .float: return "numbers that \(size) bytes hold exactly"
    case .unicode(let characters): return "text of at most \(characters) characters"
    case .byteString(let count): return "text of at most \(count) bytes"
    }
  }

  /// Replaces one element.
  ///
  /// - Parameters:
  ///   - position: Where, in row-major order; `0 <= position < count`.
  ///   - bytes: What ``encode(_:)`` gave.
  public mutating func replace(at position: Int, with bytes: [UInt8]) {
    precondition(bytes.count == elementType.byteCount, "an element has a fixed size")
    let start = offset(of: position)
    elements.replaceSubrange(start..<start + bytes.count, with: bytes)
  }

  /// The array without some rows; type, order and version stay.
  ///
  /// - Parameter rows: Indices along the first dimension; others are ignored.
  /// - Returns: The array itself when no row goes.
  /// - Complexity: O(`count`).
  public func removing(rows: Set<Int>) -> NPYArray {
    let keptRows = (0..<rowCount).filter { !rows.contains($0) }
    guard !shape.isEmpty, keptRows.count < rowCount else { return self }
    let header = NPYHeader(
      version: version, elementType: elementType, isBigEndian: isBigEndian,
      isFortranOrder: isFortranOrder, shape: [keptRows.count] + shape.dropFirst())
    guard count > 0 else { return NPYArray(header, elements: []) }
    // In Fortran order every column holds all rows; else a row is one piece.
    let pieceSize = elementType.byteCount * (isFortranOrder ? 1 : columnCount)
    let groupSize = pieceSize * rowCount
    var kept: [UInt8] = []
    kept.reserveCapacity(elements.count / rowCount * keptRows.count)
    for group in stride(from: 0, to: elements.count, by: groupSize) {
      for row in keptRows {
        let start = group + row * pieceSize
        kept.append(contentsOf: elements[start..<start + pieceSize])
      }
    }
    return NPYArray(header, elements: kept)
  }

  /// The lowest bytes of a number in the array's byte order.
  private func ordered(_ value: UInt64, _ size: Int) -> [UInt8] {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isBigEndian ? bytes.reversed() : bytes
  }
}
