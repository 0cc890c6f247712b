import ArrayFiles
import FlipguardTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite(.serialized) struct OutputFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `nothing appears before the commit, and nothing stays without it`() throws {
    let path = folder.file("a.csv")
    try OutputFile.write("before", to: path)
    do {
      var file = try OutputFile(path: path)
      try file.write("after")
      #expect(folder.contents.count == 2)
      #expect(try folder.rawBytes("a.csv") == Array("before".utf8))
    }
    #expect(folder.contents == ["a.csv"])
    var file = try OutputFile(path: path)
    try file.write([UInt8](repeating: 0x61, count: 3)[1...])
    try file.write("é")
    try file.commit()
    #expect(folder.contents == ["a.csv"])
    #expect(try folder.rawBytes("a.csv") == Array("aaé".utf8))
  }

  @Test(arguments: ["a.csv", "a.csv.gz"])
  func `only the bytes expected appear`(name: String) throws {
    let path = folder.file(name)
    try OutputFile.write("same", to: folder.file("b\(name)"))
    let digest = try SHA256.digest(ofFile: folder.file("b\(name)"))
    func write(_ text: String) throws {
      var file = try OutputFile(path: path, isDigested: true)
      try file.write(text)
      try file.commit(expecting: digest)
    }
    let error = try #require(throws: FileError.self) { try write("other") }
    #expect(error.description.contains(digest) && folder.contents == ["b\(name)"])
    try write("same")
    #expect(try folder.rawBytes(name) == folder.rawBytes("b\(name)"))
  }

  @Test func `compressed output is the same each time`() throws {
    try OutputFile.write("same", to: folder.file("a.gz"))
    try OutputFile.write("same", to: folder.file("b.gz"))
    let bytes = try folder.rawBytes("a.gz")
    #expect(bytes == (try folder.rawBytes("b.gz")))
    #expect(bytes.starts(with: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]))
  }

  @Test func `a replaced file keeps its permissions, and a link stays a link`() throws {
    let path = folder.file("a")
    let link = folder.file("link")
    try OutputFile.write("1", to: path)
    #expect(unsafe chmod(path, 0o640) == 0)
    #expect(unsafe symlink(path, link) == 0)
    try OutputFile.write("2", to: link)
    var status = stat()
    #expect(unsafe lstat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
    #expect(unsafe lstat(link, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(try folder.rawBytes("a") == Array("2".utf8))
  }

  @Test func `files that cannot be created are named`() throws {
    let path = folder.file("none/a")
    #expect(
      throws: FileError.cannotCreate(path: path, reason: "No such file or directory")
    ) { try OutputFile.write("", to: path) }
    #expect(
      throws: FileError.cannotCreate(path: folder.path, reason: "it is a directory")
    ) { try OutputFile.write("", to: folder.path) }
  }

  @Test func `devices are written directly`() throws {
    try OutputFile.write("gone", to: "/dev/null")
    #expect(folder.contents.isEmpty)
  }

  @Test func `a name as long as the system allows still works`() throws {
    let name = String(repeating: "ü", count: 127)
    try OutputFile.write("x", to: folder.file(name))
    #expect(folder.contents == [name])
  }

  @Test func `unfinished files can be removed all at once`() throws {
    let path = folder.file("a")
    var file = try OutputFile(path: path)
    try file.write("x")
    #expect(folder.contents.count == 1)
    OutputFile.removeUnfinished()
    #expect(folder.contents.isEmpty)
    let error: FileError?
    do throws(FileError) {
      try file.commit()
      error = nil
    } catch let fault {
      error = fault
    }
    #expect(error == .cannotCreate(path: path, reason: "No such file or directory"))
  }
}
