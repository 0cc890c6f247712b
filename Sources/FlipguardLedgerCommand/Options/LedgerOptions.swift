import ArgumentParser
import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which ledger, and where its keys lie.
struct LedgerOptions: ParsableArguments {
  /// The folder that commands look for where none is named.
  static let defaultFolder = "labels.ledger"

  @Option(
    help: ArgumentHelp(
      "The ledger's folder. Default: what FLIPGUARD_LEDGER names, else labels.ledger here or in the nearest folder above.",
      valueName: "folder"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The folder of keys and guards. Default: what FLIPGUARD_HOME names, else ~/.flipguard.",
      valueName: "folder"))
  var home: String?

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  /// The ledger's folder.
  func folder() throws -> LedgerFolder { try LedgerFolder(opening: folderPath()) }

  func privateHome() throws -> LedgerHome { try LedgerHome(home) }

  private func folderPath() -> String {
    if let ledger = ledger ?? Environment.value("FLIPGUARD_LEDGER") { return ledger }
    var candidate = Self.defaultFolder
    // Sixty-four folders up is further than any path goes.
    for _ in 0..<64 {
      if DurableFile.exists("\(candidate)/ledger.json") { return candidate }
      candidate = "../\(candidate)"
    }
    return DurableFile.exists("ledger.json") ? "." : Self.defaultFolder
  }

  /// Tells something on standard error.
  func note(_ text: String) {
    if !quiet { warn(text) }
  }
}

/// The environment of the process.
enum Environment {
  /// A variable that is set and not empty.
  static func value(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Who acts.
struct ActorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who acts: an actor with a key in the private folder. Default: what FLIPGUARD_ACTOR names.",
      valueName: "name"), transform: TypedArgument.name)
  var actor: Identifier?

  /// The actor's name.
  func name() throws -> Identifier {
    let environment = try Environment.value("FLIPGUARD_ACTOR").map {
      try Names.identifier($0, "FLIPGUARD_ACTOR")
    }
    guard let name = actor ?? environment else {
      throw UsageError(
        "who acts? Give --actor, or set FLIPGUARD_ACTOR; 'key list' shows the actors")
    }
    return name
  }
}

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case csv
  case json
}
