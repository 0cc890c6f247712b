#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Holds back the signals that ask a program to end, so that long work ends between two steps and not within one.
struct SignalHold: ~Copyable {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    unsafe sigemptyset(&held)
    for signal in Self.signals { unsafe sigaddset(&held, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  /// Whether a signal has come.
  var isAsked: Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return Self.signals.contains { signal in unsafe sigismember(&pending, signal) == 1 }
  }

  /// Lets a signal that has come do its work, which ends the program.
  mutating func release() { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
}
