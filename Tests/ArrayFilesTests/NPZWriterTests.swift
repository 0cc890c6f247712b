import FlipguardTestSupport
import Testing

@testable import ArrayFiles

@Suite struct NPZWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `gives the bytes of an archive that was put together in memory`() throws {
    let int32s = (0..<1000).map { Int32($0) - 500 }
    let floats = int32s.map { Float($0) / 3 }
    var archive = NPZArchive()
    try archive.set("i", to: NPYArray(int32s: int32s, shape: [100, 10]))
    try archive.set("f", to: NPYArray(floats: floats, shape: [1000]))
    try archive.set("u", to: NPYArray(uint64s: [.max], shape: [1]))
    try archive.set("d", to: NPYArray(doubles: [0.1, -1e300], shape: [2]))
    try archive.set("none", to: NPYArray(floats: [], shape: [0, 3]))
    try folder.save(archive, as: "a.npz")
    var writer = try NPZWriter(path: folder.file("b.npz"))
    try writer.append("i", int32s: int32s, shape: [100, 10])
    try writer.append("f", floats: floats, shape: [1000])
    try writer.append("u", NPYArray(uint64s: [.max], shape: [1]))
    try writer.append("d", NPYArray(doubles: [0.1, -1e300], shape: [2]))
    try writer.append("none", floats: [], shape: [0, 3])
    try writer.commit()
    #expect(try folder.rawBytes("a.npz") == folder.rawBytes("b.npz"))
    let again = try NPZArchive(ByteReader(path: folder.file("b.npz")))
    #expect(try again.array("d")?[1] == .real(-1e300))
    #expect(try again.array("u")?[0] == .large(.max))
  }

  @Test func `nothing stays without the commit`() throws {
    do {
      var writer = try NPZWriter(path: folder.file("a.npz"))
      try writer.append("i", int32s: [1], shape: [1])
    }
    #expect(folder.contents.isEmpty)
  }
}
