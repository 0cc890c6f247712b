import ArgumentParser
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct DecisionOptionsTests {
  private let ledger: SmallLedger

  /// A ledger in which bob proposes to change two labels of ann.
  init() throws {
    ledger = try SmallLedger()
    try ledger.record(["a": "cat", "b": "cat"], by: "ann")
    try ledger.record(["a": "dog", "b": "emu"], by: "bob")
  }

  private func decide(_ decision: Decision, by name: String, _ words: String...) throws {
    let options = try DecisionOptions.parse(words)
    try options.decide(decision, ActorOptions.parse(["--actor", name]), ledger.options)
  }

  private func proposals(_ words: String...) throws -> [UInt64] {
    let storage = try ReadLedger(ledger.options).storage
    return try DecisionOptions.parse(words).proposals(in: storage).map(\.index)
  }

  @Test func `proposals are named by number and by digits of their leaf hash`() throws {
    let storage = try ReadLedger(ledger.options).storage
    let hash = try storage.entry(named: "7").leafHash.hexadecimal
    #expect(try proposals("7", "6") == [7, 6])
    #expect(try proposals(hash) == [7] && proposals(String(hash.prefix(8))) == [7])
    for name in ["8", "x", String(hash.prefix(7)), "4", "0"] {
      let error = try #require(throws: UsageError.self, "\(name)") { try proposals(name) }
      #expect(
        error.description.contains("there is no entry")
          || error.description.contains("is no proposal"))
    }
    #expect(throws: UsageError.self) { try proposals("6", "6") }
    #expect(throws: UsageError.self) { try proposals("--batch", "nothing") }
  }

  @Test func `an approval of somebody else puts a change in force`() throws {
    try decide(.approve, by: "cyd", "6")
    #expect(try ledger.labels() == ["a": "dog", "b": "cat"])
    try decide(.reject, by: "cyd", "7", "--note", "no emu")
    #expect(try ledger.labels() == ["a": "dog", "b": "cat"])
  }

  @Test func `who is refused is told by rule, proposal and exit code`() throws {
    for (name, rule) in [("ann", "F2"), ("bob", "F1")] {
      let error = try #require(throws: AppendError.self) { try decide(.approve, by: name, "6") }
      let outcome = Outcome(of: error)
      #expect(outcome.exitCode == ExitCode(77) && outcome.message.hasPrefix("proposal 6: "))
      #expect(outcome.message.contains("rule \(rule)"))
    }
    try KeyAddCommand.add("robot", .model, to: ledger.open())
    let error = try #require(throws: AppendError.self) { try decide(.approve, by: "robot", "6") }
    #expect(Outcome(of: error).message.contains("rule F10"))
    #expect(throws: UsageError.self) { try decide(.approve, by: "nobody", "6") }
  }

  @Test func `decisions are all written or none`() throws {
    try decide(.approve, by: "cyd", "7")
    let error = try #require(throws: AppendError.self) { try decide(.approve, by: "cyd", "6", "7") }
    #expect(error.place == "proposal 7" && error.writtenCount == 0)
    #expect(try ledger.labels()["a"] == "cat")
  }
}
