import CZlib

/// One compressed stream, inflated piece by piece.
///
/// Memory use is the decompressor's window.
@safe final class Inflater {
  /// What surrounds the deflate data; the value is zlib's window setting.
  enum Framing: Int32 {
    case gzip = 31
    case raw = -15
  }

  /// What one piece of work did.
  struct Outcome {
    /// Bytes of input used up.
    var consumed: Int
    /// Whether the stream has ended.
    var isEnd: Bool
    /// Why the stream is damaged; `nil` when it is not.
    var fault: String?
  }

  // zlib keeps a pointer to its state's owner, so the owner must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ framing: Framing, name: String) throws(FileError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, framing.rawValue, ZLIB_VERSION, size) == Z_OK else {
      unsafe stream.deallocate()
      throw .inputOutput(path: name, reason: "the decompressor cannot start")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Makes ready for another stream with the same framing.
  func restart() {
    unsafe inflateReset(stream)
  }

  /// Inflates `input[start...]` until it is used up, `count` bytes are out, or the stream ends.
  func inflate(
    _ input: [UInt8], from start: Int, upTo count: Int, appendingTo buffer: inout [UInt8]
  ) -> Outcome {
    let room = min(count, Int(UInt32.max))
    let available = min(input.count - start, Int(UInt32.max))
    var code = Z_OK
    unsafe input.withUnsafeBufferPointer { source in
      buffer.append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) in
        unsafe span.withUnsafeMutableBufferPointer { memory, filled in
          guard let from = source.baseAddress, let to = memory.baseAddress else { return }
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from + start)
          unsafe stream.pointee.avail_in = UInt32(available)
          unsafe stream.pointee.next_out = to + filled
          unsafe stream.pointee.avail_out = UInt32(room)
          code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
          filled += room - Int(unsafe stream.pointee.avail_out)
        }
      }
    }
    let consumed = available - Int(unsafe stream.pointee.avail_in)
    let isFault = code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR
    return Outcome(
      consumed: consumed, isEnd: code == Z_STREAM_END, fault: isFault ? message(code) : nil)
  }

  private func message(_ code: Int32) -> String {
    if let text = unsafe stream.pointee.msg { return unsafe String(cString: text) }
    return code == Z_NEED_DICT ? "a preset dictionary is asked for" : "zlib code \(code)"
  }
}
