import LabelLedger
import LedgerSQLite

extension OpenLedger {
  /// Number of drafts that are written at once, and are all written or none.
  private static let group = 256
  /// How often a write that found the ledger locked is tried, after five seconds of waiting each.
  private static let patience = 12

  /// Writes drafts and publishes a checkpoint.
  ///
  /// A signal that asks the program to end is heeded between two groups, once what is written is published.
  ///
  /// - Parameters:
  ///   - drafts: What is to happen.
  ///   - options: Whether progress is told.
  ///   - places: Where each draft comes from, for messages; none where that is plain.
  /// - Returns: A receipt for each draft.
  /// - Throws: ``AppendError``.
  func append(
    _ drafts: [Draft], _ options: LedgerOptions, from places: [String] = []
  ) throws -> [Receipt] {
    var receipts: [Receipt] = []
    let progress = Progress("recording", of: drafts.count, isQuiet: options.quiet)
    defer { progress.end() }
    var signals = SignalHold()
    defer { signals.release() }
    for start in stride(from: 0, to: drafts.count, by: Self.group) {
      if start > 0, signals.isAsked {
        try publishAll()
        progress.end()
        warn(
          "stopped after \(start) of \(drafts.count) rows, which are recorded; the same command goes on from there"
        )
        signals.release()
      }
      let group = Array(drafts[start..<min(drafts.count, start + Self.group)])
      var index = start
      do { receipts += try appendWhenFree(group) { index = start + $0 } } catch {
        // What is written is published if that can be; the next write publishes it otherwise.
        if !receipts.isEmpty { _ = try? publish() }
        throw AppendError(
          cause: error, place: Self.isAbout(error) && !places.isEmpty ? places[index] : nil,
          writtenCount: receipts.count, isPublishing: false)
      }
      progress.reach(receipts.count)
    }
    try publishAll()
    return receipts
  }

  private func publishAll() throws {
    do { try publish() } catch {
      throw AppendError(cause: error, place: nil, writtenCount: 0, isPublishing: true)
    }
  }

  /// Writes a group; while another program keeps the ledger locked, again and again.
  private func appendWhenFree(_ group: [Draft], willTake: (Int) -> Void) throws -> [Receipt] {
    for _ in 1..<Self.patience {
      do { return try ledger.append(group, willTake: willTake) } catch StorageError.busy {}
    }
    return try ledger.append(group, willTake: willTake)
  }

  /// Whether an error is about one draft, and not about the ledger as a whole.
  private static func isAbout(_ error: any Error) -> Bool {
    switch error {
    case RuleViolation.frozen: false
    case is RuleViolation, is EntryError, is FieldError, LedgerError.draft: true
    default: false
    }
  }
}
