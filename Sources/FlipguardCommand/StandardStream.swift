#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a line to standard error.
func warn(_ line: String) {
  StandardStream.error.write(line)
}

/// A standard stream, unbuffered.
enum StandardStream {
  case output
  case error

  func write(_ text: String, terminator: String = "\n") {
    let descriptor: Int32 = self == .output ? 1 : 2
    var bytes = Array((text + terminator).utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe writeOnce(descriptor, $0) }
      if written <= 0 { return }
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
