public import LabelLedger

/// A kind of storage that the laws are tried on.
public struct StorageMember: Sendable, CustomStringConvertible {
  /// What it is called in a failure.
  public let description: String
  /// Makes an empty one.
  public let make: @Sendable () throws -> any LedgerStorage
  /// Closes a storage and opens what it has left, as a program does that starts again; where nothing outlives the
  /// program the storage itself.
  public let reopen: @Sendable (any LedgerStorage) throws -> any LedgerStorage

  /// Names a kind of storage.
  public init(
    _ description: String, make: @escaping @Sendable () throws -> any LedgerStorage,
    reopen: @escaping @Sendable (any LedgerStorage) throws -> any LedgerStorage = { $0 }
  ) {
    self.description = description
    self.make = make
    self.reopen = reopen
  }
}

/// What a storage did against a law.
public struct LawViolation: Error, CustomStringConvertible {
  /// What was expected and what was found.
  public let description: String

  /// Says what was expected and what was found.
  public init(_ description: String) { self.description = description }
}

/// Refuses two values that differ.
public func requireEqual<Value: Equatable>(
  _ found: Value, _ expected: Value, _ what: String
) throws {
  guard found != expected else { return }
  throw LawViolation("\(what): found \(found), expected \(expected)")
}

/// Refuses a body that does not throw one error of the rules or of the ledger.
public func requireError<Failure: Error & Equatable>(
  _ error: Failure, _ what: String, _ body: () throws -> Void
) throws {
  do { try body() } catch let found as Failure {
    return try requireEqual(found, error, what)
  }
  throw LawViolation("\(what): not refused")
}

/// Refuses a body that does not throw one error.
public func requireRefusal(
  _ error: StorageError, _ what: String, _ body: () throws -> Void
) throws {
  do { try body() } catch let found as StorageError {
    return try requireEqual(found, error, what)
  }
  throw LawViolation("\(what): not refused")
}
