/// Lays out a ZIP archive; equal members give equal bytes.
struct ZIPWriter {
  /// Sizes and positions from here on take the 64-bit extension.
  var wideFrom = Int(UInt32.max)
  private var directory: [UInt8] = []
  private var count = 0
  private var position = 0

  /// Writes members in order, then the directory.
  func write(_ members: [ZIPMember], to output: inout OutputFile) throws(FileError) {
    var writer = self
    for member in members {
      try writer.begin(member, packedCount: member.data.count, to: &output)
      try output.write(member.data)
    }
    try writer.finish(&output)
  }

  /// Writes what stands before a member's data, which must follow.
  mutating func begin(
    _ member: ZIPMember, packedCount: Int, to output: inout OutputFile
  ) throws(FileError) {
    let isWide = [member.size, packedCount, position].contains { $0 >= wideFrom }
    let extra = isWide ? wideExtra([member.size, packedCount, position]) : []
    let local = isWide ? wideExtra([member.size, packedCount]) : []
    let common = header(member, packedCount: packedCount, isWide: isWide)
    let start = bytes(0x0403_4B50 as UInt32) + common + bytes(UInt16(local.count)) + member.name
    try output.write(start + local)
    directory += bytes(0x0201_4B50 as UInt32) + bytes(isWide ? 45 : 20 as UInt16) + common
    directory += bytes(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
    directory += bytes(isWide ? .max : UInt32(position)) + member.name + extra
    position += start.count + local.count + packedCount
    count += 1
  }

  /// Writes the directory, after the data of the last member.
  func finish(_ output: inout OutputFile) throws(FileError) {
    try output.write(directory)
    try output.write(ending(count: count, start: position, size: directory.count))
  }

  /// What local header and directory share, from the version to the name's length.
  private func header(_ member: ZIPMember, packedCount: Int, isWide: Bool) -> [UInt8] {
    // Bit 11 says that the name is UTF-8.
    let flags: UInt16 = member.name.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11
    return bytes(isWide ? 45 : 20 as UInt16) + bytes(flags) + bytes(member.method.rawValue)
      + bytes(member.timestamp) + bytes(member.crc)
      + bytes(isWide ? .max : UInt32(packedCount))
      + bytes(isWide ? .max : UInt32(member.size)) + bytes(UInt16(member.name.count))
  }

  private func wideExtra(_ values: [Int]) -> [UInt8] {
    bytes(1 as UInt16) + bytes(UInt16(values.count * 8)) + values.flatMap { bytes(UInt64($0)) }
  }

  private func ending(count: Int, start: Int, size: Int) -> [UInt8] {
    let isWide = count >= Int(UInt16.max) || start >= wideFrom || size >= wideFrom
    var ending: [UInt8] = []
    if isWide {
      ending += bytes(0x0606_4B50 as UInt32) + bytes(44 as UInt64)
      ending += bytes(45 as UInt16) + bytes(45 as UInt16) + bytes(0 as UInt64)
      ending += [count, count, size, start].flatMap { bytes(UInt64($0)) }
      ending += bytes(0x0706_4B50 as UInt32) + bytes(0 as UInt32)
      ending += bytes(UInt64(start + size)) + bytes(1 as UInt32)
    }
    let shortCount = isWide ? UInt16.max : UInt16(count)
    ending += bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt32)
    ending += bytes(shortCount) + bytes(shortCount)
    ending += bytes(isWide ? .max : UInt32(size)) + bytes(isWide ? .max : UInt32(start))
    return ending + bytes(0 as UInt16)
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
