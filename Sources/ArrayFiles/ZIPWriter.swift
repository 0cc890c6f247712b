/// Lays out a ZIP archive; equal members give equal bytes.
struct ZIPWriter {
  /// Sizes and positions from here on take the 64-bit extension.
  var wideFrom = Int(UInt32.max)

  /// Writes members in order, then the directory.
  func write(_ members: [ZIPMember], to output: inout OutputFile) throws(FileError) {
    var directory: [UInt8] = []
    var position = 0
    for member in members {
      let isWide = [member.size, member.data.count, position].contains { $0 >= wideFrom }
      let extra = isWide ? wideExtra([member.size, member.data.count, position]) : []
      let local = isWide ? wideExtra([member.size, member.data.count]) : []
      let common = header(member, isWide: isWide)
      let start = bytes(0x0403_4B50 as UInt32) + common + bytes(UInt16(local.count)) + member.name
      try output.write(start + local)
      try output.write(member.data)
      directory += bytes(0x0201_4B50 as UInt32) + bytes(isWide ? 45 : 20 as UInt16) + common
      directory += bytes(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
      directory += bytes(isWide ? .max : UInt32(position)) + member.name + extra
      position += start.count + local.count + member.data.count
    }
    try output.write(directory)
    try output.write(ending(count: members.count, start: position, size: directory.count))
  }

  /// What local header and directory share, from the version to the name's length.
  private func header(_ member: ZIPMember, isWide: Bool) -> [UInt8] {
    // Bit 11 says that the name is UTF-8.
    let flags: UInt16 = member.name.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11
    return bytes(isWide ? 45 : 20 as UInt16) + bytes(flags) + bytes(member.method.rawValue)
      + bytes(member.timestamp) + bytes(member.crc)
      + bytes(isWide ? .max : UInt32(member.data.count))
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
