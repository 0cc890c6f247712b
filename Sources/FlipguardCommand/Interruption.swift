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
  private static let journal = Mutex<GraphJournal?>(nil)

  /// Does work whose progress a journal keeps, which an interrupt then tells.
  static func withJournal<Result>(
    _ journal: GraphJournal?, _ work: () throws -> Result
  ) rethrows -> Result {
    Self.journal.withLock { $0 = journal }
    defer { Self.journal.withLock { $0 = nil } }
    return try work()
  }

  /// Begins to listen for interrupts and requests to end.
  static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
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
    guard let journal = journal.withLock(\.self), journal.recordedRowCount > 0 else { return "" }
    return "; the same command goes on from here (\(journal.path) keeps "
      + "\(journal.recordedRowCount) rows)"
  }
}
