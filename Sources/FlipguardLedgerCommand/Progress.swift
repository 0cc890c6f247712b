#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line on a terminal that tells how far long work has come; nothing elsewhere.
final class Progress {
  private let what: String
  private let total: Int
  private let isShown: Bool
  private var shown = -1

  init(_ what: String, of total: Int, isQuiet: Bool) {
    self.what = what
    self.total = total
    isShown = !isQuiet && total >= 1000 && isatty(2) == 1
  }

  func reach(_ done: Int) {
    guard isShown, done * 100 / total > shown else { return }
    shown = done * 100 / total
    try? StandardStream.error.write("\r\(what) \(shown) %")
  }

  func end() {
    if isShown, shown >= 0 { try? StandardStream.error.write("\r\u{1B}[K") }
  }
}
