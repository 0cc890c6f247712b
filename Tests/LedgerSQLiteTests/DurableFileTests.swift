import Testing

@testable import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Files that appear whole")
struct DurableFileTests {
  @Test("a file replaces another, also after a writer was stopped in the middle")
  func replaces() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a"
    try DurableFile.write([1, 2, 3], to: path)
    let left = unsafe open("\(path).tmp", O_WRONLY | O_CREAT, mode_t(0o644))
    #expect(unsafe write(left, "longer than what follows", 24) == 24)
    close(left)
    try DurableFile.write([4, 5], to: path)
    #expect(try DurableFile.read(path) == [4, 5])
    #expect(!DurableFile.exists("\(path).tmp"))
  }

  @Test("what is left over goes, but not what somebody writes just now, nor other files")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let names = ["left.tmp", "locked.tmp", "kept", "tmp"]
    var descriptors: [Int32] = []
    for name in names {
      descriptors.append(
        unsafe open("\(folder.path)/\(name)", O_WRONLY | O_CREAT, mode_t(0o644)))
    }
    #expect(flock(descriptors[1], LOCK_EX) == 0)
    try DurableFile.removeLeftovers(in: folder.path)
    #expect(names.map { DurableFile.exists("\(folder.path)/\($0)") } == [false, true, true, true])
    for descriptor in descriptors { close(descriptor) }
    try DurableFile.removeLeftovers(in: folder.path)
    #expect(!DurableFile.exists("\(folder.path)/locked.tmp"))
  }

  @Test("a file that cannot be written leaves the old one and nothing beside it")
  func fails() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FolderError.self) {
      try DurableFile.write([1], to: "\(folder.path)/missing/a")
    }
    try DurableFile.makeFolder("\(folder.path)/folder")
    #expect(throws: FolderError.self) { try DurableFile.write([1], to: "\(folder.path)/folder") }
    #expect(!DurableFile.exists("\(folder.path)/folder.tmp"))
  }
}
