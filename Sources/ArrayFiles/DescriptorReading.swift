#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Appends up to `count` bytes of a file that is open.
///
/// - Parameters:
///   - descriptor: The open file.
///   - count: Most bytes to append.
///   - buffer: Where they go, read straight into its memory.
///   - name: The file's name for messages.
/// - Returns: Number of bytes appended; fewer than `count` only at the end of the file.
/// - Throws: ``FileError/inputOutput(path:reason:)``.
@discardableResult
func appendBytes(
  of descriptor: Int32, upTo count: Int, to buffer: inout [UInt8], name: String
) throws(FileError) -> Int {
  var total = 0
  try buffer.append(addingCapacity: count) { (span: inout OutputSpan<UInt8>) throws(FileError) in
    try unsafe span.withUnsafeMutableBufferPointer { (memory, filled) throws(FileError) in
      while total < count, let start = memory.baseAddress {
        let got = unsafe readOnce(descriptor, start + filled, min(count - total, 1 << 30))
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw .inputOutput(path: name, reason: systemReason()) }
        if got == 0 { break }
        filled += got
        total += got
      }
    }
  }
  return total
}

private func readOnce(
  _ descriptor: Int32, _ start: UnsafeMutablePointer<UInt8>, _ count: Int
) -> Int {
  #if canImport(Glibc)
    unsafe Glibc.read(descriptor, start, count)
  #else
    unsafe Darwin.read(descriptor, start, count)
  #endif
}
