import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that grows by records and outlives the process that writes it, however that ends.
///
/// It begins with lines of text that say what it is about, so that `head` shows them. Each record has its
/// length before it and a checksum behind it; what follows the last whole record is dropped when the file is
/// opened again. The file appears with the first record. One process at a time may have it open.
public struct RecordFile: ~Copyable {
  /// The file's name as the user gave it.
  public let path: String
  private let header: [UInt8]
  /// `nil` as long as there is no file.
  private var descriptor: Int32?
  /// Where the next record goes.
  private var end = 0
  private var lastSync = ContinuousClock.now

  private static let longestHeader = 1 << 16
  /// A record that has been written survives a crash of the whole machine after at most this time and the next.
  private static let syncInterval = Duration.seconds(5)

  /// Opens the file if it exists, and gives its records.
  ///
  /// - Parameters:
  ///   - path: The file, which need not exist.
  ///   - kind: What the file is, in one line.
  ///   - subject: What the records are about, a name and a value each, in one line each.
  ///   - body: Called with every whole record, in the order in which they were written.
  /// - Throws: ``FileError``, when the file is about something else or of another kind or in use.
  public init(
    path: String, kind: String, subject: [(name: String, value: String)],
    forEachRecord body: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    self.path = path
    let lines = [kind] + subject.map { "\($0.name): \($0.value)" }
    header = Array((lines.joined(separator: "\n") + "\n\n").utf8)
    let descriptor = unsafe open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw .cannotOpen(path: path, reason: systemReason()) }
      self.descriptor = nil
      return
    }
    self.descriptor = descriptor
    try lock(descriptor)
    try checkHeader(lines)
    try readRecords(body)
    // What a torn write left behind goes, so that the next record follows the last whole one.
    guard ftruncate(descriptor, off_t(end)) == 0 else {
      throw .inputOutput(path: path, reason: systemReason())
    }
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Appends a record.
  ///
  /// - Precondition: the record has 1 to 2^32 - 1 bytes.
  /// - Throws: ``FileError``.
  public mutating func append(_ record: [UInt8]) throws(FileError) {
    precondition(!record.isEmpty && record.count <= Int(UInt32.max), "a record has a length")
    let length = Self.bytes(UInt32(record.count))
    let crc = Self.bytes(checksum(length, record))
    if descriptor == nil { try create() }
    let start = end == 0 ? header : []
    try put(start + length + record + crc)
    let now = ContinuousClock.now
    guard let descriptor, lastSync.duration(to: now) >= Self.syncInterval else { return }
    guard fsync(descriptor) == 0 else { throw .inputOutput(path: path, reason: systemReason()) }
    lastSync = now
  }

  /// Removes the file, once its contents are kept elsewhere.
  ///
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public consuming func remove() throws(FileError) {
    guard descriptor != nil else { return }
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .inputOutput(path: path, reason: systemReason())
    }
  }

  private mutating func create() throws(FileError) {
    let descriptor = unsafe open(
      path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: systemReason()) }
    self.descriptor = descriptor
    try lock(descriptor)
  }

  private func lock(_ descriptor: Int32) throws(FileError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
    throw .cannotOpen(
      path: path,
      reason: errno == EWOULDBLOCK ? "another process is writing to it" : systemReason())
  }

  /// Checks that the file begins as it must; a header cut short by a crash is as none.
  private func checkHeader(_ lines: [String]) throws(FileError) {
    var found: [UInt8] = []
    try ByteReader(path: path, decompressing: false).read(
      Self.longestHeader, appendingTo: &found)
    guard !found.starts(with: header), !header.starts(with: found) else { return }
    let others = found.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .prefix(lines.count).map { String(decoding: $0.prefix(200), as: UTF8.self) }
    guard others.first == lines[0],
      let (other, line) = zip(others, lines).first(where: { $0 != $1 })
    else {
      throw .malformed(
        path: path, byte: 0, found: "something else than a \(lines[0])",
        allowed: "what an earlier run left here, or no file; move it away")
    }
    throw .malformed(
      path: path, byte: nil, found: "a \(lines[0]) with \(other)",
      allowed: "\(line); give the earlier options again, or delete the file to start anew")
  }

  private mutating func readRecords(
    _ body: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    let reader = try ByteReader(path: path, decompressing: false)
    let size = reader.knownSize ?? 0
    var start: [UInt8] = []
    guard try reader.read(header.count, appendingTo: &start) == header.count else { return }
    end = header.count
    while true {
      var length: [UInt8] = []
      guard try reader.read(4, appendingTo: &length) == 4 else { return }
      let count = Int(Self.number(length))
      guard count > 0, count <= size - end - 8 else { return }
      var record: [UInt8] = []
      var crc: [UInt8] = []
      guard try reader.read(count, appendingTo: &record) == count,
        try reader.read(4, appendingTo: &crc) == 4, Self.number(crc) == checksum(length, record)
      else { return }
      try body(record)
      end += count + 8
    }
  }

  /// Appends bytes; where that fails, what was written of them goes again.
  private mutating func put(_ bytes: [UInt8]) throws(FileError) {
    guard let descriptor else { return }
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { memory in
        unsafe write(descriptor, memory.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = systemReason()
        ftruncate(descriptor, off_t(end))
        throw .inputOutput(path: path, reason: reason)
      }
      start += count
    }
    end += bytes.count
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static func number(_ bytes: [UInt8]) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
