/// A block device in memory with a volatile cache, which fails as a seed says.
///
/// Writes go to the cache, and reads see them there. A flush brings the cache to the platter. When the power fails, any
/// of the cached sectors may have reached the platter or not, in any order, and one of them in part. What the device
/// did wrong is listed in ``injected``; the same seed and the same calls fail the same way.
///
/// A device is a value: a copy of it is a copy of the platter.
///
/// It is an instrument for testing code that is built on ``LedgerStorage``, not a place to keep a ledger.
public struct SimulatedDevice: Sendable {
  /// Bytes in a sector.
  public static let sectorSize = 512

  /// A write that has not reached the platter.
  private struct CachedWrite {
    let sector: Int
    let bytes: [UInt8]
    /// Where it will arrive; `nil` for nowhere.
    let target: Int?
  }

  /// Number of sectors.
  public let sectorCount: Int
  /// How often it fails from now on.
  public var rates: DiskFaultRates
  /// The write or flush, counted from 0 as in ``operationCount``, at which the power fails; `nil` for none.
  public var powerFailure: Int?
  /// Number of writes and flushes that were asked for so far.
  public private(set) var operationCount = 0
  /// What it did wrong so far.
  public private(set) var injected: [DiskFault] = []
  private var platter: [Int: [UInt8]] = [:]
  private var cache: [CachedWrite] = []
  private var isOff = false
  private var generator: SimulationGenerator

  /// An empty device: all bytes are zero.
  ///
  /// - Parameters:
  ///   - sectorCount: Number of sectors.
  ///   - seed: What all its failures follow from.
  ///   - rates: How often it fails.
  public init(sectorCount: Int, seed: UInt64, rates: DiskFaultRates = DiskFaultRates()) {
    self.sectorCount = sectorCount
    self.rates = rates
    generator = SimulationGenerator(seed: seed)
  }

  /// The sectors that were ever written, ascending.
  public var writtenSectors: [Int] { platter.keys.sorted() }

  /// Reads a sector.
  ///
  /// - Parameter sector: Which one.
  /// - Returns: Its bytes, zeros if it was never written.
  /// - Throws: ``StorageError/inputOutput(_:)`` for a sector beyond the last, for a read error, and without power.
  public mutating func read(sector: Int) throws(StorageError) -> [UInt8] {
    try checkPower()
    guard (0..<sectorCount).contains(sector) else {
      throw .inputOutput("the device has no sector \(sector)")
    }
    if generator.happens(atRate: rates.readErrors) {
      injected.append(.readError(sector: sector))
      throw .inputOutput("sector \(sector) cannot be read")
    }
    return cache.last { $0.sector == sector }?.bytes ?? stored(sector)
  }

  /// Writes a sector into the cache.
  ///
  /// - Parameters:
  ///   - bytes: The bytes; what a sector has more is filled with zeros.
  ///   - sector: Which one.
  /// - Throws: ``StorageError/full`` for a sector beyond the last, and ``StorageError/inputOutput(_:)`` for a write
  ///   error and without power.
  public mutating func write(
    _ bytes: some Collection<UInt8>, sector: Int
  ) throws(StorageError) {
    try startOperation()
    guard (0..<sectorCount).contains(sector) else { throw .full }
    if generator.happens(atRate: rates.writeErrors) {
      injected.append(.writeError(sector: sector))
      throw .inputOutput("sector \(sector) cannot be written")
    }
    let room = Self.sectorSize - min(bytes.count, Self.sectorSize)
    let whole = bytes.prefix(Self.sectorSize) + [UInt8](repeating: 0, count: room)
    cache.append(CachedWrite(sector: sector, bytes: Array(whole), target: target(sector)))
  }

