/// Transactions one after the other on a simulated device, each found whole or not at all.
///
/// Sectors 0 and 1 hold the two newest superblocks: how many transactions were acknowledged, where they end, and the
/// hash that ends the last. Transactions begin at sector boundaries, so that none shares a sector with another:
///
///     "FGTX" | number | size of the records | hash that ended the transaction before | records | SHA-256 of all that
///
/// A record is its size, its bytes, and a checksum over both and its place on the device. A transaction is flushed
/// before its superblock is written, and that is flushed before anything is acknowledged. At opening the transactions
/// are read again: those that a superblock counts must all be there, and what follows them without its hash was never
/// acknowledged and is dropped.
struct RecordLog: Sendable {
  /// Where a record lies, in bytes from the start of the device.
  struct Location: Hashable, Sendable {
    let offset: Int
    let count: Int
  }

  var device: SimulatedDevice
  /// Number of transactions.
  private(set) var sequence: UInt64 = 0
  private var nextSector = 2
  private var chain = Hash(of: [])
  /// Whether it is unknown what of the last transaction is on the platter, so that only a new opening can tell.
  private var isUncertain = false

  private static let headerCount = 4 + 8 + 8 + Hash.byteCount
  private static let magic = Array("FGTX".utf8)
  private static let superblockMagic = Array("FGSIMLOG".utf8)
  private static let checksumCount = 8

  /// Makes an empty log.
  init(formatting device: SimulatedDevice) throws(StorageError) {
    self.device = device
    for slot in 0..<2 {
      try self.device.write(superblock(slot: slot), sector: slot)
    }
    try self.device.flush()
  }

  /// Reads a log, and gives every record to a function.
  init(
    opening device: SimulatedDevice,
    _ take: ([UInt8], Location) throws(StorageError) -> Void
  ) throws(StorageError) {
    self.device = device
    var acknowledged: Superblock?
    for slot in 0..<2 {
      guard let found = Self.superblock(try self.device.read(sector: slot), slot: slot) else {
        continue
      }
      if found.sequence >= acknowledged?.sequence ?? 0 { acknowledged = found }
    }
    guard let acknowledged else { throw .damaged("the device has no superblock") }
    while true {
      if sequence == acknowledged.sequence,
        nextSector != acknowledged.nextSector || chain != acknowledged.chain
      {
        throw .damaged("the transactions do not end as the superblock says")
      }
      guard let records = try nextTransaction() else { break }
      for record in records { try take(record.body, record.location) }
    }
    guard sequence >= acknowledged.sequence else {
      throw .damaged("transaction \(sequence) of \(acknowledged.sequence) cannot be read")
    }
    if sequence > acknowledged.sequence {
      try self.device.write(superblock(slot: Int(sequence % 2)), sector: Int(sequence % 2))
      try self.device.flush()
    }
  }

  /// Writes a transaction; it is on the platter when this returns.
  ///
  /// - Parameter bodies: The records.
  /// - Returns: Where they lie.
  /// - Throws: ``StorageError/full``, and faults of the device.
  mutating func append(_ bodies: [[UInt8]]) throws(StorageError) -> [Location] {
    guard !isUncertain else {
      throw .inputOutput("an earlier write ended unknown, so the device must be opened again")
    }
    var locations: [Location] = []
    var records: [UInt8] = []
    let start = nextSector * SimulatedDevice.sectorSize + Self.headerCount
    for body in bodies {
      let framed = Self.frame(body, at: start + records.count)
      locations.append(Location(offset: start + records.count, count: framed.count))
      records += framed
    }
    let header = Self.header(sequence: sequence, count: records.count, after: chain)
    let end = Hash(of: header, records)
    let whole = header + records + end.bytes
    let sectors = Self.sectors(whole.count)
    guard nextSector + sectors <= device.sectorCount else { throw .full }
    for number in 0..<sectors {
      let part = whole.dropFirst(number * SimulatedDevice.sectorSize)
      try device.write(part.prefix(SimulatedDevice.sectorSize), sector: nextSector + number)
    }
    isUncertain = true
    try device.flush()
    var next = self
    next.sequence += 1
    next.nextSector += sectors
    next.chain = end
    let slot = Int(next.sequence % 2)
    try device.write(next.superblock(slot: slot), sector: slot)
    try device.flush()
    (sequence, nextSector, chain) = (next.sequence, next.nextSector, next.chain)
    isUncertain = false
    return locations
  }

  /// Reads a record, and makes sure that it is what was written there.
  mutating func read(_ location: Location) throws(StorageError) -> [UInt8] {
    let bytes = try bytes(at: location.offset, count: location.count)
    guard let body = Self.unframe(bytes, at: location.offset) else {
      throw .damaged("the record at byte \(location.offset) of the device")
    }
    return body
  }

