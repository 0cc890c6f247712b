extension NPYArray {
  /// Makes an array of 32-bit floats.
  ///
  /// - Parameters:
  ///   - floats: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(floats: [Float], shape: [Int]) {
    self.init(.float(byteCount: 4), shape, values: floats.map(\.bitPattern))
  }

  /// Makes an array of 32-bit whole numbers.
  ///
  /// - Parameters:
  ///   - int32s: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(int32s: [Int32], shape: [Int]) {
    self.init(.signed(byteCount: 4), shape, values: int32s)
  }

  /// Makes an array of 64-bit whole numbers.
  ///
  /// - Parameters:
  ///   - int64s: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(int64s: [Int64], shape: [Int]) {
    self.init(.signed(byteCount: 8), shape, values: int64s)
  }

  /// Makes an array of 64-bit whole numbers, 0 or more.
  ///
  /// - Parameters:
  ///   - uint64s: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(uint64s: [UInt64], shape: [Int]) {
    self.init(.unsigned(byteCount: 8), shape, values: uint64s)
  }

  /// Makes an array of 64-bit floats.
  ///
  /// - Parameters:
  ///   - doubles: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(doubles: [Double], shape: [Int]) {
    self.init(.float(byteCount: 8), shape, values: doubles.map(\.bitPattern))
  }

  /// Makes an array of bytes.
  ///
  /// - Parameters:
  ///   - bytes: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  public init(bytes: [UInt8], shape: [Int]) {
    self.init(.unsigned(byteCount: 1), shape, values: bytes)
  }

  /// Makes a one-dimensional array of text, as wide as the longest element.
  ///
  /// - Parameter texts: The elements; zeros at their ends are lost.
  public init(texts: [String]) {
    let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    var codes: [UInt32] = []
    codes.reserveCapacity(texts.count * width)
    for text in texts {
      codes.append(contentsOf: text.unicodeScalars.lazy.map(\.value))
      codes.append(contentsOf: repeatElement(0, count: width - text.unicodeScalars.count))
    }
    let header = NPYHeader(elementType: .unicode(characters: width), shape: [texts.count])
    self.init(header, elements: Self.littleEndian(codes))
  }

  private init(_ type: NPYElementType, _ shape: [Int], values: [some FixedWidthInteger]) {
    precondition(shape.reduce(1, *) == values.count, "as many elements as the shape says")
    self.init(NPYHeader(elementType: type, shape: shape), elements: Self.littleEndian(values))
  }

  @inline(__always)
  private static func littleEndian(_ values: [some FixedWidthInteger]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * (values.first?.bitWidth ?? 8) / 8)
    for value in values {
      unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
