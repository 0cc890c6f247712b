import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct KeyCommandTests {
  private let ledger: SmallLedger

  init() throws { ledger = try SmallLedger(["ann"]) }

  private var keys: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(ledger.path)/home/keys/a.example+l")
        .sorted()
    }
  }

  private func revoke(_ name: Identifier) throws {
    let open = try ledger.open()
    let record = try #require(try open.storage.read { try $0.actor(name) })
    let fingerprint = try #require(record.fingerprint)
    let key = try #require(try open.storage.read { try $0.key(fingerprint) })
    try open.write(
      .keyRevoked,
      key: KeyChange(actor: name, kind: record.kind, publicKey: key.key, replaces: nil))
  }

  @Test func `who was shut out comes back with another key`() throws {
    try revoke("ann")
    #expect(throws: UsageError.self) { try ledger.record(["a": "cat"], by: "ann") }
    try KeyAddCommand.add("ann", .human, to: ledger.open())
    #expect(try keys == ["ann.key", "ann.key.1.retired", "ledger.key"])
    try ledger.record(["a": "cat"], by: "ann")
    try revoke("ann")
    try KeyAddCommand.add("ann", .human, to: ledger.open())
    #expect(try keys == ["ann.key", "ann.key.1.retired", "ann.key.2.retired", "ledger.key"])
  }

  @Test func `a key that was not let in is not left behind`() throws {
    #expect(throws: RuleViolation.hasKey(actor: "ann")) {
      try KeyAddCommand.add("ann", .human, to: ledger.open())
    }
    #expect(throws: FolderError.name("a/b")) {
      try KeyAddCommand.add("a/b", .human, to: ledger.open())
    }
    try ledger.record(["a": "cat"], by: "ann")
    let open = try ledger.open()
    _ = try open.append(
      [
        Draft(
          .note(.ledgerFrozen), by: open.author(LedgerRules.ledgerActor, .service), signer: nil,
          about: Subject(dataset: "labels"))
      ], ledger.options)
    #expect(throws: RuleViolation.frozen) {
      try KeyAddCommand.add("bob", .human, to: ledger.open())
    }
    #expect(try keys == ["ann.key", "ledger.key"])
  }

  @Test func `a key that others may read is not used`() throws {
    let file = "\(ledger.path)/home/keys/a.example+l/ann.key"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    let error = try #require(throws: FolderError.self) {
      try ledger.record(["a": "cat"], by: "ann")
    }
    #expect(error == .exposed(path: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try ledger.record(["a": "cat"], by: "ann")
  }
}
