import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

@Suite struct LedgerFolderTests {
  private let folder: TemporaryFolder
  private let description: LedgerDescription

  init() throws {
    folder = try TemporaryFolder()
    let key = try SignerKey(named: "a.example/l").verifierKey
    description = LedgerDescription(origin: "a.example/l", verifierKey: key, dataset: "labels")
  }

  private func create(_ name: String, _ fill: (LedgerFolder) throws -> Void = { _ in }) throws {
    try LedgerFolder.create(
      folder.file(name), description: description, policy: .offline, filling: fill)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func `a folder appears whole, with those above it`() throws {
    try create("one/two.ledger//") { made in
      #expect(made.path.hasSuffix(".tmp") && made.description == description)
      #expect(!DurableFile.exists(folder.file("one/two.ledger")))
      try DurableFile.write([1], to: "\(made.path)/ledger.sqlite")
    }
    let made = try LedgerFolder(opening: folder.file("one/two.ledger/"))
    #expect(made.description == description && made.policy == .offline)
    #expect(made.path == folder.file("one/two.ledger"))
    #expect(try DurableFile.read(made.storagePath) == [1])
    let items = try FileManager.default.contentsOfDirectory(atPath: folder.file("one"))
    #expect(items == ["two.ledger"])
  }

  @Test func `nothing is left of a folder that could not be filled`() throws {
    #expect(throws: StorageError.full) {
      try create("a.ledger") { _ in throw StorageError.full }
    }
    #expect(try names.isEmpty)
  }

  @Test func `what is there is left as it is`() throws {
    try folder.write([], "file")
    try create("a.ledger")
    let path = folder.file("a.ledger")
    #expect(throws: FolderError.exists(path: path)) { try create("a.ledger") }
    #expect(throws: FolderError.exists(path: folder.file("file"))) { try create("file") }
    #expect(throws: FolderError.self) { try create("file/b.ledger") }
    for name in [".", "..", "a.ledger/.."] {
      #expect(throws: FolderError.self, "\(name)") { try create(name) }
    }
    #expect(try names == ["a.ledger", "file"])
    try FileManager.default.createDirectory(
      atPath: folder.file("empty"), withIntermediateDirectories: false)
    try create("empty")
    #expect(DurableFile.exists(folder.file("empty/ledger.json")))
  }

  @Test func `no folder without its descriptions is opened`() throws {
    #expect(throws: FolderError.noLedger(path: folder.path)) {
      try LedgerFolder(opening: folder.path)
    }
    try create("a.ledger")
    for name in ["policy.json", "ledger.json"] {
      try folder.write(Array("{}".utf8), "a.ledger/\(name)")
      let error = try #require(throws: FolderError.self) {
        try LedgerFolder(opening: folder.file("a.ledger"))
      }
      guard case .malformed(let path, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(path == folder.file("a.ledger/\(name)"))
    }
  }
}
