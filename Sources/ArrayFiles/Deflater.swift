import CZlib

/// One stream being compressed piece by piece.
///
/// Equal input gives equal output: no time, no name inside.
@safe final class Deflater {
  // zlib keeps a pointer to its state's owner, so the owner must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ framing: Inflater.Framing, name: String) throws(FileError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe deflateInit2_(
      stream, 6, Z_DEFLATED, framing.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      unsafe stream.deallocate()
      throw .inputOutput(path: name, reason: "the compressor cannot start")
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses a piece, of at most 2^32 - 1 bytes, and appends what comes out.
  ///
  /// - Parameters:
  ///   - input: The piece.
  ///   - isLast: Whether the stream ends here.
  ///   - buffer: Where the compressed bytes go.
  func deflate(_ input: [UInt8], isLast: Bool, appendingTo buffer: inout [UInt8]) {
    let room = 1 << 16
    unsafe input.withUnsafeBufferPointer { source in
      if let from = source.baseAddress {
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from)
      }
      unsafe stream.pointee.avail_in = UInt32(source.count)
      var isDone = false
      while !isDone {
        buffer.append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) in
          unsafe span.withUnsafeMutableBufferPointer { memory, filled in
            guard let to = memory.baseAddress else { return }
            unsafe stream.pointee.next_out = to + filled
            unsafe stream.pointee.avail_out = UInt32(room)
            let code = unsafe CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            let left = Int(unsafe stream.pointee.avail_out)
            filled += room - left
            isDone = isLast ? code == Z_STREAM_END : left > 0
          }
        }
      }
    }
  }
}

/// The CRC-32 of bytes that follow those of another CRC-32, which is 0 where there are none.
func checksum(_ bytes: UnsafeRawBufferPointer, after crc: UInt32) -> UInt32 {
  guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
    return crc
  }
  return unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(crc), start, bytes.count))
}

/// The CRC-32 of the pieces one after the other.
func checksum(_ pieces: [UInt8]...) -> UInt32 {
  var crc: UInt32 = 0
  for piece in pieces {
    crc = unsafe piece.withUnsafeBytes { unsafe checksum($0, after: crc) }
  }
  return crc
}
