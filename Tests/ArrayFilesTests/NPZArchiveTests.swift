import FlipguardTestSupport
import Testing

@testable import ArrayFiles

@Suite struct NPZArchiveTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func archive(_ vector: Vector) throws -> NPZArchive {
    try NPZArchive(ByteReader(bytes: vector.bytes, name: "a.npz"))
  }

  private func written(_ archive: NPZArchive, wideFrom: Int? = nil) throws -> [UInt8] {
    var file = try OutputFile(path: folder.file("a.npz"))
    var writer = ZIPWriter()
    if let wideFrom { writer.wideFrom = wideFrom }
    try archive.write(to: &file, with: writer)
    try file.commit()
    return try folder.rawBytes("a.npz")
  }

  @Test(arguments: Vectors.archives)
  func `archives of NumPy are read, stored, compressed and streamed`(source: Vector) throws {
    let archive = try archive(source)
    #expect(archive.keys.starts(with: ["X", "y"]))
    let x = try #require(try archive.array("X"))
    #expect(x.shape == [4, 3])
    #expect(x.float32Values() == (0..<12).map(Float.init))
    #expect(try archive.array("y")?.float32Values() == [0, 1, 1, 0])
    #expect(try archive.array("z") == nil)
  }

  @Test(arguments: Vectors.archives.prefix(2), [nil, 0])
  func `an array that is replaced changes alone, also with 64-bit records`(
    source: Vector, wideFrom: Int?
  ) throws {
    var archive = try archive(source)
    let x = try archive.array("X")
    let y = NPYArray(int64s: [1, 1, 1, 1], shape: [4])
    try archive.set("y", to: y)
    let bytes = try written(archive, wideFrom: wideFrom)
    let again = try NPZArchive(ByteReader(bytes: bytes, name: "b.npz"))
    #expect(again.keys == archive.keys)
    #expect(try again.array("X") == x)
    #expect(try again.array("y") == y)
    #expect(bytes == (try written(again, wideFrom: wideFrom)))
    #expect(bytes.count < source.bytes.count + (wideFrom == nil ? 1 : 300))
  }

  @Test func `an archive that is made here can be read, and is the same each time`() throws {
    var archive = NPZArchive()
    try archive.set("é", to: NPYArray(texts: ["a", ""]))
    let bytes = try written(archive)
    #expect(bytes == (try written(archive)))
    let again = try NPZArchive(ByteReader(bytes: bytes, name: "b.npz"))
    #expect(again.keys == ["é"])
    #expect(try again.array("é") == NPYArray(texts: ["a", ""]))
  }

  @Test func `damage is found by the checksum`() throws {
    var bytes = Vectors.archives[0].bytes
    let crc = try archive(Vectors.archives[0])
    #expect(crc.keys == ["X", "y", "ids"])
    bytes[200] ^= 0x40
    let damaged = try NPZArchive(ByteReader(bytes: bytes, name: "a.npz"))
    let error = #expect(throws: FileError.self) { try damaged.array("X") }
    #expect(error?.description.hasPrefix("a.npz: X.npy: found data with CRC-32") == true)
  }

  @Test func `cut archives and other files are errors`() throws {
    let bytes = Vectors.archives[0].bytes
    let error = #expect(throws: FileError.self) {
      try NPZArchive(ByteReader(bytes: bytes.dropLast(), name: "a.npz"))
    }
    #expect(error?.description == "a.npz: found no ZIP directory; allowed: a whole ZIP archive")
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: FileError.self) {
        try NPZArchive(ByteReader(bytes: Array(bytes.prefix(count)), name: "a.npz"))
      }
    }
  }

  @Test func `an array that inflates beyond its header is an error`() throws {
    var packed: [UInt8] = []
    let deflater = try Deflater(.raw, name: "bomb")
    let array = NPYArray(bytes: [1, 2], shape: [2])
    let content = array.header + [UInt8](repeating: 0, count: 1 << 20)
    deflater.deflate(content, isLast: true, appendingTo: &packed)
    for size in [content.count, array.header.count + 2] {
      let reader = try ByteReader(deflated: packed, size: size, name: "bomb")
      #expect(throws: FileError.self) { try NPYArray(reader) }
    }
  }
}