  /// Where a write will arrive.
  private mutating func target(_ sector: Int) -> Int? {
    if generator.happens(atRate: rates.lostWrites) {
      injected.append(.lostWrite(sector: sector))
      return nil
    }
    guard generator.happens(atRate: rates.misdirectedWrites), sectorCount > 1 else {
      return sector
    }
    // Near the right place, where other data is likely to lie.
    let near = max(0, sector - 16)..<min(sectorCount, sector + 16)
    var reached = Int.random(in: near, using: &generator)
    if reached == sector { reached = sector == near.lowerBound ? sector + 1 : sector - 1 }
    injected.append(.misdirectedWrite(sector: sector, reached: reached))
    return reached
  }

  /// Brings the cache to the platter.
  ///
  /// - Throws: ``StorageError/inputOutput(_:)`` for a flush error and without power; what was in the cache is then
  ///   on the platter, or lost, or partly both.
  public mutating func flush() throws(StorageError) {
    try startOperation()
    if generator.happens(atRate: rates.flushErrors) {
      injected.append(.flushError)
      writeSome(of: cache)
      cache = []
      throw .inputOutput("the cache cannot be flushed")
    }
    if generator.happens(atRate: rates.ignoredFlushes) {
      injected.append(.ignoredFlush)
      return
    }
    for write in cache { arrive(write, write.bytes) }
    cache = []
    if generator.happens(atRate: rates.bitFlips) { flipBit() }
  }

  /// Lets the power fail and come back: the cache is lost, but for some of its sectors.
  public mutating func crash() {
    let cached = cache
    cache = []
    isOff = false
    powerFailure = nil
    let written = writeSome(of: cached)
    injected.append(.powerLoss(cached: cached.count, written: written))
  }

  /// Brings some of the cached writes to the platter: none, all, the first ones, or any; sometimes one in part.
  @discardableResult
  private mutating func writeSome(of cached: [CachedWrite]) -> Int {
    guard !cached.isEmpty else { return 0 }
    let chosen: [CachedWrite]
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: chosen = []
    case 1: chosen = cached
    case 2: chosen = Array(cached.prefix(Int.random(in: 0...cached.count, using: &generator)))
    default:
      var shuffled = cached
      shuffled.shuffle(using: &generator)
      chosen = Array(shuffled.prefix(Int.random(in: 0...cached.count, using: &generator)))
    }
    let torn = Bool.random(using: &generator) ? chosen.indices.last : nil
    for (position, write) in chosen.enumerated() {
      guard position == torn, let target = write.target else {
        arrive(write, write.bytes)
        continue
      }
      let count = Int.random(in: 1..<Self.sectorSize, using: &generator)
      injected.append(.tornWrite(sector: target, written: count))
      arrive(write, Array(write.bytes.prefix(count) + stored(target).dropFirst(count)))
    }
    return chosen.count
  }

  private mutating func arrive(_ write: CachedWrite, _ bytes: [UInt8]) {
    if let target = write.target { platter[target] = bytes }
  }

  /// Turns one bit of a sector over, on the platter.
  ///
  /// - Parameters:
  ///   - bit: Which bit, from 0, the lowest of the first byte, to 4095.
  ///   - sector: Which sector.
  public mutating func flip(bit: Int, ofSector sector: Int) {
    var bytes = stored(sector)
    guard bytes.indices.contains(bit / 8) else { return }
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    platter[sector] = bytes
    injected.append(.bitFlip(sector: sector, bit: bit))
  }

  /// Turns a random bit of the written sectors over.
  public mutating func flipBit() {
    guard let sector = writtenSectors.randomElement(using: &generator) else { return }
    flip(bit: Int.random(in: 0..<(8 * Self.sectorSize), using: &generator), ofSector: sector)
  }

  private func stored(_ sector: Int) -> [UInt8] {
    platter[sector] ?? [UInt8](repeating: 0, count: Self.sectorSize)
  }

  private mutating func startOperation() throws(StorageError) {
    if operationCount == powerFailure { isOff = true }
    operationCount += 1
    try checkPower()
  }

  private func checkPower() throws(StorageError) {
    if isOff { throw .inputOutput("the power of the device is off") }
  }
}
