import Dispatch
import Flipguard
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What happens when the user or the system asks the program to stop: unfinished files go, finished ones and
/// journals stay.
enum Interruption {
  private static let sources = Mutex<[any DispatchSourceSignal]>([])
  private static let journal = Mutex<(any ProgressJournal)?>(nil)

  /// Does work whose progress a journal keeps, which an interrupt then tells.
  static func withJournal<Result>(
    _ journal: (any ProgressJournal)?, _ work: () throws -> Result
  ) rethrows -> Result {
    Self.journal.withLock { $0 = journal }
    defer { Self.journal.withLock { $0 = nil } }
    return try work()
  }

  /// Begins to listen for interrupts and requests to end.
  static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      // A file beyond the limit of the system is an error of the write, like a full disk.
      _ = signal(SIGXFSZ, SIG_IGN)
      for number in [SIGINT, SIGTERM] {
        _ = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          OutputFile.removeUnfinished()
          warn("\ninterrupted; no file was left half-written" + resumption)
          _exit(128 + number)
        }
        source.resume()
        sources.append(source)
      }
    }
  }

  /// How to go on, where a journal keeps what was done.
  private static var resumption: String {
    guard let journal = journal.withLock(\.self), let kept = journal.kept else { return "" }
    return "; the same command goes on from here (\(journal.path) keeps \(kept))"
  }
}

/// A file in which work is kept as it is done.
protocol ProgressJournal: Sendable {
  /// The file.
  var path: String { get }
  /// What it keeps, as in `12 rows`; `nil` for nothing yet.
  var kept: String? { get }
}

extension GraphJournal: ProgressJournal {
  var kept: String? { recordedRowCount > 0 ? "\(recordedRowCount) rows" : nil }
}

extension BenchmarkJournal: ProgressJournal {
  var kept: String? { trialCount > 0 ? "\(trialCount) of the trials" : nil }
}

extension DefenseJournal: ProgressJournal {
  var kept: String? { trialCount > 0 ? "\(trialCount) of the trials" : nil }
}

extension AuditJournal: ProgressJournal {
  var kept: String? { trialCount > 0 ? "\(trialCount) of the attacks" : nil }
}
