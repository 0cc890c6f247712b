internal import LabelLedger

/// A ledger on a simulated disk that fails, crashes and is opened again; what it may never do is refused.
///
/// - Without a fault that lies or changes bytes every opening succeeds, every audit is sound, and nothing that was
///   acknowledged is missing.
/// - With one, either an opening, a read or the audit finds it, or all that was acknowledged is there unchanged.
/// - Entries that the guard or the published checkpoint know of are never missing without the audit finding it; others
///   can be lost only to a device that lied, and their receipts show it.
public struct DiskSimulation {
  /// How a simulation ended.
  public enum Outcome: Hashable, Sendable {
    /// All was sound, whatever the device did.
    case sound
    /// An opening, a read or the audit found the damage.
    case found
    /// A lying device lost entries at the end, which a receipt, the guard or the published checkpoint shows.
    case lost
  }

  private let seed: UInt64
  private var generator: SimulationGenerator
  private var script: LedgerScript
  private var storage: SimulatedDisk
  private var rates = DiskFaultRates()
  private var acknowledged: [EntryReference] = []
  private var published: StoredCheckpoint?

  /// Prepares a simulation.
  public init(seed: UInt64) throws {
    self.seed = seed
    generator = SimulationGenerator(seed: seed)
    script = try LedgerScript(seed: generator.next())
    let sectors = Int.random(in: 0..<8, using: &generator) == 0 ? 120 : 4000
    storage = try SimulatedDisk(
      formatting: SimulatedDevice(sectorCount: sectors, seed: generator.next()))
    rates = Self.rates(&generator)
  }

  /// One kind of fault, or two, or none but crashes.
  private static func rates(_ generator: inout SimulationGenerator) -> DiskFaultRates {
    var rates = DiskFaultRates()
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: rates.lostWrites = 0.03
      case 1: rates.misdirectedWrites = 0.03
      case 2: rates.writeErrors = 0.01
      case 3: rates.readErrors = 0.002
      case 4: rates.flushErrors = 0.05
      case 5: rates.ignoredFlushes = 0.4
      default: rates.bitFlips = 0.1
      }
    }
    return rates
  }

  private func violation(_ what: String) -> LawViolation {
    LawViolation("seed \(seed): \(what); faults: \(storage.device.injected)")
  }

  /// Whether the device did something that can change or lose what was acknowledged.
  private var isHurt: Bool {
    storage.device.injected.contains { fault in
      if case .bitFlip = fault { true } else { fault.isLie }
    }
  }

  private var hasLied: Bool { storage.device.injected.contains(where: \.isLie) }

  /// Runs the simulation.
  ///
  /// - Returns: How it ended, where it ended as it may.
  /// - Throws: `LawViolation`, which names the seed.
  public mutating func run() throws -> Outcome {
    var ledger = try script.create(storage)
    let first = try storage.read { try $0.entries(0..<UInt64.max) }
    acknowledged = zip(0..., first).map { EntryReference(index: $0, leafHash: $1.leafHash) }
    storage.changeDevice { $0.rates = rates }
    for _ in 0..<Int.random(in: 4...14, using: &generator) {
      do {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0..<5: try append(ledger)
        case 5: published = try ledger.signCheckpoint()
        default: throw StorageError.inputOutput("a stop of the machine")
        }
      } catch StorageError.full {
        continue
      } catch is RuleViolation {
        // A draft that the rules refuse writes nothing, which the audit would see.
        continue
      } catch StorageError.inputOutput {
        if let outcome = try reopen() { return outcome }
        ledger = try script.open(storage)
        storage.changeDevice { $0.rates = rates }
      } catch StorageError.damaged {
        return try found("a read found damage")
      } catch is LedgerError {
        return try found("the ledger refused to sign")
      }
    }
    storage.changeDevice { $0.rates = DiskFaultRates() }
    let outcome = try audit()
    guard outcome == .sound else { return outcome }
    // What the flip shows is no outcome of the simulation, unless it breaks the law.
    _ = try flipOneBit()
    return .sound
  }

  private mutating func append(_ ledger: Ledger) throws {
    for receipt in try ledger.append(script.drafts(storage)) where receipt.isNew {
      acknowledged.append(receipt.entry)
    }
  }

  private func found(_ what: String) throws -> Outcome {
    guard isHurt else { throw violation("\(what) without a fault that could hurt") }
    return .found
  }

  /// Stops and starts the machine, mostly with the power failing.
  private mutating func reopen() throws -> Outcome? {
    var device = storage.device
    if Int.random(in: 0..<4, using: &generator) > 0 { device.crash() }
    device.rates = DiskFaultRates()
    do { storage = try SimulatedDisk(opening: device) } catch StorageError.damaged {
      storage.changeDevice { $0 = device }
      return try found("an opening found damage")
    }
    guard try firstMissing() != nil else { return nil }
    return try lost()
  }

  /// The first acknowledged entry that is not there.
  private func firstMissing() throws -> EntryReference? {
    try storage.read { reader in
      let size = try reader.size()
      return try acknowledged.first { reference in
        guard reference.index < size else { return true }
        return try reader.entries(reference.index..<(reference.index + 1)).first?.leafHash
          != reference.leafHash
      }
    }
  }

  /// Entries are gone: only a lie may have lost them, and what was signed is missed.
  private func lost() throws -> Outcome {
    guard hasLied else { throw violation("acknowledged entries are gone without a lie") }
    let size = try storage.read { try $0.size() }
    let signed = script.guardStore.signedTree(origin: script.signer.name)
    guard let signed, signed.size > size else { return .lost }
    if try script.audit(storage, published: published).isSound {
      throw violation("the audit does not miss signed entries")
    }
    do { _ = try script.open(storage) } catch LedgerError.rolledBack { return .lost }
    throw violation("a ledger that was rolled back opens")
  }

  /// The audit at the end.
  private func audit() throws -> Outcome {
    do {
      let report = try script.audit(storage, published: published)
      guard report.isSound else { return try found("the audit found \(report.findings)") }
      guard let missing = try firstMissing() else { return .sound }
      guard hasLied else { throw violation("entry \(missing) is gone without a lie") }
      return try lost()
    } catch StorageError.damaged(let what) {
      return try found("the audit read \(what)")
    }
  }

  /// Turns a bit over at rest: it is found, or was in unused space.
  ///
  /// Where the device had lied about the last superblock too, the last write can be taken for one that never ended.
  private mutating func flipOneBit() throws -> Outcome {
    let before = try storage.read { try StorageLaw.contents($0) }
    var device = storage.device
    device.flipBit()
    do {
      storage = try SimulatedDisk(opening: device)
      guard try script.audit(storage, published: published).isSound else { return .found }
      if try storage.read({ try StorageLaw.contents($0) }) == before { return .sound }
    } catch StorageError.damaged {
      return .found
    }
    guard hasLied else { throw violation("a bit turned over unseen") }
    return try firstMissing() == nil ? .lost : lost()
  }
}
