/// What a witness remembers of a log: the last checkpoint that it cosigned.
public struct WitnessState: Hashable, Sendable {
  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// The checkpoint with the log's verified signatures and the witness's cosignature.
  public let note: SignedNote
  /// The time of the cosignature, in seconds since 1970.
  public let time: UInt64

  /// Takes a stored note as a state.
  ///
  /// - Parameters:
  ///   - note: The signed and cosigned checkpoint.
  ///   - time: The time of the cosignature.
  /// - Throws: ``CheckpointError`` if the note's text is not a checkpoint.
  public init(note: SignedNote, time: UInt64) throws(CheckpointError) {
    checkpoint = try Checkpoint(parsing: note.text)
    self.note = note
    self.time = time
  }
}

/// Where a witness keeps its states and its evidence.
///
/// A witness that forgets, or that answers before it remembers, can be led to cosign two histories.
/// So a store must be durable when ``replace(_:with:)`` returns, and must not be set back to an
/// older copy. Origins are compared byte by byte. ``MemoryWitnessStore`` is the one for tests and
/// for processes that need not outlive themselves.
public protocol WitnessStore: Sendable {
  /// Reads what is remembered of a log.
  ///
  /// - Parameter origin: The log's origin.
  /// - Returns: The state, or `nil` if no checkpoint of the log was ever cosigned.
  /// - Throws: When the store cannot be read.
  func state(of origin: String) throws -> WitnessState?

  /// The time of the latest cosignature for any log.
  ///
  /// - Returns: Seconds since 1970, or `nil` if there is none.
  /// - Throws: When the store cannot be read.
  func latestTime() throws -> UInt64?

  /// Replaces what is remembered of a log, in one step with the comparison.
  ///
  /// - Parameters:
  ///   - expected: What must be remembered now of the log of `new`'s origin; `nil` for nothing.
  ///   - new: What to remember, with an origin that is the same as `expected`'s.
  /// - Returns: `false`, with nothing changed, if something else is remembered. After `true`, the
  ///   new state is durable.
  /// - Throws: When the store cannot be written; what is remembered is then the old or the new
  ///   state.
  func replace(_ expected: WitnessState?, with new: WitnessState) throws -> Bool

  /// Keeps evidence against a log; one piece is enough for each ``WitnessEvidence/Key``.
  ///
  /// - Parameter evidence: The evidence.
  /// - Throws: When the store cannot be written.
  func keep(_ evidence: WitnessEvidence) throws
}
