import Foundation
import LabelLedger
import LedgerSQLite
import LedgerTestSupport
import Testing

/// Every byte is changed where FLIPGUARD_SIMULATION_SEEDS is set, else a spread of them.
private let isFullRun = ProcessInfo.processInfo.environment["FLIPGUARD_SIMULATION_SEEDS"] != nil

struct SQLiteByteFlipTests {
  private static let parts = 4

  /// What an audit vouches for: entries, nodes and checkpoints.
  private func log(_ reader: any LedgerReader) throws -> [String] {
    var log = try reader.entries(0..<UInt64.max).map { "\($0)" }
    for level in 0..<63 {
      log += try reader.nodes(level: level, 0..<UInt64.max).map { "\($0)" }
    }
    return log + (try reader.checkpoints().map { "\($0)" })
  }

  @Test(arguments: 0..<parts)
  func `A changed byte is found by the opening or the audit, or the log reads the same`(
    part: Int
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ledger.sqlite")
    var script = try LedgerScript(seed: 31)
    let storage = try SQLiteStorage(path: path, access: .create)
    let ledger = try script.create(storage)
    for _ in 0..<12 { _ = try? ledger.append(script.drafts(storage)) }
    let published = try ledger.signCheckpoint()
    #expect(try script.audit(storage, published: published).isSound)
    let before = try storage.read(log)
    try storage.close()
    let bytes = try folder.bytes("ledger.sqlite")
    #expect(bytes.count > 20 * 4096, "the file alone is the whole storage")
    var generator = SimulationGenerator(seed: UInt64(part))
    var found = 0
    let step = isFullRun ? 1 : 1009
    for position in stride(from: part * step, to: bytes.count, by: Self.parts * step) {
      var changed = bytes
      changed[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try folder.write(changed, "hurt.sqlite")
      do {
        let hurt = try SQLiteStorage(path: folder.file("hurt.sqlite"), access: .read)
        defer { try? hurt.close() }
        guard try script.audit(hurt, published: published).isSound else {
          found += 1
          continue
        }
        #expect(try hurt.read(log) == before, "byte \(position)")
      } catch is StorageError {
        found += 1
      }
    }
    #expect(found > 0)
  }
}
