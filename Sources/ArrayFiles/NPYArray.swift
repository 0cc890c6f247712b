/// An array of NumPy's NPY format, versions 1 to 3: numbers, truth values or fixed-width text.
///
/// Positions count elements in row-major order whatever the order in the file. Bytes that the array came
/// with are kept, so writing it again gives the same file.
public struct NPYArray: Equatable, Sendable {
  /// What the elements are.
  public let elementType: NPYElementType
  /// Whether the first byte of an element is its most significant one.
  public let isBigEndian: Bool
  /// Whether the first dimension is the one that varies fastest in the file.
  public let isFortranOrder: Bool
  /// Length of each dimension, each 0 or more; none for a single value.
  public let shape: [Int]

  let version: UInt8
  /// The header as it stands in the file.
  let header: [UInt8]
  /// The elements as they stand in the file.
  public internal(set) var elements: [UInt8]

  init(_ header: NPYHeader, elements: [UInt8]) {
    elementType = header.elementType
    isBigEndian = header.isBigEndian
    isFortranOrder = header.isFortranOrder
    shape = header.shape
    version = header.version
    self.header = header.bytes
    self.elements = elements
  }

  /// Reads a file to its end.
  ///
  /// The memory used is the size of the elements; it is not taken before they arrive.
  ///
  /// - Throws: ``FileError``, for damaged, cut and overlong files and for types that are not supported.
  public init(_ reader: ByteReader) throws(FileError) {
    let header = try NPYHeader(reader)
    let elements = try reader.readElements(
      header.elementType, shape: header.shape, after: header.bytes.count)
    self.init(header, elements: elements)
  }

  /// Makes an array from elements as they lie in a file, the last dimension varying fastest.
  ///
  /// - Parameters:
  ///   - elementType: What the elements are.
  ///   - isBigEndian: Whether an element's most significant byte comes first.
  ///   - shape: Length of each dimension, each 0 or more.
  ///   - elements: The bytes.
  /// - Precondition: as many bytes as the shape says.
  public init(elementType: NPYElementType, isBigEndian: Bool, shape: [Int], elements: [UInt8]) {
    let header = NPYHeader(elementType: elementType, isBigEndian: isBigEndian, shape: shape)
    precondition(
      elementType.byteCount(shape: shape) == elements.count, "as many bytes as the shape says")
    self.init(header, elements: elements)
  }

  /// Number of elements.
  public var count: Int { elements.count / elementType.byteCount }

  /// Number of rows: the first dimension, or 1 for a single value.
  public var rowCount: Int { shape.first ?? 1 }

  /// Number of elements in each row, all other dimensions taken together.
  public var columnCount: Int { rowCount == 0 ? 0 : count / rowCount }

  /// Writes the array as a file: as it was read, or as NumPy writes it if it was made here.
  ///
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public func write(to output: inout OutputFile) throws(FileError) {
    try output.write(header)
    try output.write(elements)
  }

  /// Where the element at a row-major position starts in `elements`.
  func offset(of position: Int) -> Int {
    guard isFortranOrder, shape.count > 1 else { return position * elementType.byteCount }
    var rest = position
    var stride = count
    var index = 0
    for dimension in shape.reversed() {
      stride /= dimension
      index += rest % dimension * stride
      rest /= dimension
    }
    return index * elementType.byteCount
  }
}
