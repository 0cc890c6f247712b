import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a line to standard error.
///
/// Where that fails there is nobody left to tell.
func warn(_ line: String) {
  try? StandardStream.error.write(line)
}

/// A standard stream, unbuffered.
enum StandardStream {
  case output
  case error

  /// Writes all of a text.
  ///
  /// - Throws: ``/ArrayFiles/FileError/inputOutput(path:reason:)``, as on a full disk.
  func write(_ text: String, terminator: String = "\n") throws(FileError) {
    let descriptor: Int32 = self == .output ? 1 : 2
    var bytes = Array((text + terminator).utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe writeOnce(descriptor, $0) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let name = self == .output ? "standard output" : "standard error"
        throw .inputOutput(path: name, reason: systemReason())
      }
      bytes = bytes.dropFirst(written)
    }
  }

  private func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
