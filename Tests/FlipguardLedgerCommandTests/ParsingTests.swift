import ArgumentParser
import LabelLedger
import Testing

@testable import FlipguardLedgerCommand

@Suite struct ParsingTests {
  @Test func `init takes names, people and a predecessor`() throws {
    let usual = try TypedLine.parse(InitCommand.self, ["init"])
    #expect(usual.folder == "labels.ledger" && usual.sealSignatures == 1 && usual.actors.isEmpty)
    let full = try TypedLine.parse(
      InitCommand.self,
      [
        "init", "a.ledger", "--origin", "a.example/l", "--dataset", "set", "--actor", "ann",
        "--actor", "bob", "--seal-signatures", "2", "--after", "old", "--home", "h", "-q",
      ])
    #expect(full.folder == "a.ledger" && full.origin == "a.example/l" && full.dataset == "set")
    #expect(full.actors == ["ann", "bob"] && full.sealSignatures == 2 && full.after == "old")
    #expect(full.home == "h" && full.quiet)
  }

  @Test func `key takes actors of four kinds, and keys made elsewhere`() throws {
    let add = try TypedLine.parse(
      KeyAddCommand.self, ["key", "add", "ann", "--kind", "model", "--public-key", "AAAA"])
    #expect(add.name == "ann" && add.kind == .model && add.publicKey == "AAAA")
    #expect(try TypedLine.parse(KeyAddCommand.self, ["key", "add", "b"]).kind == .human)
    #expect(try TypedLine.parse(KeyRotateCommand.self, ["key", "rotate", "ann"]).name == "ann")
    #expect(try TypedLine.parse(KeyRevokeCommand.self, ["key", "revoke", "ann"]).name == "ann")
    let list = try TypedLine.parse(KeyListCommand.self, ["key", "list", "--format", "json"])
    #expect(list.format == .json)
  }

