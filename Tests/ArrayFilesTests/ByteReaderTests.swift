import ArrayFiles
import FlipguardTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ByteReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 5, 131_072, 400_001], ["a", "a.gz"])
  func `a file gives the bytes that were written, in any steps`(count: Int, name: String) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    try OutputFile.write(bytes, to: folder.file(name))
    for step in [max(1, count / 3), 100_000, .max] {
      let reader = try ByteReader(path: folder.file(name))
      #expect(reader.knownSize == (name == "a" ? count : nil))
      var read: [UInt8] = []
      while try reader.read(step, appendingTo: &read) == step {}
      #expect(read == bytes)
      #expect(try reader.read(1, appendingTo: &read) == 0)
    }
    let memory = try ByteReader(bytes: folder.rawBytes(name), name: "m")
    #expect(try memory.readAll() == bytes)
  }

  @Test func `several gzip members are one stream, and zeros may follow`() throws {
    let members = decodeBase64(Vectors.gzipMembers)
    for bytes in [members, members + [0, 0, 0]] {
      let reader = try ByteReader(bytes: bytes, name: "m.gz")
      #expect(try reader.readAll() == Array("hello, world\n".utf8))
    }
  }

  @Test func `every cut and every damaged checksum of a gzip stream is an error`() throws {
    let members = decodeBase64(Vectors.gzipMembers)
    for count in 2..<members.count where count != 27 {
      let cut = try ByteReader(bytes: Array(members.prefix(count)), name: "m.gz")
      #expect(throws: FileError.self, "cut at \(count)") { try cut.readAll() }
    }
    var damaged = members
    damaged[20] ^= 1
    let reader = try ByteReader(bytes: damaged, name: "m.gz")
    let error = #expect(throws: FileError.self) { try reader.readAll() }
    #expect(
      error?.description
        == "m.gz, byte 23: found damaged compressed data (incorrect data check); "
        + "allowed: an intact gzip stream")
    let trailing = try ByteReader(bytes: members + [7], name: "m.gz")
    #expect(throws: FileError.self) { try trailing.readAll() }
  }

  @Test func `more than the limit is an error`() throws {
    let reader = try ByteReader(bytes: [1, 2, 3], name: "m")
    let error = #expect(throws: FileError.self) { try reader.readAll(limit: 2) }
    #expect(error?.description == "m: found more than 2 bytes; allowed: at most 2 bytes")
  }

  @Test func `missing files and folders are named`() throws {
    let missing = folder.file("none")
    #expect(throws: FileError.notFound(path: missing)) { try ByteReader(path: missing) }
    #expect(throws: FileError.cannotOpen(path: folder.path, reason: "it is a directory")) {
      try ByteReader(path: folder.path)
    }
  }

  @Test func `a pipe has no size and is read to its end`() throws {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let text = Array("through a pipe".utf8)
    #expect(unsafe write(ends[1], text, text.count) == text.count)
    close(ends[1])
    defer { close(ends[0]) }
    let reader = try ByteReader(path: "/dev/fd/\(ends[0])")
    #expect(reader.knownSize == nil)
    #expect(try reader.readAll() == text)
  }
}
