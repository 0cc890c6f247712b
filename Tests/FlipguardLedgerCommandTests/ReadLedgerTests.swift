import ArgumentParser
import FoundationEssentials
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct ReadLedgerTests {
  private let ledger: SmallLedger
  private let folder: String

  init() throws {
    ledger = try SmallLedger()
    folder = "\(ledger.path)/labels.ledger"
    try ledger.record(["a": "cat"], by: "ann")
  }

  private func code(_ body: () throws -> Void) -> Int32? {
    do { try body() } catch { return Outcome(of: error).exitCode.rawValue }
    return nil
  }

  private func expectRefusal(_ code: Int32, reading: Bool = true) {
    if reading { #expect(self.code { _ = try ReadLedger(ledger.options) } == code) }
    #expect(self.code { _ = try ledger.open() } == code)
  }

  @Test func `the storage of another ledger is refused`() throws {
    let other = try SmallLedger()
    try FileManager.default.removeItem(atPath: "\(folder)/ledger.sqlite")
    try FileManager.default.copyItem(
      atPath: "\(other.path)/labels.ledger/ledger.sqlite", toPath: "\(folder)/ledger.sqlite")
    expectRefusal(65)
  }

  @Test(arguments: [0, 1000, 40_000])
  func `a storage that is cut off is refused`(size: Int) throws {
    let url = URL(filePath: "\(folder)/ledger.sqlite")
    try Data(contentsOf: url).prefix(size).write(to: url)
    expectRefusal(65)
  }

  @Test(arguments: [("ledger.sqlite", 66), ("policy.json", 66), ("ledger.json", 66)])
  func `a missing file is told`(name: String, code: Int32) throws {
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    expectRefusal(code)
  }

  @Test(arguments: ["ledger.json", "policy.json"])
  func `a damaged description is told`(name: String) throws {
    for text in ["", "{", "{}", "null", "\u{FF}"] {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      expectRefusal(65)
    }
  }

  @Test func `without the guard the ledger is read and not written`() throws {
    let file = "\(ledger.path)/home/guards/a.example+l.sqlite"
    let bytes = try Data(contentsOf: URL(filePath: file))
    try FileManager.default.removeItem(atPath: file)
    _ = try ReadLedger(ledger.options)
    expectRefusal(66, reading: false)
    try Data("no database".utf8).write(to: URL(filePath: file))
    expectRefusal(65, reading: false)
    try bytes.write(to: URL(filePath: file))
    _ = try ledger.open()
  }

  @Test func `a copy that is older than what was signed is read and not written`() throws {
    let copy = "\(ledger.path)/copy.ledger"
    try FileManager.default.copyItem(atPath: folder, toPath: copy)
    try ledger.record(["b": "dog"], by: "bob")
    let options = try LedgerOptions.parse(["--ledger", copy, "--home", "\(ledger.path)/home"])
    #expect(try ReadLedger(options).heads("labels", at: .now).count == 1)
    #expect(code { _ = try OpenLedger(options) } == 65)
  }
}
