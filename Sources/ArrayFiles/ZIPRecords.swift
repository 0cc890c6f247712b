/// Little-endian numbers at positions that may lie outside the bytes.
struct ZIPBytes {
  let bytes: [UInt8]

  /// The number at a position; `nil` when it is not inside the bytes.
  func number<Value: FixedWidthInteger & UnsignedInteger>(_ at: Int, as: Value.Type) -> Value? {
    let size = Value.bitWidth / 8
    guard at >= 0, at <= bytes.count - size else { return nil }
    var value: Value = 0
    for index in (0..<size).reversed() { value = value << 8 | Value(bytes[at + index]) }
    return value
  }
}

/// One file inside a ZIP archive, as the central directory describes it.
struct ZIPMember: Equatable, Sendable {
  enum Method: UInt16 {
    case stored = 0
    case deflated = 8
  }

  var name: [UInt8]
  var method: Method
  var crc: UInt32
  var size: Int
  /// MS-DOS date and time; the default is the first moment that the format knows.
  var timestamp: UInt32 = 0x0021_0000
  /// The data as they are stored.
  var data: ArraySlice<UInt8>
}

/// Reads the central directory of a ZIP archive, with its 64-bit extension.
struct ZIPDirectory {
  private static let central: UInt32 = 0x0201_4B50
  private static let local: UInt32 = 0x0403_4B50
  private static let end: UInt32 = 0x0605_4B50
  private static let end64: UInt32 = 0x0606_4B50
  private static let locator64: UInt32 = 0x0706_4B50

  private let file: ZIPBytes
  private let path: String

  init(_ bytes: [UInt8], path: String) {
    file = ZIPBytes(bytes: bytes)
    self.path = path
  }

  /// The archive's members in the directory's order.
  func members() throws(FileError) -> [ZIPMember] {
    var (position, count) = try directory()
    var members: [ZIPMember] = []
    var names = Set<[UInt8]>()
    var room = file.bytes.count
    for _ in 0..<count {
      let (member, next) = try member(at: position)
      guard names.insert(member.name).inserted else {
        throw fail(position, "two members of one name", "distinct names")
      }
      room -= member.data.count
      guard room >= 0 else {
        throw fail(position, "members that overlap", "members with data of their own")
      }
      members.append(member)
      position = next
    }
    return members
  }

  /// Where the directory starts and how many members it has.
  private func directory() throws(FileError) -> (position: Int, count: Int) {
    // The record is 22 bytes, with a comment of at most 65,535 behind it.
    let last = file.bytes.count - 22
    let first = max(0, last - 0xFFFF)
    guard last >= 0,
      let at = (first...last).reversed().first(where: { at in
        file.number(at, as: UInt32.self) == Self.end
          && file.number(at + 20, as: UInt16.self).map { at + 22 + Int($0) } == file.bytes.count
      }),
      let count = file.number(at + 10, as: UInt16.self),
      let start = file.number(at + 16, as: UInt32.self)
    else {
      throw fail(nil, "no ZIP directory", "a whole ZIP archive")
    }
    guard count == .max || start == .max else { return (Int(start), Int(count)) }
    guard file.number(at - 20, as: UInt32.self) == Self.locator64 else {
      return (Int(start), Int(count))
    }
    guard let where64 = file.number(at - 12, as: UInt64.self).flatMap({ Int(exactly: $0) }),
      where64 < at, file.number(where64, as: UInt32.self) == Self.end64,
      let count64 = file.number(where64 + 32, as: UInt64.self).flatMap({ Int(exactly: $0) }),
      let start64 = file.number(where64 + 48, as: UInt64.self).flatMap({ Int(exactly: $0) })
    else {
      throw fail(at - 20, "a damaged ZIP directory", "an intact ZIP64 directory")
    }
    return (start64, count64)
  }

  private func member(at position: Int) throws(FileError) -> (ZIPMember, next: Int) {
    guard position >= 0, position < file.bytes.count,
      file.number(position, as: UInt32.self) == Self.central,
      let flags = file.number(position + 8, as: UInt16.self),
      let methodCode = file.number(position + 10, as: UInt16.self),
      let timestamp = file.number(position + 12, as: UInt32.self),
      let crc = file.number(position + 16, as: UInt32.self),
      let packed32 = file.number(position + 20, as: UInt32.self),
      let size32 = file.number(position + 24, as: UInt32.self),
      let nameLength = file.number(position + 28, as: UInt16.self).map({ Int($0) }),
      let extraLength = file.number(position + 30, as: UInt16.self).map({ Int($0) }),
      let commentLength = file.number(position + 32, as: UInt16.self).map({ Int($0) }),
      let offset32 = file.number(position + 42, as: UInt32.self),
      position + 46 + nameLength + extraLength + commentLength <= file.bytes.count
    else {
      throw fail(position, "a damaged ZIP directory", "an intact ZIP directory")
    }
    let extraStart = position + 46 + nameLength
    let name = Array(file.bytes[position + 46..<extraStart])
    let label = "member '\(String(decoding: name.prefix(80), as: UTF8.self))'"
    guard flags & 1 == 0 else { throw fail(position, "\(label), encrypted", "no encryption") }
    guard let method = ZIPMember.Method(rawValue: methodCode) else {
      throw fail(
        position, "\(label), compressed by method \(methodCode)",
        "methods 0 (stored) and 8 (deflate)")
    }
    var wide = Extra64(file, extraStart..<extraStart + extraLength)
    guard let size = wide.value(size32), let packed = wide.value(packed32),
      let offset = wide.value(offset32), let data = data(at: offset, count: packed),
      method == .deflated || packed == size
    else {
      throw fail(position, "\(label), whose data are not inside the file", "a whole ZIP archive")
    }
    let member = ZIPMember(
      name: name, method: method, crc: crc, size: size, timestamp: timestamp, data: data)
    return (member, extraStart + extraLength + commentLength)
  }

  /// A member's stored data, found through its local header.
  private func data(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
    guard offset < file.bytes.count, file.number(offset, as: UInt32.self) == Self.local,
      let nameLength = file.number(offset + 26, as: UInt16.self),
      let extraLength = file.number(offset + 28, as: UInt16.self)
    else { return nil }
    let start = offset + 30 + Int(nameLength) + Int(extraLength)
    guard start <= file.bytes.count, count <= file.bytes.count - start else { return nil }
    return file.bytes[start..<start + count]
  }

  private func fail(_ byte: Int?, _ found: String, _ allowed: String) -> FileError {
    .malformed(path: path, byte: byte, found: found, allowed: allowed)
  }

  /// The 64-bit values that stand in an extra field for 32-bit ones that are all ones.
  private struct Extra64 {
    private let file: ZIPBytes
    private var rest: Range<Int>

    init(_ file: ZIPBytes, _ extra: Range<Int>) {
      self.file = file
      rest = extra.lowerBound..<extra.lowerBound
      var position = extra.lowerBound
      while position + 4 <= extra.upperBound,
        let tag = file.number(position, as: UInt16.self),
        let length = file.number(position + 2, as: UInt16.self)
      {
        let end = position + 4 + Int(length)
        guard end <= extra.upperBound else { break }
        if tag == 1 { rest = position + 4..<end }
        position = end
      }
    }

    mutating func value(_ narrow: UInt32) -> Int? {
      guard narrow == .max else { return Int(narrow) }
      guard rest.count >= 8, let wide = file.number(rest.lowerBound, as: UInt64.self) else {
        return nil
      }
      rest = rest.lowerBound + 8..<rest.upperBound
      return Int(exactly: wide)
    }
  }
}
