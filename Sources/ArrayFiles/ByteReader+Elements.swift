extension ByteReader {
  /// The rest of the file, which must be the elements of an array and nothing else.
  ///
  /// - Parameters:
  ///   - type: What the elements are.
  ///   - shape: Length of each dimension, as the file announces it.
  ///   - start: How many bytes were read before.
  /// - Returns: As many bytes as the shape asks for.
  /// - Throws: ``FileError`` when there are fewer or more.
  public func readElements(
    _ type: NPYElementType, shape: [Int], after start: Int
  ) throws(FileError) -> [UInt8] {
    func fail(_ found: String, _ allowed: String) -> FileError {
      let dimensions = shape.map(String.init).joined(separator: " x ")
      return .malformed(
        path: name, byte: start, found: "\(found) of elements",
        allowed: "\(allowed) for \(dimensions.isEmpty ? "one" : dimensions) of \(type.code)")
    }
    guard let size = type.byteCount(shape: shape) else {
      throw fail("fewer bytes", "more than this machine can address")
    }
    if let knownSize, knownSize - start != size {
      throw fail("\(knownSize - start) bytes", "\(size) bytes")
    }
    var elements: [UInt8] = []
    let count = try read(size, appendingTo: &elements)
    guard count == size else { throw fail("\(count) bytes", "\(size) bytes") }
    var more: [UInt8] = []
    guard try read(1, appendingTo: &more) == 0 else {
      throw fail("more than \(size) bytes", "\(size) bytes")
    }
    return elements
  }
}
