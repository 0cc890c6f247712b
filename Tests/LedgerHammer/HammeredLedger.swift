import LabelLedger
import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ledger that is hammered, opened for writing as the program does it.
struct HammeredLedger {
  let folder: LedgerFolder
  let storage: SQLiteStorage
  let ledger: Ledger
  let author: Draft.Author
  let signer: ActorKey
  /// Sets apart the examples of this run from those of other runs.
  private let run: String
  private var made: UInt64 = 0

  /// Opens a ledger of which an actor has a key in the private folder that `FLIPGUARD_HOME` names.
  init(_ path: String, actor: Identifier = "ann") throws {
    folder = try LedgerFolder(opening: path)
    let home = try LedgerHome(nil)
    let origin = folder.description.origin
    guard let own = try home.key(LedgerRules.ledgerActor, of: origin),
      let key = try home.key(actor, of: origin)
    else { throw Refusal("the private folder holds no keys of \(origin)") }
    storage = try SQLiteStorage(path: folder.storagePath, access: .write)
    ledger = try Ledger(
      storage: storage,
      guardStore: SQLiteGuard(path: home.guardFile(of: origin), access: .write),
      signer: own, policy: folder.policy, clock: Clock.milliseconds)
    signer = ActorKey(name: actor, signer: key)
    run = "\(getpid())-\(Clock.nanoseconds())"
    guard let session = Identifier(run) else { throw Refusal("'\(run)' is no session") }
    author = Draft.Author(
      id: actor, kind: .human, session: session, tool: "ledger-hammer", toolVersion: "1")
  }

  /// First labels of examples that nobody has named before.
  mutating func drafts(_ count: Int) throws -> [Draft] {
    try (0..<count).map { _ in
      made += 1
      guard let example = Identifier("\(run)/\(made)"), let label = Identifier("class-\(made % 10)")
      else { throw Refusal("example \(made) has no name") }
      return Draft(
        .record(label: label), by: author, signer: signer,
        about: Subject(dataset: folder.description.dataset, example: example))
    }
  }

  /// Appends new labels and returns their receipts.
  mutating func append(_ count: Int) throws -> [Receipt] { try ledger.append(drafts(count)) }

  /// Signs and publishes a checkpoint.
  func publish() throws {
    let checkpoint = try ledger.signCheckpoint()
    try storage.read { try folder.publish(checkpoint, from: $0) }
  }
}

/// Why the hammer does not start or stops, in one sentence.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The system's clocks.
enum Clock {
  /// Milliseconds since 1970, UTC.
  @Sendable static func milliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Nanoseconds that never jump.
  static func nanoseconds() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
