import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A ledger opened for writing, with its folder and private home.
struct OpenLedger {
  static let tool: Identifier = "flipguard-ledger"
  static let version: Identifier = "0.1.0"

  let folder: LedgerFolder
  let home: LedgerHome
  let storage: SQLiteStorage
  let ledger: Ledger
  /// One run of the program is one session.
  let session: Identifier

  /// Opens the ledger that the options name.
  init(_ options: LedgerOptions) throws {
    session = try Self.newSession()
    folder = try options.folder()
    home = try options.privateHome()
    let origin = folder.description.origin
    guard let signer = try home.key(LedgerRules.ledgerActor, of: origin) else {
      throw FolderError.notFound(
        path: try home.keyFile(LedgerRules.ledgerActor, of: origin),
        what: "the ledger's own key; without it the ledger can be read and verified, not written")
    }
    let guardFile = home.guardFile(of: origin)
    guard DurableFile.exists(guardFile) else {
      throw FolderError.notFound(
        path: guardFile,
        what:
          "the guard, which remembers what was signed; copy it back, or where it is lost, make a backup and restore it, which audits the ledger and makes another"
      )
    }
    storage = try SQLiteStorage(path: folder.storagePath, access: .write)
    ledger = try Ledger(
      storage: storage, guardStore: SQLiteGuard(path: guardFile, access: .write),
      signer: signer,
      policy: folder.policy, clock: Clock.now)
  }

  /// A new session; every run of the program is one.
  static func newSession() throws -> Identifier {
    guard let id = UUIDv7(milliseconds: Clock.now()) else {
      throw UsageError(
        "the clock of this machine says \(Clock.now()) ms since 1970, which cannot be")
    }
    return try Names.identifier(id.text, "the session")
  }

  /// An actor of the ledger as the author of entries, with their key.
  func author(_ name: Identifier) throws -> (author: Draft.Author, signer: ActorKey?) {
    if name == LedgerRules.ledgerActor { return (author(name, .service), nil) }
    guard let record = try storage.read({ try $0.actor(name) }), record.fingerprint != nil else {
      throw UsageError(
        "the ledger knows no key of '\(name)'; an owner of the ledger's key adds one: key add \(name)"
      )
    }
    let origin = folder.description.origin
    guard let key = try home.key(name, of: origin) else {
      throw FolderError.notFound(
        path: try home.keyFile(name, of: origin), what: "the key of '\(name)'")
    }
    return (author(name, record.kind), ActorKey(name: name, signer: key))
  }

  /// An author who signs with no key of their own.
  func author(_ name: Identifier, _ kind: ActorKind) -> Draft.Author {
    Draft.Author(
      id: name, kind: kind, session: session, tool: Self.tool, toolVersion: Self.version)
  }

  /// Signs a checkpoint of all entries and publishes it.
  @discardableResult
  func publish() throws -> StoredCheckpoint {
    let checkpoint = try ledger.signCheckpoint()
    try storage.read { try folder.publish(checkpoint, from: $0) }
    return checkpoint
  }
}

/// The system's clock.
enum Clock {
  /// Milliseconds since 1970, UTC.
  @Sendable static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
