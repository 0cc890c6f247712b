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
    let left = unsafe open("\(path).flipguard-tmp", O_WRONLY | O_CREAT, mode_t(0o644))
    #expect(unsafe write(left, "longer than what follows", 24) == 24)
    close(left)
    try DurableFile.write([4, 5], to: path)
    #expect(try DurableFile.read(path) == [4, 5])
    #expect(!DurableFile.exists("\(path).flipguard-tmp"))
  }

  @Test("what is left over goes, but not what somebody writes just now, nor other files")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let names = ["left.flipguard-tmp", "locked.flipguard-tmp", "kept", "tmp"]
    var descriptors: [Int32] = []
    for name in names {
      descriptors.append(
        unsafe open("\(folder.path)/\(name)", O_WRONLY | O_CREAT, mode_t(0o644)))
    }
    #expect(flock(descriptors[1], LOCK_EX) == 0)
    DurableFile.removeLeftovers(in: folder.path)
    #expect(names.map { DurableFile.exists("\(folder.path)/\($0)") } == [false, true, true, true])
    for descriptor in descriptors { close(descriptor) }
    DurableFile.removeLeftovers(in: folder.path)
    #expect(!DurableFile.exists("\(folder.path)/locked.flipguard-tmp"))
  }

  @Test("a file that cannot be written leaves the old one and nothing beside it")
  func fails() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FolderError.self) {
      try DurableFile.write([1], to: "\(folder.path)/missing/a")
    }
    try DurableFile.makeFolder("\(folder.path)/folder")
    #expect(throws: FolderError.self) { try DurableFile.write([1], to: "\(folder.path)/folder") }
    #expect(!DurableFile.exists("\(folder.path)/folder.flipguard-tmp"))
  }

  @Test("only a regular file is replaced, a link leads to it, and one that must be new is left")
  func regular() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a"
    try DurableFile.write([1], to: path)
    #expect(unsafe symlink("a", "\(folder.path)/link") == 0)
    try DurableFile.write([2], to: "\(folder.path)/link")
    #expect(try DurableFile.read(path) == [2])
    #expect(throws: FolderError.exists(path: path)) {
      try DurableFile.write([3], to: path, isNew: true)
    }
    #expect(try DurableFile.read(path) == [2] && !DurableFile.exists("\(path).flipguard-tmp"))
    let pipe = "\(folder.path)/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(throws: FolderError.cannotCreate(path: pipe, reason: "it is not a regular file")) {
      try DurableFile.write([1], to: pipe)
    }
    #expect(unsafe symlink("elsewhere", "\(folder.path)/b.flipguard-tmp") == 0)
    #expect(throws: FolderError.self) { try DurableFile.write([1], to: "\(folder.path)/b") }
    #expect(!DurableFile.exists("\(folder.path)/elsewhere"))
  }

  @Test("a folder and a file that is too large are not read")
  func refused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FolderError.cannotOpen(path: folder.path, reason: "it is a folder, not a file"))
    { try DurableFile.read(folder.path) }
    let path = "\(folder.path)/a"
    try DurableFile.write([1, 2, 3], to: path)
    #expect(try DurableFile.read(path, limit: 3) == [1, 2, 3])
    #expect(throws: FolderError.malformed(path: path, reason: "larger than 2 bytes")) {
      try DurableFile.read(path, limit: 2)
    }
    #expect(try DurableFile.read("\(path)/b") == nil)
  }
}
