import LabelLedger
import Testing

struct SimulatedDeviceTests {
  private func device(_ rates: DiskFaultRates = DiskFaultRates(), seed: UInt64 = 1)
    -> SimulatedDevice
  {
    SimulatedDevice(sectorCount: 40, seed: seed, rates: rates)
  }

  private func sector(_ byte: UInt8) -> [UInt8] {
    [UInt8](repeating: byte, count: SimulatedDevice.sectorSize)
  }

  @Test func `What was written is read, from the cache and from the platter`() throws {
    var device = device()
    #expect(try device.read(sector: 7) == sector(0))
    try device.write([1, 2, 3], sector: 7)
    #expect(try device.read(sector: 7) == [1, 2, 3] + sector(0).dropFirst(3))
    try device.write(sector(9), sector: 7)
    try device.flush()
    device.crash()
    #expect(try device.read(sector: 7) == sector(9))
    #expect(device.operationCount == 3)
    #expect(throws: StorageError.full) { try device.write([], sector: 40) }
    #expect(throws: StorageError.self) { try device.read(sector: -1) }
  }

  @Test func `A crash loses, keeps, reorders and tears what was cached`() throws {
    var sawNone = false
    var sawAll = false
    var sawLaterOnly = false
    var sawTorn = false
    for seed in 0..<200 as Range<UInt64> {
      var device = device(seed: seed)
      for number in 0..<4 { try device.write(sector(UInt8(number + 1)), sector: number) }
      device.crash()
      let found = try (0..<4).map { try device.read(sector: $0) }
      let whole = (0..<4).map { found[$0] == sector(UInt8($0 + 1)) }
      sawNone = sawNone || found.allSatisfy { $0 == sector(0) }
      sawAll = sawAll || whole.allSatisfy(\.self)
      sawLaterOnly = sawLaterOnly || (found[0] == sector(0) && whole[3])
      for (number, bytes) in found.enumerated() where !whole[number] && bytes != sector(0) {
        sawTorn = true
        let count = bytes.prefix { $0 == UInt8(number + 1) }.count
        #expect(bytes.dropFirst(count).allSatisfy { $0 == 0 })
      }
    }
    #expect(sawNone && sawAll && sawLaterOnly && sawTorn)
  }

  @Test func `A lost write is read until the cache is flushed`() throws {
    var rates = DiskFaultRates()
    rates.lostWrites = 1
    var device = device(rates)
    try device.write(sector(5), sector: 3)
    #expect(try device.read(sector: 3) == sector(5))
    try device.flush()
    #expect(try device.read(sector: 3) == sector(0))
    #expect(device.injected == [.lostWrite(sector: 3)])
  }

  @Test func `A misdirected write hurts another sector`() throws {
    var rates = DiskFaultRates()
    rates.misdirectedWrites = 1
    for seed in 0..<20 as Range<UInt64> {
      var device = device(rates, seed: seed)
      try device.write(sector(5), sector: 3)
      try device.flush()
      guard case .misdirectedWrite(sector: 3, let reached) = device.injected.first else {
        Issue.record("\(device.injected)")
        continue
      }
      #expect(reached != 3)
      #expect(try device.read(sector: 3) == sector(0))
      #expect(try device.read(sector: reached) == sector(5))
    }
  }

  @Test func `Errors, ignored flushes and flipped bits happen as told`() throws {
    var device = device()
    try device.write(sector(5), sector: 3)
    try device.flush()
    device.rates.readErrors = 1
    #expect(throws: StorageError.self) { try device.read(sector: 3) }
    device.rates = DiskFaultRates()
    device.rates.writeErrors = 1
    #expect(throws: StorageError.self) { try device.write(sector(6), sector: 3) }
    #expect(try device.read(sector: 3) == sector(5))
    device.rates = DiskFaultRates()
    device.rates.bitFlips = 1
    try device.flush()
    let bytes = try device.read(sector: 3)
    let changed = zip(bytes, sector(5)).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    #expect(changed == 1)
    #expect(device.injected.map(\.isLie) == [false, false, false])
    device.rates = DiskFaultRates()
    device.rates.ignoredFlushes = 1
    try device.flush()
    #expect(device.injected.last == .ignoredFlush)
  }

  @Test func `The same seed fails the same way`() throws {
    func run(_ seed: UInt64) -> [DiskFault] {
      var rates = DiskFaultRates()
      rates.lostWrites = 0.1
      rates.bitFlips = 0.5
      rates.flushErrors = 0.2
      var device = device(rates, seed: seed)
      for number in 0..<30 {
        try? device.write(sector(UInt8(number)), sector: number)
        if number % 4 == 0 { try? device.flush() }
      }
      device.crash()
      return device.injected
    }
    #expect(run(5) == run(5))
    #expect(run(5) != run(6))
  }

  @Test func `Without power nothing is done`() throws {
    var device = device()
    device.powerFailure = 1
    try device.write(sector(1), sector: 0)
    #expect(throws: StorageError.self) { try device.write(sector(2), sector: 1) }
    #expect(throws: StorageError.self) { try device.flush() }
    #expect(throws: StorageError.self) { try device.read(sector: 0) }
    device.crash()
    #expect(try device.read(sector: 1) == sector(0))
  }
}
