import Dispatch
import Flipguard
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What happens when the user or the system asks the program to stop: unfinished files go, finished ones stay.
enum Interruption {
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Begins to listen for interrupts and requests to end.
  static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for number in [SIGINT, SIGTERM] {
        _ = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          OutputFile.removeUnfinished()
          warn("\ninterrupted; no file was left half-written")
          _exit(128 + number)
        }
        source.resume()
        sources.append(source)
      }
    }
  }
}