  @Test func `record takes one label with all that may go with it`() throws {
    let digest = Hash(of: [1])
    let record = try TypedLine.parse(
      RecordCommand.self,
      [
        "record", "--example", "a, b", "--label", "😀", "--answer", "--digest", digest.hexadecimal,
        "--expect", "3", "--reason", "correction", "--note", "n", "--batch", "b", "--confidence",
        "0.5", "--dataset", "d", "--idempotency-key", "k", "--actor", "ann", "--ledger", "l",
      ])
    #expect(record.example == "a, b" && record.label == "😀" && record.answer)
    #expect(record.digest == digest && record.expect == "3" && record.reason == .correction)
    #expect(record.note == "n" && record.batch == "b" && record.confidence?.text == "0.5")
    #expect(record.dataset == "d" && record.idempotencyKey == "k" && record.actor.actor == "ann")
    #expect(record.options.ledger == "l")
    let input = try TypedLine.parse(
      RecordCommand.self, ["record", "--input", "-", "--input-format", "jsonl"])
    #expect(input.input == "-" && input.inputFormat == .jsonl)
    #expect(
      try TypedLine.parse(RecordCommand.self, ["record", "--example", "a", "--retract"]).retract)
  }

  @Test(arguments: [
    ("record", "give one of --example, --input and --evidence"),
    ("record --example a --label b --input f", "give one of"),
    ("record --input f --evidence g", "give one of"),
    ("record --example a", "--label, or --retract"),
    ("record --example a --label b --retract", "--label, or --retract"),
    ("record --input f --label b", "--label goes with --example"),
    ("record --input f --retract", "--retract goes with --example"),
    ("record --input f --digest \(Hash(of: [1]))", "--digest goes with --example"),
    ("record --input f --expect 1", "--expect goes with --example"),
    ("record --input f --note x", "--note goes with --example"),
    ("record --input f --confidence 1", "--confidence goes with --example"),
    ("record --input f --idempotency-key x", "--idempotency-key goes with --example"),
    ("record --evidence f --answer", "--answer goes with labels"),
    ("record --example a --retract --answer", "--answer goes with labels"),
    ("record --example a --label b --confidence 1.1", "allowed: a decimal number from 0 to 1"),
    ("record --example a --label b --confidence -1", "confidence"),
    ("record --example a --label b --digest 12", "allowed: 64 lower-case hexadecimal digits"),
    ("record --example a --label b --reason whim", "reason"),
    ("record --input f --input-format xml", "csv"),
  ])
  func `record refuses what does not go together`(line: String, reason: String) throws {
    try TypedLine.expectRefusal(line, reason)
  }

  @Test func `names are 1 to 256 bytes without control characters`() throws {
    let long = String(repeating: "é", count: 128)
    let record = try TypedLine.parse(
      RecordCommand.self, ["record", "--example", long, "--label", "b"])
    #expect(record.example?.text == long)
    for name in ["", long + "x", "a\nb", "a\u{7F}"] {
      let error = try #require(throws: (any Error).self) {
        try FlipguardLedgerCommand.parseAsRoot(["record", "--example", name, "--label", "b"])
      }
      let message = FlipguardLedgerCommand.message(for: error)
      #expect(message.contains("allowed: 1 to 256 bytes without control characters"), "\(message)")
    }
  }

  @Test func `import takes a format and what it looks at`() throws {
    let command = try TypedLine.parse(
      ImportCommand.self,
      [
        "import", "f.json", "--format", "label-studio", "--full", "--connector", "c", "--batch",
        "b", "--prefix", "p:", "--question", "q", "--example-field", "e", "--hide-addresses",
        "--dataset", "d", "--actor", "robot",
      ])
    #expect(command.file == "f.json" && command.format == .labelStudio && command.full)
    #expect(command.connector == "c" && command.batch == "b" && command.prefix == "p:")
    #expect(command.question == "q" && command.exampleField == "e" && command.hideAddresses)
    #expect(command.dataset == "d" && command.actor == "robot" && command.worker == nil)
    for format in ImportCommand.Format.allCases {
      let line = ["import", "f", "--format", format.rawValue]
      #expect(try TypedLine.parse(ImportCommand.self, line).format == format)
    }
  }

  @Test func `decisions name proposals or a batch`() throws {
    let approve = try TypedLine.parse(ApproveCommand.self, ["approve", "5", "aabbccdd"])
    #expect(approve.decision.entries == ["5", "aabbccdd"] && approve.decision.batch == nil)
    let reject = try TypedLine.parse(
      RejectCommand.self, ["reject", "--batch", "b", "--note", "n", "--actor", "ann"])
    #expect(reject.decision.batch == "b" && reject.decision.note == "n")
    for line in ["approve", "approve 5 --batch b", "reject", "reject 5 --batch b"] {
      try TypedLine.expectRefusal(line, "name the proposals, or give --batch")
    }
  }

  @Test func `reading takes points, formats and orders`() throws {
    let checkout = try TypedLine.parse(
      CheckoutCommand.self,
      [
        "checkout", "--at", "12", "--output", "o", "--format", "json",
      ])
    #expect(checkout.at == "12" && checkout.output == "o" && checkout.format == .json)
    let usual = try TypedLine.parse(CheckoutCommand.self, ["checkout"])
    #expect(usual.at == "now" && usual.format == .csv && !usual.answers)
    let diff = try TypedLine.parse(DiffCommand.self, ["diff", "3"])
    #expect(diff.from == "3" && diff.to == "now" && diff.format == .text)
    let replay = try TypedLine.parse(
      ReplayCommand.self, ["replay", "--without", "batch=b", "--without", "time=..x", "--all"])
    #expect(replay.without == ["batch=b", "time=..x"] && replay.all)
    let log = try TypedLine.parse(
      LogCommand.self, ["log", "--limit", "0", "--actor", "ann", "--kind", "label.given"])
    #expect(log.limit == 0 && log.actor == "ann" && log.kind == "label.given")
    #expect(try TypedLine.parse(BlameCommand.self, ["blame", "a", "b"]).examples == ["a", "b"])
    #expect(try TypedLine.parse(HistoryCommand.self, ["history", "a", "--notes"]).notes)
    #expect(try TypedLine.parse(ProposalsCommand.self, ["proposals"]).format == .text)
  }

  @Test func `proofs, seals and audits take what they need`() throws {
    #expect(try TypedLine.parse(ProveCommand.self, ["prove", "3"]).entry == "3")
    #expect(try TypedLine.parse(ProveCommand.self, ["prove", "--example", "a"]).example == "a")
    let verify = try TypedLine.parse(
      VerifyCommand.self,
      [
        "verify", "a", "b", "--key", "k", "--key", "l", "--policy", "p", "--signer", "s",
        "--signatures", "2", "--entry", "e", "--quiet",
      ])
    #expect(verify.paths == ["a", "b"] && verify.keys == ["k", "l"] && verify.policy == "p")
    #expect(verify.signers == ["s"] && verify.signatures == 2 && verify.entry == "e")
    let seal = try TypedLine.parse(
      SealCommand.self, ["seal", "--cosigner", "a", "--cosigner", "b"])
    #expect(seal.cosigners == ["a", "b"])
    #expect(try TypedLine.parse(FsckCommand.self, ["fsck", "--structure"]).structure)
    #expect(try TypedLine.parse(BackupCommand.self, ["backup", "b"]).target == "b")
    let restore = try TypedLine.parse(RestoreCommand.self, ["restore", "b"])
    #expect(restore.backup == "b" && restore.target == "labels.ledger")
    #expect(try TypedLine.parse(EraseCommand.self, ["erase", "3"]).entry == "3")
    #expect(try TypedLine.parse(FreezeCommand.self, ["freeze", "--forever"]).forever)
    _ = try TypedLine.parse(RebuildCommand.self, ["rebuild"])
  }

  @Test func `witnesses have names`() throws {
    #expect(
      try TypedLine.parse(WitnessInitCommand.self, ["witness", "init", "--name", "a/w"])
        .witness.name == "a/w")
    let cosign = try TypedLine.parse(
      WitnessCosignCommand.self,
      ["witness", "cosign", "f", "--key", "k", "--name", "w", "--in-place"])
    #expect(cosign.folder == "f" && cosign.logKey == "k" && cosign.inPlace)
    let answer = try TypedLine.parse(
      WitnessAnswerCommand.self,
      ["witness", "answer", "--key", "k", "--key", "l", "--name", "w"])
    #expect(answer.logKeys == ["k", "l"])
    let add = try TypedLine.parse(WitnessAddCommand.self, ["witness", "add", "f", "--key", "k"])
    #expect(add.file == "f" && add.witnessKey == "k")
    _ = try TypedLine.parse(WitnessEvidenceCommand.self, ["witness", "evidence", "--name", "w"])
    for name in ["", ".", "../x", "a b", "a+b", "a//b"] {
      let options = try WitnessOptions.parse(["--name", name])
      #expect(throws: UsageError.self, "\(name)") { try options.check() }
    }
  }

  @Test(arguments: [
    ("nothing", "Unexpected argument"), ("prove", "name an entry, or an --example"),
    ("prove 3 --example a", "name an entry, or an --example"),
    ("checkout --answers --at 3", "--answers goes without"),
    ("checkout --format xml", "text"),
    ("verify", "Missing expected argument"), ("history", "Missing expected argument"),
    ("diff", "Missing expected argument"), ("log --limit x", "invalid"),
    ("key add", "Missing expected argument"), ("key add ann --kind person", "human"),
    ("witness init", "--name"), ("witness cosign f --name w", "--key"),
    ("witness answer --name w", "--key"), ("backup", "Missing expected argument"),
    ("import", "Missing expected argument"), ("import f --format cvat", "argilla"),
    ("init a b", "Unexpected argument"), ("record --example a --label b --unknown", "Unknown"),
  ])
  func `what no command takes is refused`(line: String, reason: String) throws {
    try TypedLine.expectRefusal(line, reason)
  }

  @Test func `every command says what it does and takes help`() throws {
    func visit(_ command: any ParsableCommand.Type) {
      #expect(!command.configuration.abstract.isEmpty, "\(command)")
      #expect(command.configuration.abstract.hasSuffix("."), "\(command)")
      for part in command.configuration.subcommands { visit(part) }
      for group in command.configuration.groupedSubcommands { group.subcommands.forEach(visit) }
    }
    visit(FlipguardLedgerCommand.self)
    let help = FlipguardLedgerCommand.helpMessage()
    for code in ["0 done", "1 not verified", "64", "65", "66", "70", "73", "74", "75", "77", "78"] {
      #expect(help.contains(code), "\(code)")
    }
  }
}
