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
    func fail(_ found: String) -> FileError {
      .elements(path: name, byte: start, found: found, type: type, shape: shape)
    }
    guard let size = type.byteCount(shape: shape) else { throw fail("fewer bytes") }
    if let knownSize, knownSize - start != size { throw fail("\(knownSize - start) bytes") }
    var elements: [UInt8] = []
    let count = try read(size, appendingTo: &elements)
    guard count == size else { throw fail("\(count) bytes") }
    var more: [UInt8] = []
    guard try read(1, appendingTo: &more) == 0 else { throw fail("more than \(size) bytes") }
    return elements
  }
}

extension FileError {
  /// Another number of bytes than the elements of an array take.
  static func elements(
    path: String, byte: Int, found: String, type: NPYElementType, shape: [Int]
  ) -> FileError {
    let allowed =
      type.byteCount(shape: shape).map { "\($0) bytes" } ?? "more than this machine can address"
    return .malformed(
      path: path, byte: byte, found: "\(found) of elements",
      allowed: "\(allowed) for \(NPYElementType.words(for: shape)) of \(type.code)")
  }
}
