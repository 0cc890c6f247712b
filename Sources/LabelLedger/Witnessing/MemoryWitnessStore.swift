import Synchronization

/// A store of a witness in memory, for tests and for processes that need not outlive themselves.
public final class MemoryWitnessStore: WitnessStore {
  private struct Contents {
    /// By the bytes of the origin, since `String` equates spellings.
    var states: [[UInt8]: WitnessState] = [:]
    var evidence: [WitnessEvidence] = []
    var keys: Set<WitnessEvidence.Key> = []
  }

  private let contents = Mutex(Contents())

  /// Makes a store that remembers nothing.
  public init() {}

  /// The evidence that was kept, the oldest first.
  public var evidence: [WitnessEvidence] { contents.withLock(\.evidence) }

  /// Reads what is remembered of a log.
  ///
  /// - Parameter origin: The log's origin.
  /// - Returns: The state, or `nil` if no checkpoint of the log was ever cosigned.
  public func state(of origin: String) -> WitnessState? {
    contents.withLock { $0.states[Array(origin.utf8)] }
  }

  /// The time of the latest cosignature for any log.
  ///
  /// - Returns: Seconds since 1970, or `nil` if there is none.
  public func latestTime() -> UInt64? {
    contents.withLock { $0.states.values.map(\.time).max() }
  }

  /// Replaces what is remembered of a log, in one step with the comparison.
  ///
  /// - Parameters:
  ///   - expected: What must be remembered now.
  ///   - new: What to remember.
  /// - Returns: `false`, with nothing changed, if something else is remembered.
  public func replace(_ expected: WitnessState?, with new: WitnessState) -> Bool {
    contents.withLock { contents in
      let origin = Array(new.checkpoint.origin.utf8)
      guard contents.states[origin] == expected else { return false }
      contents.states[origin] = new
      return true
    }
  }

  /// Keeps evidence against a log, unless there is the same already.
  ///
  /// - Parameter evidence: The evidence.
  public func keep(_ evidence: WitnessEvidence) {
    contents.withLock { contents in
      guard contents.keys.insert(evidence.key).inserted else { return }
      contents.evidence.append(evidence)
    }
  }
}
