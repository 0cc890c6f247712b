import ArgumentParser
import LabelLedger
import LedgerSQLite
import Testing

@testable import FlipguardLedgerCommand

@Suite struct OutcomeTests {
  /// An error of no type of ours.
  private struct Stray: Error {}

  private static let hash = Hash(of: [1])
  private static let tree = SignedTree(size: 2, root: hash)

  private static let files: [(any Error, Int32)] = [
    (FolderError.noLedger(path: "a"), 66),
    (FolderError.exists(path: "a"), 73),
    (FolderError.notFound(path: "a", what: "w"), 66),
    (FolderError.cannotOpen(path: "a", reason: "r"), 66),
    (FolderError.cannotCreate(path: "a", reason: "r"), 73),
    (FolderError.inputOutput(path: "a", reason: "r"), 74),
    (FolderError.malformed(path: "a", reason: "r"), 65),
    (FolderError.exposed(path: "a"), 78),
    (FolderError.name("/"), 64),
    (StorageError.notFound(path: "a"), 66),
    (StorageError.exists(path: "a"), 73),
    (StorageError.foreign(path: "a"), 65),
    (StorageError.newer(path: "a", version: 2, supported: 1), 65),
    (StorageError.older(path: "a", version: 1, supported: 2), 65),
    (StorageError.differentSchema(path: "a", version: 1), 65),
    (StorageError.damaged("d"), 65),
    (StorageError.busy, 75),
    (StorageError.full, 74),
    (StorageError.inputOutput("i"), 74),
    (StorageError.readOnly, 77),
    (StorageError.notDurable(synchronous: 1), 78),
    (StorageError.duplicate("d"), 65),
    (StorageError.checkpointConflict(size: 1), 65),
    (StorageError.guardRollback(signed: 2, given: 1), 65),
    (StorageError.notStorable("n"), 65),
  ]

  private static let rules: [(any Error, Int32)] = [
    (LedgerError.exists(origin: "o"), 73),
    (LedgerError.empty, 66),
    (LedgerError.origin(given: "g", found: "f"), 65),
    (LedgerError.key(given: hash, found: hash), 65),
    (LedgerError.policy(given: hash, inForce: hash), 65),
    (LedgerError.rolledBack(signed: tree, stored: tree), 65),
    (LedgerError.forked(signed: tree, stored: hash), 65),
    (LedgerError.contended(origin: "o"), 75),
    (LedgerError.draft("d"), 64),
    (LedgerError.damaged("d"), 65),
    (RuleViolation.samePerson("ann"), 77),
    (RuleViolation.gaveDisputedLabel("ann"), 77),
    (RuleViolation.noPerson("ann", .model), 77),
    (RuleViolation.keyless(actor: "ann", .labelGiven), 77),
    (RuleViolation.ledgerOnly(.labelApplied), 77),
    (RuleViolation.key(actor: "ann", fingerprint: hash), 77),
    (RuleViolation.unsigned(actor: "ann"), 77),
    (RuleViolation.frozen, 65),
    (RuleViolation.noLabel(example: "a"), 65),
    (RuleViolation.expired(hours: 72), 65),
  ]

  private static let data: [(any Error, Int32)] = [
    (CSVError(.notUTF8, line: 3), 65),
    (PolicyError.malformed("p"), 65),
    (ImportError(.unsupported("u"), at: .line(2)), 65),
    (FieldError(.missing, at: "f"), 65),
    (InputError(path: "a", line: 2, problem: "p"), 65),
    (UsageError("u"), 64),
    (NotVerified("n"), 1),
    (AppendError(cause: StorageError.full, place: nil, writtenCount: 1, isPublishing: false), 74),
    (
      AppendError(
        cause: RuleViolation.samePerson("ann"), place: "p", writtenCount: 0, isPublishing: false),
      77
    ),
    (Stray(), 70),
  ]

  private static let cases = files + rules + data

  @Test(arguments: cases.indices)
  func `every error has its message on one line and its exit code`(index: Int) {
    let (error, code) = Self.cases[index]
    let outcome = Outcome(of: error)
    #expect(outcome.exitCode == ExitCode(code), "\(error)")
    #expect(!outcome.message.contains("\n") && !outcome.message.hasSuffix("."))
    #expect(outcome.message.lowercased().hasPrefix(String("\(error)".lowercased().prefix(4))))
  }

  @Test func `a message goes on from a colon and cannot steer a terminal`() {
    #expect(Outcome(of: StorageError.busy).message == "another writer keeps the store locked")
    #expect(Outcome(of: UsageError("a\nb\u{1B}[2J")).message == #"a\u{a}b\u{1b}[2J"#)
    #expect(Outcome(of: UsageError("DSSE is not known.")).message == "DSSE is not known")
  }

  @Test func `what is recorded is told with what went wrong`() {
    let violation = RuleViolation.noLabel(example: "a")
    func message(_ place: String?, _ count: Int, _ isPublishing: Bool) -> String {
      Outcome(
        of: AppendError(
          cause: violation, place: place, writtenCount: count, isPublishing: isPublishing)
      ).message
    }
    #expect(message("f.csv, line 3", 0, false) == "f.csv, line 3: \(violation)")
    #expect(
      message(nil, 1, false).hasSuffix(
        "; recorded before: 1 row; the same command goes on from there"))
    #expect(message(nil, 0, true).contains("all is recorded"))
  }
}
