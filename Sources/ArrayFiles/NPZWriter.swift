/// Writes arrays one after another into an uncompressed archive of NumPy's NPZ format.
///
/// Elements go to the disk from where they lie, so large arrays are never in memory twice. Equal arrays give
/// equal bytes. The archive appears whole, at ``commit()``, or not at all.
public struct NPZWriter: ~Copyable {
  private var file: OutputFile
  private var zip = ZIPWriter()

  /// Starts an archive.
  ///
  /// - Parameter path: The final name. The folder must exist.
  /// - Throws: ``FileError/cannotCreate(path:reason:)``.
  public init(path: String) throws(FileError) {
    file = try OutputFile(path: path)
  }

  /// Adds a small array.
  ///
  /// - Precondition: no array of this key was added before.
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public mutating func append(_ key: String, _ array: NPYArray) throws(FileError) {
    try append(key, header: array.header, elements: array.elements)
  }

  /// Adds 32-bit whole numbers.
  ///
  /// - Parameters:
  ///   - key: The array's name, which was not used before.
  ///   - int32s: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public mutating func append(
    _ key: String, int32s: [Int32], shape: [Int]
  ) throws(FileError) {
    try append(key, .signed(byteCount: 4), shape, int32s)
  }

  /// Adds 32-bit floats.
  ///
  /// - Parameters:
  ///   - key: The array's name, which was not used before.
  ///   - floats: The elements in row-major order.
  ///   - shape: Length of each dimension.
  /// - Precondition: as many elements as the shape says.
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public mutating func append(
    _ key: String, floats: [Float], shape: [Int]
  ) throws(FileError) {
    try append(key, .float(byteCount: 4), shape, floats)
  }

  /// Writes the archive's directory and gives the file its final name.
  ///
  /// - Throws: ``FileError``; then nothing has changed under the final name.
  public consuming func commit() throws(FileError) {
    try zip.finish(&file)
    try file.commit()
  }

  private mutating func append<Value: BitwiseCopyable>(
    _ key: String, _ type: NPYElementType, _ shape: [Int], _ values: [Value]
  ) throws(FileError) {
    precondition(shape.reduce(1, *) == values.count, "as many elements as the shape says")
    let isBigEndian = 1.littleEndian != 1
    let header = NPYHeader(elementType: type, isBigEndian: isBigEndian, shape: shape)
    try append(key, header: header.bytes, elements: values)
  }

  private mutating func append<Value: BitwiseCopyable>(
    _ key: String, header: [UInt8], elements: [Value]
  ) throws(FileError) {
    try unsafe elements.withUnsafeBufferPointer { (values) throws(FileError) in
      let bytes = UnsafeRawBufferPointer(values)
      let member = ZIPMember(
        name: Array("\(key).npy".utf8), method: .stored,
        crc: unsafe checksum(bytes, after: checksum(header)), size: header.count + bytes.count,
        data: [])
      try zip.begin(member, packedCount: member.size, to: &file)
      try file.write(header)
      unsafe try file.write(bytes)
    }
  }
}
