import Synchronization

/// A ledger's storage in memory: for tests, and for ledgers that need not outlive the program.
///
/// A read sees what was there when it began, and hinders no writer. A write collects what it changes, and all of it
/// is put in place at its end.
public final class MemoryStorage: LedgerStorage {
  private let contents = Mutex(MemoryContents())
  private let writing = Mutex(())

  /// An empty storage.
  public init() {}

  /// Reads in one view, while others may write.
  ///
  /// - Parameter body: What reads.
  /// - Returns: What it returns.
  /// - Throws: What the body throws.
  public func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result {
    try body(MemoryTransaction(base: contents.withLock { $0 }))
  }

  /// Writes all or nothing.
  ///
  /// - Parameter body: What writes.
  /// - Returns: What it returns.
  /// - Throws: What the body throws; then nothing is written.
  public func write<Result>(_ body: (any LedgerWriter) throws -> Result) throws -> Result {
    var result: Result?
    try writing.withLock { _ in
      let transaction = MemoryTransaction(base: contents.withLock { $0 })
      let value = try body(transaction)
      let changes = try transaction.finish()
      contents.withLock { $0.merge(changes) }
      result = value
    }
    guard let result else { preconditionFailure("A write without error has a result.") }
    return result
  }
}
