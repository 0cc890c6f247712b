/// Several NPY arrays by key in one ZIP archive, as NumPy's `savez` and `savez_compressed` write it.
///
/// The whole archive is in memory; arrays are unpacked when they are asked for. Members that are not
/// replaced are written again with the bytes that they came with.
public struct NPZArchive: Sendable {
  private var members: [ZIPMember]
  private let path: String

  /// Most bytes of an archive that is itself compressed, whose size nothing else bounds.
  private static let longestInflated = 1 << 32

  /// Makes an archive without arrays.
  public init() {
    members = []
    path = ""
  }

  /// Reads an archive to its end.
  ///
  /// - Throws: ``FileError``, also for encrypted members and unknown compression.
  public init(_ reader: ByteReader) throws(FileError) {
    path = reader.name
    let limit = reader.knownSize == nil ? Self.longestInflated : .max
    members = try ZIPDirectory(reader.readAll(limit: limit), path: path).members()
  }

  /// The names of the arrays, in the archive's order.
  public var keys: [String] {
    members.compactMap { member in
      let name = String(decoding: member.name, as: UTF8.self)
      return name.hasSuffix(".npy") ? String(name.dropLast(4)) : nil
    }
  }

  /// Unpacks an array; `nil` when there is none of this name.
  ///
  /// It takes no more memory than the array's own header announces.
  ///
  /// - Throws: ``FileError`` when the member is damaged or no array that is supported.
  public func array(_ key: String) throws(FileError) -> NPYArray? {
    guard let member = members.first(where: { $0.name == Self.name(of: key) }) else { return nil }
    let label = "\(path): \(key).npy"
    let reader =
      switch member.method {
      case .stored: try ByteReader(stored: Array(member.data), name: label)
      case .deflated: try ByteReader(deflated: Array(member.data), size: member.size, name: label)
      }
    let array = try NPYArray(reader)
    let crc = checksum(array.header, array.elements)
    guard crc == member.crc else {
      throw .malformed(
        path: label, byte: nil, found: "data with CRC-32 \(String(crc, radix: 16))",
        allowed: "\(String(member.crc, radix: 16)), as the archive says")
    }
    return array
  }

  /// Adds an array, or replaces the one of the same name; a replaced one stays compressed if it was.
  ///
  /// - Throws: ``FileError`` when the compressor cannot start.
  public mutating func set(_ key: String, to array: NPYArray) throws(FileError) {
    var member = ZIPMember(
      name: Self.name(of: key), method: .stored, crc: checksum(array.header, array.elements),
      size: array.header.count + array.elements.count, data: [])
    let index = members.firstIndex { $0.name == member.name }
    if let index, members[index].method == .deflated {
      member.method = .deflated
      let deflater = try Deflater(.raw, name: path)
      var packed: [UInt8] = []
      deflater.deflate(array.header, isLast: false, appendingTo: &packed)
      for start in stride(from: 0, to: array.elements.count, by: 1 << 20) {
        let piece = array.elements[start...].prefix(1 << 20)
        deflater.deflate(Array(piece), isLast: false, appendingTo: &packed)
      }
      deflater.deflate([], isLast: true, appendingTo: &packed)
      member.data = packed[...]
    } else {
      member.data = (array.header + array.elements)[...]
    }
    if let index {
      member.timestamp = members[index].timestamp
      members[index] = member
    } else {
      members.append(member)
    }
  }

  /// Writes the archive; equal contents give equal bytes.
  ///
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public func write(to output: inout OutputFile) throws(FileError) {
    try write(to: &output, with: ZIPWriter())
  }

  /// Writes the archive with a layout that differs from the usual one.
  func write(to output: inout OutputFile, with writer: ZIPWriter) throws(FileError) {
    try writer.write(members, to: &output)
  }

  private static func name(of key: String) -> [UInt8] {
    Array("\(key).npy".utf8)
  }
}
