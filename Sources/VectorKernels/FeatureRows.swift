/// Memory that lives as long as the object, as that of a mapped file.
public protocol ByteRegion: AnyObject, Sendable {
  /// The bytes; they neither move nor change while the object lives.
  var bytes: UnsafeRawBufferPointer { get }
}

/// The features of n examples, row-major, kept in the type that they came in: 1, 2 or 4 bytes each.
///
/// The values may lie in memory or in a mapped file. Distances are computed from them as they are, so data
/// of bytes or half-precision numbers never take four bytes a value.
public struct FeatureRows: Sendable {
  /// The type of a value.
  public enum Element: Int32, Sendable {
    /// Whole numbers 0...255.
    case uint8 = 0
    /// IEEE 754 half precision.
    case float16 = 1
    /// IEEE 754 single precision.
    case float32 = 2

    /// Size of a value in bytes.
    public var byteCount: Int { 1 << Int(rawValue) }
  }

  private enum Storage: Sendable {
    case floats([Float])
    case bytes([UInt8])
    case region(any ByteRegion, offset: Int)
  }

  /// Number of rows, n.
  public let rowCount: Int
  /// Number of columns, d.
  public let columnCount: Int
  /// The type of the values.
  public let element: Element
  private let storage: Storage

  /// The rows of a matrix.
  public init(_ matrix: Matrix) {
    rowCount = matrix.rowCount
    columnCount = matrix.columnCount
    element = .float32
    storage = .floats(matrix.elements)
  }

  /// Rows of bytes.
  ///
  /// - Precondition: `bytes.count == rowCount * columnCount`.
  public init(rowCount: Int, columnCount: Int, bytes: [UInt8]) {
    precondition(bytes.count == rowCount * columnCount, "rows need rowCount * columnCount values")
    self.rowCount = rowCount
    self.columnCount = columnCount
    element = .uint8
    storage = .bytes(bytes)
  }

  /// Rows in memory that another object owns, in the machine's byte order.
  ///
  /// - Precondition: the region holds `rowCount * columnCount` values from `offset` on.
  public init(
    rowCount: Int, columnCount: Int, element: Element, region: any ByteRegion, offset: Int = 0
  ) {
    precondition(
      unsafe offset >= 0
        && region.bytes.count >= offset + rowCount * columnCount * element.byteCount,
      "rows need rowCount * columnCount values")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.element = element
    storage = .region(region, offset: offset)
  }

  /// Calls `body` with the address of the first value.
  public func withUnsafeBase<Result>(
    _ body: (UnsafeRawPointer) throws -> Result
  ) rethrows -> Result {
    // Where there is no value nothing is read, but an address is due.
    func call(_ bytes: UnsafeRawBufferPointer) throws -> Result {
      guard let base = bytes.baseAddress else {
        return unsafe try withUnsafePointer(to: 0) { unsafe try body(UnsafeRawPointer($0)) }
      }
      return unsafe try body(base)
    }
    switch storage {
    case .floats(let values): return unsafe try values.withUnsafeBytes { unsafe try call($0) }
    case .bytes(let values): return unsafe try values.withUnsafeBytes { unsafe try call($0) }
    case .region(let region, let offset):
      return try withExtendedLifetime(region) {
        unsafe try call(UnsafeRawBufferPointer(rebasing: region.bytes[offset...]))
      }
    }
  }

  /// One row's values.
  public func row(_ row: Int) -> [Float] {
    precondition((0..<rowCount).contains(row), "the row exists")
    return unsafe withUnsafeBase { base in
      let start = unsafe base + row * columnCount * element.byteCount
      return (0..<columnCount).map { column in
        switch element {
        case .uint8: unsafe Float(start.load(fromByteOffset: column, as: UInt8.self))
        case .float16:
          unsafe Float(
            Float16(bitPattern: start.loadUnaligned(fromByteOffset: column * 2, as: UInt16.self)))
        case .float32: unsafe start.loadUnaligned(fromByteOffset: column * 4, as: Float.self)
        }
      }
    }
  }

  /// The chosen rows in memory, of the same type.
  public func selecting(_ rows: [Int]) -> FeatureRows {
    let width = columnCount * element.byteCount
    let bytes = unsafe withUnsafeBase { base in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(rows.count * width)
      for row in rows {
        precondition((0..<rowCount).contains(row), "the row exists")
        unsafe bytes.append(
          contentsOf: UnsafeRawBufferPointer(start: base + row * width, count: width))
      }
      return bytes
    }
    return FeatureRows(
      rowCount: rows.count, columnCount: columnCount, element: element, storage: .bytes(bytes))
  }

  private init(rowCount: Int, columnCount: Int, element: Element, storage: Storage) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.element = element
    self.storage = storage
  }

  /// The chosen rows as a matrix, in the order given.
  public func matrix(rows: some Collection<Int>) -> Matrix {
    Matrix(
      rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { self.row($0) })
  }
}
