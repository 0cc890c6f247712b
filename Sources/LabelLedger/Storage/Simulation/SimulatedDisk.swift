import Synchronization

/// A ledger's storage on a simulated device that fails as a seed says: crashes, torn, lost and misdirected writes,
/// flipped bits, read and write errors, a full disk.
///
/// It is an instrument for testing what is built on ``LedgerStorage``, not a place to keep a ledger: after it was
/// driven through appends, its ``device`` can be crashed and opened again, and an audit must find what was hurt.
/// What it reads has a checksum over bytes and place, so it answers with ``StorageError/damaged(_:)`` and never with
/// another record than was written. Only the loss of whole transactions at the end, by a device that acknowledged what it
/// did not do, cannot show here; the guard and the published checkpoint show it.
///
/// Reads and writes follow one after the other; neither may be begun within another.
public final class SimulatedDisk: LedgerStorage {
  private struct Contents: Sendable {
    var log: RecordLog
    var index: DiskIndex
  }

  private let contents: Mutex<Contents>

  /// Makes an empty storage on a device.
  ///
  /// - Parameter device: The device; what it holds is lost.
  /// - Throws: ``StorageError`` for a fault of the device.
  public init(formatting device: SimulatedDevice) throws {
    contents = Mutex(Contents(log: try RecordLog(formatting: device), index: DiskIndex()))
  }

  /// Opens the storage that a device holds, as after a start of the machine.
  ///
  /// - Parameter device: The device.
  /// - Throws: ``StorageError/damaged(_:)`` where something that was acknowledged cannot be read, and other
  ///   ``StorageError`` for faults of the device.
  /// - Complexity: O(n) for n bytes written.
  public init(opening device: SimulatedDevice) throws {
    var index = DiskIndex()
    let log = try RecordLog(opening: device) { bytes, location throws(StorageError) in
      try index.add(try DiskRecord(bytes), at: location)
    }
    contents = Mutex(Contents(log: log, index: index))
  }

  /// The device as it is now, with its cache.
  public var device: SimulatedDevice { contents.withLock { $0.log.device } }

  /// Changes the device while the storage is open, to hurt it or to change how it fails.
  ///
  /// - Parameter change: What is done to it.
  public func changeDevice(_ change: (inout SimulatedDevice) -> Void) {
    contents.withLock { change(&$0.log.device) }
  }

  /// Reads in one view; others wait.
  ///
  /// - Parameter body: What reads.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``StorageError`` for faults of the device.
  public func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result {
    try transact { transaction, _ in try body(transaction) }
  }

  /// Writes all or nothing; it is on the platter when this returns.
  ///
  /// - Parameter body: What writes.
  /// - Returns: What it returns.
  /// - Throws: What the body throws, and ``StorageError`` for faults of the device. Where the device failed in the middle, what
  ///   was written may be there after the next opening, and no other write is taken before it.
  public func write<Result>(_ body: (any LedgerWriter) throws -> Result) throws -> Result {
    try transact { transaction, contents in
      let result = try body(transaction)
      let records = try transaction.finish()
      guard !records.isEmpty else { return result }
      let locations = try transaction.log.append(records.map(\.bytes))
      for (record, location) in zip(records, locations) {
        try contents.index.add(record, at: location)
      }
      return result
    }
  }

  private func transact<Result>(
    _ body: (DiskTransaction, inout Contents) throws -> Result
  ) throws -> Result {
    var result: Result?
    try contents.withLock { contents in
      let transaction = DiskTransaction(log: contents.log, index: contents.index)
      // Reading moves the device on, whatever comes of the transaction.
      defer { contents.log = transaction.log }
      result = try body(transaction, &contents)
    }
    guard let result else { preconditionFailure("A transaction without error has a result.") }
    return result
  }
}