  private mutating func bytes(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    let size = SimulatedDevice.sectorSize
    var bytes: [UInt8] = []
    for sector in (offset / size)..<((offset + count + size - 1) / size) {
      bytes += try device.read(sector: sector)
    }
    return Array(bytes.dropFirst(offset % size).prefix(count))
  }

  private static func sectors(_ count: Int) -> Int {
    (count + SimulatedDevice.sectorSize - 1) / SimulatedDevice.sectorSize
  }
}

extension RecordLog {
  private static func frame(_ body: [UInt8], at offset: Int) -> [UInt8] {
    var writer = RecordWriter()
    writer.put(body)
    return writer.bytes + checksum(body, at: offset)
  }

  private static func checksum(_ body: [UInt8], at offset: Int) -> [UInt8] {
    var writer = RecordWriter()
    writer.put(UInt64(offset))
    writer.put(body)
    return Array(Hash(of: writer.bytes).bytes.prefix(checksumCount))
  }

  private static func unframe(_ bytes: [UInt8], at offset: Int) -> [UInt8]? {
    var reader = RecordReader(bytes.dropLast(checksumCount))
    guard let body = try? reader.bytes(), reader.isAtEnd,
      bytes.suffix(checksumCount).elementsEqual(checksum(body, at: offset))
    else { return nil }
    return body
  }

  private static func header(sequence: UInt64, count: Int, after chain: Hash) -> [UInt8] {
    var writer = RecordWriter()
    writer.put(sequence)
    writer.put(UInt64(count))
    writer.put(chain)
    return magic + writer.bytes
  }

  /// The transaction after the last one read; `nil` where none is whole.
  private mutating func nextTransaction() throws(StorageError) -> [(
    body: [UInt8], location: Location
  )]? {
    let size = SimulatedDevice.sectorSize
    let start = nextSector * size
    guard nextSector < device.sectorCount else { return nil }
    let first = try device.read(sector: nextSector)
    var reader = RecordReader(first.dropFirst(Self.magic.count + 8))
    guard let count = Int(exactly: try reader.number()),
      first.starts(with: Self.header(sequence: sequence, count: count, after: chain)),
      count <= device.sectorCount * size - start - Self.headerCount - Hash.byteCount
    else { return nil }
    let total = Self.headerCount + count + Hash.byteCount
    let whole = try bytes(at: start, count: total)
    let end = Hash(of: Array(whole.dropLast(Hash.byteCount)))
    guard end == Hash(whole.suffix(Hash.byteCount)) else { return nil }
    var records: [(body: [UInt8], location: Location)] = []
    var offset = Self.headerCount
    while offset < Self.headerCount + count {
      var size = RecordReader(whole[offset...])
      guard let bodyCount = Int(exactly: try size.number()),
        case let framedCount = 8 + bodyCount + Self.checksumCount,
        offset + framedCount <= Self.headerCount + count,
        let body = Self.unframe(
          Array(whole[offset..<(offset + framedCount)]), at: start + offset)
      else { throw .damaged("the records of transaction \(sequence)") }
      records.append((body, Location(offset: start + offset, count: framedCount)))
      offset += framedCount
    }
    sequence += 1
    nextSector += Self.sectors(total)
    chain = end
    return records
  }
}

extension RecordLog {
  private struct Superblock {
    let sequence: UInt64
    let nextSector: Int
    let chain: Hash
  }

  private func superblock(slot: Int) -> [UInt8] {
    var writer = RecordWriter()
    writer.put(UInt64(slot))
    writer.put(sequence)
    writer.put(UInt64(nextSector))
    writer.put(chain)
    let bytes = Self.superblockMagic + writer.bytes
    return bytes + Hash(of: bytes).bytes
  }

  /// Reads a superblock; `nil` for a sector that holds none of that slot.
  private static func superblock(_ bytes: [UInt8], slot: Int) -> Superblock? {
    let count = superblockMagic.count + 8 + 8 + 8 + Hash.byteCount
    guard bytes.starts(with: superblockMagic),
      Hash(of: Array(bytes.prefix(count))) == Hash(bytes[count..<(count + Hash.byteCount)])
    else { return nil }
    var reader = RecordReader(bytes.dropFirst(superblockMagic.count))
    guard let found = try? reader.number(), found == UInt64(slot),
      let sequence = try? reader.number(), let sector = try? reader.number(),
      let nextSector = Int(exactly: sector), let chain = try? reader.hash()
    else { return nil }
    return Superblock(sequence: sequence, nextSector: nextSector, chain: chain)
  }
}
