import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct LedgerHomeTests {
  private let folder: TemporaryFolder
  private let home: LedgerHome
  private let origin = "a.example/l"

  init() throws {
    folder = try TemporaryFolder()
    home = try LedgerHome(folder.file("home"))
  }

  private func permissions(_ path: String) throws -> Int {
    var status = stat()
    try #require(unsafe stat(path, &status) == 0)
    return Int(status.st_mode & 0o777)
  }

  @Test func `a key is kept once, for its owner alone`() throws {
    let key = try SignerKey(named: origin)
    try home.keep(key, as: "ann", of: origin)
    let file = try home.keyFile("ann", of: origin)
    #expect(file == folder.file("home/keys/a.example+l/ann.key"))
    #expect(try permissions(file) == 0o600)
    #expect(try permissions(home.keys(of: origin)) == 0o700)
    #expect(try home.key("ann", of: origin)?.verifierKey == key.verifierKey)
    #expect(throws: FolderError.exists(path: file)) {
      try home.keep(SignerKey(named: origin), as: "ann", of: origin)
    }
    #expect(try home.key("ann", of: origin)?.verifierKey == key.verifierKey)
    #expect(try home.key("bob", of: origin) == nil)
    let items = try FileManager.default.contentsOfDirectory(atPath: home.keys(of: origin))
    #expect(items == ["ann.key"])
  }

  @Test func `every key that is put aside stays, and can come back`() throws {
    let keys = try (0..<3).map { _ in try SignerKey(named: origin) }
    var files: [String] = []
    for key in keys {
      try home.keep(key, as: "ann", of: origin)
      files.append(try home.retire("ann", of: origin))
    }
    #expect(Set(files).count == 3)
    for (key, file) in zip(keys, files) {
      try home.bringBack("ann", of: origin, from: file)
      #expect(try home.key("ann", of: origin)?.verifierKey == key.verifierKey)
    }
    try home.discard("ann", of: origin)
    #expect(try home.key("ann", of: origin) == nil)
    #expect(throws: FolderError.self) { try home.retire("ann", of: origin) }
  }

  @Test func `a ledger that was not made leaves neither key nor guard`() throws {
    try home.makeFolders()
    try home.keep(SignerKey(named: origin), as: LedgerRules.ledgerActor, of: origin)
    let store = try SQLiteGuard(path: home.guardFile(of: origin), access: .create)
    try store.close()
    try home.abandon(origin)
    #expect(!DurableFile.exists(home.guardFile(of: origin)))
    #expect(try home.key(LedgerRules.ledgerActor, of: origin) == nil)
    try home.abandon(origin)
  }

  @Test func `a file that others may read, or that holds no key, is refused`() throws {
    try home.keep(SignerKey(named: origin), as: "ann", of: origin)
    let file = try home.keyFile("ann", of: origin)
    for mode in [0o640, 0o604, 0o610] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      #expect(throws: FolderError.exposed(path: file)) { try home.key("ann", of: origin) }
    }
    for text in ["", "x\n", "PRIVATE+KEY+a+00000000+AAAA\n", "\u{0}"] {
      try DurableFile.write(Array(text.utf8), to: file, isPrivate: true)
      let error = try #require(throws: FolderError.self) { try home.key("ann", of: origin) }
      #expect(error.description.hasPrefix("\(file): "))
    }
    for name in ["a/b", ".x", "ä"] as [Identifier] {
      #expect(throws: FolderError.name(name.text)) { try home.keyFile(name, of: origin) }
    }
  }
}
