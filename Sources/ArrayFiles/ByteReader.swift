#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The uncompressed bytes of a file or of memory, in order.
///
/// gzip is recognised by its magic number, also with several members in one file.
/// Memory use is a small buffer however large the file, and however far it inflates.
public final class ByteReader {
  /// The file's name as the user gave it, for messages.
  public let name: String
  /// Size of the uncompressed contents in bytes where it is known beforehand: not for gzip, nor for pipes.
  public let knownSize: Int?

  private enum Coding { case plain, gzip, deflate }

  /// Bytes of the file, as they are stored, that no one has taken yet: `input[position...]`.
  private var input: [UInt8]
  private var position = 0
  /// How many bytes of the file come before `input`.
  private var inputStart = 0
  /// `nil` when the contents are in memory.
  private let descriptor: Int32?
  private let coding: Coding
  private let inflater: Inflater?
  /// Whether a compressed stream has begun and not ended.
  private var isInsideStream: Bool

  private static let inputCapacity = 1 << 17

  /// Reads from memory.
  ///
  /// - Parameters:
  ///   - bytes: The contents, plain or gzip-compressed.
  ///   - name: What messages call it.
  /// - Throws: ``FileError`` when the decompressor cannot start.
  public init(bytes: [UInt8], name: String) throws(FileError) {
    self.name = name
    input = bytes
    descriptor = nil
    let isGzip = bytes.starts(with: [0x1F, 0x8B])
    coding = isGzip ? .gzip : .plain
    inflater = isGzip ? try Inflater(.gzip, name: name) : nil
    isInsideStream = isGzip
    knownSize = isGzip ? nil : bytes.count
  }

