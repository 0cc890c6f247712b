import LedgerSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a line to standard error.
///
/// Where that fails there is nobody left to tell.
func warn(_ line: String) {
  try? StandardStream.error.write("\(line)\n")
}

/// A standard stream, unbuffered.
enum StandardStream {
  case output
  case error

  /// Writes all of a text.
  ///
  /// - Throws: ``/LedgerSQLite/FolderError/inputOutput(path:reason:)``, as on a full disk.
  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Writes all bytes.
  ///
  /// - Throws: ``/LedgerSQLite/FolderError/inputOutput(path:reason:)``, as on a full disk.
  func write(_ bytes: [UInt8]) throws {
    let descriptor: Int32 = self == .output ? 1 : 2
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw FolderError.inputOutput(
          path: self == .output ? "standard output" : "standard error",
          reason: unsafe String(cString: strerror(errno)))
      }
      rest = rest.dropFirst(written)
    }
  }
}
