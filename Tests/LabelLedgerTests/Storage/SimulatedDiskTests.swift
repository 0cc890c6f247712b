import LabelLedger
import LedgerTestSupport
import Testing

struct SimulatedDiskTests {
  private static let writeCount = 5

  /// Some writes one after the other; calls `done` after each that was acknowledged.
  private func write(
    _ storage: any LedgerStorage, done: () throws -> Void = {}
  ) throws {
    var log = SampleLog(seed: 21)
    for number in 0..<Self.writeCount {
      try storage.write { writer in
        for _ in 0...(number % 3) { try writer.append(log.next(example: "a")) }
        try writer.apply([.head(SampleState.head("a", number: number))])
        if number % 2 == 0 { try writer.insert(log.checkpoint()) }
      }
      try done()
    }
  }

  /// What is stored before the first write and after each.
  private func stages() throws -> [[String]] {
    let storage = MemoryStorage()
    var stages = [try storage.read { try StorageLaw.contents($0) }]
    try write(storage) { stages.append(try storage.read { try StorageLaw.contents($0) }) }
    return stages
  }

  @Test(arguments: 0..<6)
  func `Wherever the power fails, acknowledged writes are whole and others whole or absent`(
    seed: UInt64
  ) throws {
    let stages = try stages()
    var position = 0
    while true {
      let disk = try SimulatedDisk(
        formatting: SimulatedDevice(sectorCount: 1000, seed: seed &* 1000 &+ UInt64(position)))
      disk.changeDevice { $0.powerFailure = $0.operationCount + position }
      var acknowledged = 0
      do {
        try write(disk) { acknowledged += 1 }
        #expect(position > 20, "the power never failed")
        return
      } catch StorageError.inputOutput {}
      var device = disk.device
      device.crash()
      let opened = try SimulatedDisk(opening: device)
      let found = try opened.read { try StorageLaw.contents($0) }
      let allowed = stages[acknowledged...min(acknowledged + 1, Self.writeCount)]
      #expect(allowed.contains(found), "seed \(seed), position \(position)")
      // The power may fail again at once.
      var again = opened.device
      again.crash()
      #expect(try SimulatedDisk(opening: again).read { try StorageLaw.contents($0) } == found)
      position += 1
    }
  }

  @Test func `Every bit that turns over at rest is found, or was in unused space`() throws {
    let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 1000, seed: 1))
    try write(disk)
    let before = try disk.read { try StorageLaw.contents($0) }
    var found = 0
    for sector in disk.device.writtenSectors {
      for bit in stride(from: sector % 211, to: 8 * SimulatedDevice.sectorSize, by: 211) {
        var device = disk.device
        device.flip(bit: bit, ofSector: sector)
        do {
          let opened = try SimulatedDisk(opening: device)
          let contents = try opened.read { try StorageLaw.contents($0) }
          #expect(contents == before, "bit \(bit) of sector \(sector)")
        } catch StorageError.damaged {
          found += 1
        }
      }
    }
    #expect(found > 100)
  }

  @Test func `A record hurt while the storage is open is not served`() throws {
    let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 1000, seed: 2))
    try write(disk)
    let before = try disk.read { try StorageLaw.contents($0) }
    var refused = 0
    for sector in disk.device.writtenSectors.dropFirst(2) {
      disk.changeDevice { $0.flip(bit: 8 * 200, ofSector: sector) }
      do {
        let contents = try disk.read { try StorageLaw.contents($0) }
        #expect(contents == before)
      } catch StorageError.damaged {
        refused += 1
      }
      disk.changeDevice { $0.flip(bit: 8 * 200, ofSector: sector) }
    }
    #expect(refused > 5)
    #expect(try disk.read { try StorageLaw.contents($0) } == before)
  }

  @Test func `A full disk refuses a write, keeps what is there, and takes a smaller one`() throws {
    let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 20, seed: 3))
    var log = SampleLog(seed: 4)
    let first = log.next(byteCount: 600)
    try disk.write { try $0.append(first) }
    let before = try disk.read { try StorageLaw.contents($0) }
    var large = log
    #expect(throws: StorageError.full) {
      try disk.write { try $0.append(large.next(byteCount: 20 * 512)) }
    }
    #expect(try disk.read { try StorageLaw.contents($0) } == before)
    try disk.write { try $0.append(log.next(byteCount: 100)) }
    #expect(try SimulatedDisk(opening: disk.device).read { try $0.size() } == 2)
  }

  @Test func `After a flush that failed no write is taken before the device is opened again`()
    throws
  {
    let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 100, seed: 5))
    var log = SampleLog(seed: 6)
    disk.changeDevice { $0.rates.flushErrors = 1 }
    let step = log.next(byteCount: 10)
    #expect(throws: StorageError.self) { try disk.write { try $0.append(step) } }
    disk.changeDevice { $0.rates = DiskFaultRates() }
    #expect(throws: StorageError.self) { try disk.write { try $0.append(step) } }
    let opened = try SimulatedDisk(opening: disk.device)
    let size = try opened.read { try $0.size() }
    #expect(size <= 1)
    if size == 0 { try opened.write { try $0.append(step) } }
    #expect(try opened.read { try $0.entries(0..<2) } == [step.entry])
  }

  @Test func `A write error leaves nothing and the next write is taken`() throws {
    var log = SampleLog(seed: 8)
    let step = log.next(byteCount: 3000)
    var refused = 0
    for seed in 0..<10 as Range<UInt64> {
      let disk = try SimulatedDisk(formatting: SimulatedDevice(sectorCount: 100, seed: seed))
      // Errors end where the superblocks begin: those leave it unknown whether the write happened.
      for rate in [0.5, 0] {
        disk.changeDevice { $0.rates.writeErrors = rate }
        do { try disk.write { try $0.append(step) } } catch StorageError.inputOutput {
          let last = disk.device.injected.last
          guard case .writeError(let sector) = last, sector > 1 else { break }
          refused += 1
          #expect(try disk.read { try $0.size() } == 0)
        }
        if rate == 0 { #expect(try disk.read { try $0.size() } == 1) }
      }
    }
    #expect(refused > 5)
  }

  @Test func `A device that was never formatted holds no storage`() {
    #expect(throws: StorageError.damaged("the device has no superblock")) {
      try SimulatedDisk(opening: SimulatedDevice(sectorCount: 10, seed: 0))
    }
  }
}
