import ArgumentParser
import LabelLedger
import LedgerSQLite

/// `witness answer`.
struct WitnessAnswerCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Answers one add-checkpoint request of C2SP tlog-witness, from standard input.",
    discussion:
      "Writes the body of the answer to standard output and its status code to standard error; exit code 0 for 200."
  )

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("The public key of a ledger that is followed. Repeatable.", valueName: "key")
  )
  var logKeys: [String]

  @OptionGroup var witness: WitnessOptions

  func execute() throws {
    guard let body = try DurableFile.read("/dev/stdin", limit: 1 << 20) else {
      throw FolderError.notFound(path: "standard input", what: "a request")
    }
    let keys = try logKeys.map { try Keys.verifier($0, "--key") }
    let answer = try witness.witness(following: keys).answer(body)
    try StandardStream.output.write(answer.body)
    warn("\(answer.status.rawValue)")
    if answer.status != .cosigned { throw ExitCode(1) }
  }
}
