import ArgumentParser
import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct InitCommandTests {
  private let ledger: SmallLedger

  init() throws { ledger = try SmallLedger(["ann"]) }

  private func make(_ folder: String, _ words: String...) throws {
    let arguments = ["\(ledger.path)/\(folder)", "--home", "\(ledger.path)/home"]
    _ = try InitCommand.parse(arguments + words).makeLedger()
  }

  private func exists(_ name: String) -> Bool { DurableFile.exists("\(ledger.path)/\(name)") }

  @Test func `a new ledger has a checkpoint, and its people have keys`() throws {
    #expect(exists("labels.ledger/checkpoint") && exists("home/keys/a.example+l/ann.key"))
    let record = try ledger.open().storage.read { try $0.actor("ann") }
    #expect(record?.kind == .human && record?.fingerprint != nil)
    try FileManager.default.createDirectory(
      atPath: "\(ledger.path)/empty", withIntermediateDirectories: false)
    try make("empty/", "--origin", "a.example/empty")
    try make("one/two.ledger", "--origin", "a.example/two", "--dataset", "set")
    let folder = try LedgerFolder(opening: "\(ledger.path)/one/two.ledger/")
    #expect(folder.description.dataset == "set" && folder.path.hasSuffix("two.ledger"))
  }

  @Test func `nothing is left of a ledger that could not be made`() throws {
    #expect(throws: FolderError.self) { try make("labels.ledger", "--origin", "a.example/other") }
    #expect(!exists("home/keys/a.example+other"))
    #expect(throws: FolderError.self) { try make("other.ledger", "--origin", "a.example/l") }
    #expect(!exists("other.ledger"))
    _ = try ledger.file("file", "")
    #expect(throws: FolderError.self) { try make("file/x.ledger", "--origin", "a.example/x") }
    #expect(!exists("home/keys/a.example+x/ledger.key"))
    #expect(!exists("home/guards/a.example+x.sqlite"))
    let files = try FileManager.default.contentsOfDirectory(atPath: ledger.path)
    #expect(files.sorted() == ["file", "home", "labels.ledger"])
  }

  @Test func `an origin whose guard is left is not used again`() throws {
    let keys = "\(ledger.path)/home/keys"
    try FileManager.default.removeItem(atPath: keys)
    let error = try #require(throws: FolderError.self) {
      try make("other.ledger", "--origin", "a.example/l")
    }
    #expect(error.description.contains("guards/a.example+l.sqlite is there already"))
  }

  @Test(arguments: [
    ["--origin", "x"], ["--origin", "../x"], ["--origin", "a//b"], ["--origin", "a/b c"],
    ["--seal-signatures", "0"], ["--seal-signatures", "9"], ["--actor", "a/b"],
    ["--actor", "ledger"], ["--actor", "x", "--actor", "x"],
  ])
  func `what is not allowed is refused before anything is made`(words: [String]) throws {
    let arguments = ["\(ledger.path)/n.ledger", "--home", "\(ledger.path)/home"]
    let error = try #require(throws: (any Error).self) {
      _ = try InitCommand.parse(arguments + words).makeLedger()
    }
    #expect(Outcome(of: error).exitCode.rawValue == 64, "\(error)")
    #expect(!exists("n.ledger"))
  }

  @Test func `a successor follows a frozen ledger alone`() throws {
    let old = "\(ledger.path)/labels.ledger"
    let error = try #require(throws: UsageError.self) {
      try make("new.ledger", "--origin", "a.example/new", "--after", old)
    }
    #expect(error.description.contains("not frozen"))
    let open = try ledger.open()
    _ = try open.append(
      [
        Draft(
          .note(.ledgerFrozen), by: open.author(LedgerRules.ledgerActor, .service), signer: nil,
          about: Subject(dataset: "labels"))
      ], ledger.options)
    try make("new.ledger", "--origin", "a.example/new", "--after", old)
    let storage = try SQLiteStorage(path: "\(ledger.path)/new.ledger/ledger.sqlite", access: .read)
    let first = try EntryRows.decode(try storage.read { try $0.entries(0..<1) }[0], at: 0)
    #expect(first.opening?.predecessor?.origin == "a.example/l")
    #expect(first.opening?.predecessor?.size == 3)
  }
}