  /// Opens a file, plain or gzip-compressed.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - decompressing: Whether a gzip file is inflated; else its bytes come as they lie on disk.
  /// - Throws: ``FileError``.
  public init(path: String, decompressing: Bool = true) throws(FileError) {
    name = path
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw .notFound(path: path) }
      throw .cannotOpen(path: path, reason: systemReason())
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let reason = systemReason()
      close(descriptor)
      throw .cannotOpen(path: path, reason: reason)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw .cannotOpen(path: path, reason: "it is a directory")
    }
    var start: [UInt8] = []
    let inflater: Inflater?
    do throws(FileError) {
      try appendBytes(of: descriptor, upTo: Self.inputCapacity, to: &start, name: path)
      let isGzip = decompressing && start.starts(with: [0x1F, 0x8B])
      inflater = isGzip ? try Inflater(.gzip, name: path) : nil
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.inflater = inflater
    coding = inflater == nil ? .plain : .gzip
    isInsideStream = inflater != nil
    input = start
    // Files that the system makes up as they are read announce no size.
    let size = Int(status.st_size)
    let isMeasured = status.st_mode & S_IFMT == S_IFREG && size >= start.count
    knownSize = inflater == nil && isMeasured && (size > 0 || start.isEmpty) ? size : nil
  }

  /// Reads from memory that is not compressed, whatever it starts with.
  init(stored bytes: [UInt8], name: String) throws(FileError) {
    self.name = name
    input = bytes
    descriptor = nil
    coding = .plain
    inflater = nil
    isInsideStream = false
    knownSize = bytes.count
  }

  /// Reads a deflate stream without framing from memory, which should give `size` bytes.
  init(deflated bytes: [UInt8], size: Int, name: String) throws(FileError) {
    self.name = name
    input = bytes
    descriptor = nil
    coding = .deflate
    inflater = try Inflater(.raw, name: name)
    isInsideStream = true
    knownSize = size
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Appends the next `count` bytes, or fewer at the end of the file, to a buffer of the caller's.
  ///
  /// The buffer grows only as far as bytes arrive, so a `count` that a file asks for costs no memory.
  ///
  /// - Returns: Number of bytes appended; less than `count` only at the end of the file.
  /// - Throws: ``FileError`` when reading fails or the compressed stream is damaged or cut short.
  @discardableResult
  public func read(_ count: Int, appendingTo buffer: inout [UInt8]) throws(FileError) -> Int {
    var appended = 0
    while appended < count {
      let wanted = count - appended
      let step = coding == .plain ? try readPlain(wanted, &buffer) : try inflate(wanted, &buffer)
      guard let step else { break }
      appended += step
    }
    return appended
  }

  /// The rest of the contents.
  ///
  /// - Parameter limit: Most bytes that are accepted.
  /// - Returns: All bytes up to the end of the file.
  /// - Throws: ``FileError``; also when there are more bytes than the limit.
  public func readAll(limit: Int = .max) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(limit, appendingTo: &bytes)
    var more: [UInt8] = []
    if bytes.count == limit { try read(1, appendingTo: &more) }
    guard more.isEmpty else {
      throw .malformed(
        path: name, byte: nil, found: "more than \(limit) bytes", allowed: "at most \(limit) bytes")
    }
    return bytes
  }

  /// Takes what is buffered, then reads straight into the caller's memory; `nil` at the end.
  private func readPlain(_ count: Int, _ buffer: inout [UInt8]) throws(FileError) -> Int? {
    if position < input.count {
      let taken = min(count, input.count - position)
      if let knownSize, buffer.isEmpty {
        buffer.reserveCapacity(min(count, max(0, knownSize - inputStart - position)))
      }
      buffer.append(contentsOf: input[position..<position + taken])
      position += taken
      return taken
    }
    guard let descriptor else { return nil }
    if position > 0 {
      inputStart += input.count
      input = []
      position = 0
    }
    let step: Int
    if let knownSize {
      step = min(count, knownSize - inputStart)
    } else {
      step = min(count, max(Self.inputCapacity, min(buffer.count, 1 << 26)))
    }
    guard step > 0 else { return nil }
    let read = try appendBytes(of: descriptor, upTo: step, to: &buffer, name: name)
    inputStart += read
    return read == 0 ? nil : read
  }

  /// Inflates a piece; `nil` at the end.
  private func inflate(_ count: Int, _ buffer: inout [UInt8]) throws(FileError) -> Int? {
    guard let inflater else { return nil }
    while true {
      if position == input.count { try refill() }
      if !isInsideStream {
        guard try startsNextStream() else { return nil }
        inflater.restart()
        isInsideStream = true
      }
      guard position < input.count else {
        throw .malformed(
          path: name, byte: inputStart + position,
          found: "the end of the file inside compressed data", allowed: "a whole compressed stream")
      }
      let before = buffer.count
      let step = min(count, max(1 << 16, min(before, 1 << 24)))
      let outcome = inflater.inflate(
        input, from: position, upTo: step, appendingTo: &buffer)
      position += outcome.consumed
      if let fault = outcome.fault {
        throw .malformed(
          path: name, byte: inputStart + position, found: "damaged compressed data (\(fault))",
          allowed: coding == .gzip ? "an intact gzip stream" : "an intact deflate stream")
      }
      if outcome.isEnd { isInsideStream = false }
      if buffer.count > before { return buffer.count - before }
    }
  }

  /// Whether another gzip member follows; zeros may pad the end of the file.
  private func startsNextStream() throws(FileError) -> Bool {
    while position < input.count, input[position] == 0 {
      position += 1
      if position == input.count { try refill() }
    }
    guard position < input.count else { return false }
    guard coding == .gzip, input[position] == 0x1F else {
      throw .malformed(
        path: name, byte: inputStart + position,
        found: "bytes after the end of the compressed data", allowed: "the end of the file")
    }
    return true
  }

  private func refill() throws(FileError) {
    guard let descriptor else { return }
    inputStart += input.count
    input.removeAll(keepingCapacity: true)
    position = 0
    try appendBytes(of: descriptor, upTo: Self.inputCapacity, to: &input, name: name)
  }
}
