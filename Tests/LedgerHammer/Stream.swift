#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A standard stream, unbuffered: a line that is there was there before whatever came next.
enum Stream: Int32 {
  case output = 1
  case error = 2

  /// Writes all of a text.
  func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(rawValue, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Refusal("nobody reads what is written") }
      rest = rest.dropFirst(written)
    }
  }
}
