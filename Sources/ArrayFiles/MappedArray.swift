public import VectorKernels

/// The rows of an NPY file, used where they lie on the disk.
public struct MappedArray: Sendable {
  /// What looking at a file gave.
  public enum Outcome: Sendable {
    /// Its elements can be used as they are.
    case mapped(MappedArray)
    /// They cannot; the reason says why, as in `its elements are f8`.
    case unsuitable(reason: String)
  }

  /// What the elements are.
  public let elementType: NPYElementType
  /// The rows; all dimensions but the first are columns.
  public let rows: FeatureRows

  /// Maps a file that holds bytes, truth values, or 16- or 32-bit floats in the usual order.
  ///
  /// Truth values are taken as bytes where all of them are stored as 0 and 1.
  ///
  /// - Parameter path: The file, with two or more dimensions.
  /// - Returns: The rows, or why they cannot be used as they lie there.
  /// - Throws: ``FileError`` for damaged, cut and overlong files, and for fewer dimensions or no elements.
  public static func open(path: String) throws(FileError) -> Outcome {
    let file = try MappedFile(path: path)
    let start = file.prefix(NPYHeader.longest + 12)
    if start.starts(with: [0x1F, 0x8B]) { return .unsuitable(reason: "it is compressed") }
    let header = try NPYHeader(ByteReader(stored: start, name: path))
    let shape = header.shape
    let offset = header.bytes.count
    let found = unsafe file.bytes.count - offset
    guard let size = header.elementType.byteCount(shape: shape), size == found else {
      throw .elements(
        path: path, byte: offset, found: "\(found) bytes", type: header.elementType, shape: shape)
    }
    guard shape.count >= 2, size > 0 else {
      throw .malformed(
        path: path, byte: nil, found: "an array of \(NPYElementType.words(for: shape)) elements",
        allowed: "two or more dimensions, rows and features, with at least one element")
    }
    if header.isFortranOrder { return .unsuitable(reason: "it is in Fortran order") }
    let code = header.elementType.code
    guard let element = Self.element(of: header.elementType) else {
      return .unsuitable(reason: "its elements are \(code)")
    }
    if header.isBigEndian { return .unsuitable(reason: "its elements are big-endian") }
    guard offset % element.byteCount == 0 else {
      return .unsuitable(reason: "its elements begin between multiples of their size")
    }
    if header.elementType == .bool, unsafe file.bytes[offset...].contains(where: { $0 > 1 }) {
      return .unsuitable(reason: "its truth values are not all 0 or 1")
    }
    return .mapped(
      MappedArray(
        elementType: header.elementType,
        rows: FeatureRows(
          rowCount: shape[0], columnCount: shape.dropFirst().reduce(1, *), element: element,
          region: file, offset: offset)))
  }

  /// A copy of the rows in memory, 4 bytes for each value.
  ///
  /// - Complexity: O(n · d).
  public func matrix() -> Matrix {
    let count = rows.rowCount * rows.columnCount
    let values = unsafe rows.withUnsafeBase { base in
      unsafe [Float](unsafeUninitializedCapacity: count) { output, filled in
        for index in 0..<count {
          let value: Float =
            switch rows.element {
            case .uint8: unsafe Float(base.load(fromByteOffset: index, as: UInt8.self))
            case .float16:
              unsafe Float(
                Float16(bitPattern: base.load(fromByteOffset: index * 2, as: UInt16.self)))
            case .float32: unsafe base.load(fromByteOffset: index * 4, as: Float.self)
            }
          unsafe output.initializeElement(at: index, to: value)
        }
        filled = count
      }
    }
    return Matrix(rowCount: rows.rowCount, columnCount: rows.columnCount, elements: values)
  }

  private static func element(of type: NPYElementType) -> FeatureRows.Element? {
    switch type {
    case .bool, .unsigned(byteCount: 1): .uint8
    case .float(byteCount: 2): .float16
    case .float(byteCount: 4): .float32
    default: nil
    }
  }
}
