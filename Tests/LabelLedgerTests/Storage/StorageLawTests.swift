import LabelLedger
import LedgerTestSupport
import Testing

struct StorageLawTests {
  static let members = [
    StorageMember("memory", make: { MemoryStorage() }),
    StorageMember(
      "simulated disk",
      make: { try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 20_000, seed: 1)) },
      reopen: { storage in
        guard let disk = storage as? SimulatedDisk else { return storage }
        return try SimulatedDisk(opening: disk.device)
      }),
  ]

  @Test(arguments: members, StorageLaw.all)
  func `A storage keeps the law`(member: StorageMember, law: StorageLaw) async throws {
    try await law.check(member)
  }
}
