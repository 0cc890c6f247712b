import ArgumentParser
import LabelLedger
import LedgerSQLite

/// Which witness, and where it keeps its key and memory.
struct WitnessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The witness's name, as example.org/witness.", valueName: "name"))
  var name: String

  @Option(
    help: ArgumentHelp(
      "The folder of keys. Default: what FLIPGUARD_HOME names, else ~/.flipguard.",
      valueName: "folder"))
  var home: String?

  /// The file of a witness's key under its name.
  static let keyName: Identifier = "witness"

  func key() throws -> SignerKey {
    try check()
    let home = try LedgerHome(home)
    guard let key = try home.key(Self.keyName, of: name) else {
      throw FolderError.notFound(
        path: try home.keyFile(Self.keyName, of: name),
        what: "the witness's key; make it: witness init")
    }
    return key
  }

  /// Refuses a name that cannot be part of a path.
  func check() throws {
    guard Names.isOrigin(name, partCount: 1...) else {
      throw UsageError(
        "--name is '\(name)'; allowed: letters, digits, '.', '-', '_' and '/', as in example.org/witness"
      )
    }
  }

  func store() throws -> SQLiteWitnessStore {
    try check()
    let file = try LedgerHome(home).witnessFile(of: name)
    guard DurableFile.exists(file) else {
      throw FolderError.notFound(
        path: file,
        what:
          "what the witness has cosigned; make a witness by witness init, and where the file of one is lost, under another name"
      )
    }
    return try SQLiteWitnessStore(path: file, access: .write)
  }

  func witness(following logs: [VerifierKey]) throws -> Witness {
    Witness(
      key: try key(),
      rules: WitnessRules(logs: logs.map { WitnessRules.Log(origin: $0.name, keys: [$0]) }),
      store: try store(), clock: { UInt64(max(0, Clock.now() / 1000)) })
  }
}
