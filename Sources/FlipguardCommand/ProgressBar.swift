import Flipguard
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line on a terminal's standard error that grows with the work; elsewhere it stays silent.
final class ProgressBar: Sendable {
  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    var isVisible = false
  }

  private let title: String
  private let isEnabled: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(_ title: String, isQuiet: Bool) {
    self.title = title
    isEnabled = !isQuiet && isatty(2) == 1
  }

  /// The execution that reports here.
  func execution(threadCount: Int) -> Execution {
    isEnabled
      ? Execution(threadCount: threadCount) { [self] in update($0) }
      : Execution(threadCount: threadCount)
  }

  private func update(_ share: Double) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastDrawn, last.duration(to: now) < .milliseconds(100), share < 1 {
        return
      }
      state.lastDrawn = now
      state.isVisible = true
      let width = 30
      let filled = Int(share * Double(width))
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      let elapsed = start.duration(to: now) / .seconds(1)
      let remaining = share > 0.01 ? Int((elapsed / share - elapsed).rounded(.up)) : nil
      let rest = remaining.map { ", \($0) s left" } ?? ""
      print("\r\(title) \(bar) \(Int(share * 100)) %\(rest)    ")
    }
  }

  /// Clears the line.
  func finish() {
    state.withLock { state in
      if state.isVisible { print("\r\u{1B}[2K") }
      state.isVisible = false
    }
  }

  private func print(_ text: String) {
    try? StandardStream.error.write(text, terminator: "")
  }
}
