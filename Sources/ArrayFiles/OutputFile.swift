#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears whole or not at all: written beside its final name, then renamed.
///
/// A file that is replaced keeps its permissions; a symbolic link is followed. Devices and pipes, which
/// cannot be replaced, are written directly. If the value goes away without ``commit()``, the temporary
/// file is removed and whatever had the final name before is untouched.
public struct OutputFile: ~Copyable {
  /// The file's name as the user gave it, for messages.
  public let name: String

  /// What `name` stands for once links are followed.
  private let target: String
  /// Where the bytes go for now; `nil` when they go to the target directly, or are there already.
  private var temporary: String?
  private let descriptor: Int32
  private let deflater: Deflater?
  private var buffer: [UInt8] = []
  private var compressed: [UInt8] = []
  /// Of the bytes as they lie on the disk, where that is asked for.
  private var digest: SHA256?

  private static let bufferSize = 1 << 18

  /// Starts a file; its contents are compressed when the name ends in `.gz`.
  ///
  /// - Parameters:
  ///   - path: The final name. The folder must exist.
  ///   - isDigested: Whether ``commit(expecting:)`` will ask for the digest.
  /// - Throws: ``FileError/cannotCreate(path:reason:)``.
  public init(path: String, isDigested: Bool = false) throws(FileError) {
    let existing = ExistingFile(path: path)
    if existing?.isDirectory == true {
      throw .cannotCreate(path: path, reason: "it is a directory")
    }
    let deflater = path.lowercased().hasSuffix(".gz") ? try Deflater(.gzip, name: path) : nil
    let isReplaceable = existing?.isRegular ?? true
    let target = isReplaceable ? existing?.resolvedPath ?? path : path
    let temporary = isReplaceable ? Self.temporaryName(beside: target) : nil
    // Known before it exists, so that an interrupt never misses it.
    if let temporary { UnfinishedFiles.insert(temporary) }
    let descriptor =
      if let temporary {
        unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      } else {
        unsafe open(path, O_WRONLY | O_CLOEXEC)
      }
    guard descriptor >= 0 else {
      let reason = systemReason()
      if let temporary { UnfinishedFiles.forget(temporary) }
      throw .cannotCreate(path: path, reason: reason)
    }
    if let existing, existing.isRegular { fchmod(descriptor, existing.permissions) }
    name = path
    self.target = target
    self.temporary = temporary
    self.descriptor = descriptor
    self.deflater = deflater
    digest = isDigested ? SHA256() : nil
  }

  deinit {
    close(descriptor)
    if let temporary { UnfinishedFiles.remove(temporary) }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public mutating func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.bufferSize)
      rest = rest[piece.endIndex...]
      buffer.append(contentsOf: piece)
      if buffer.count >= Self.bufferSize { try flush(isLast: false) }
    }
  }

  /// Appends text as UTF-8.
  ///
  /// - Throws: ``FileError/inputOutput(path:reason:)``.
  public mutating func write(_ text: String) throws(FileError) {
    try write(text.utf8)
  }

  /// Brings everything to the disk and gives the file its final name.
  ///
  /// - Throws: ``FileError``; then nothing has changed under the final name.
  public consuming func commit() throws(FileError) {
    try flush(isLast: true)
    try appear()
  }

  /// Brings everything to the disk and gives the file its final name, if its bytes are those expected.
  ///
  /// - Parameter expected: Their SHA-256.
  /// - Throws: ``FileError``, ``FileError/malformed(path:byte:found:allowed:)`` for other bytes; then nothing has
  ///   changed under the final name.
  /// - Precondition: the output is digested.
  public consuming func commit(expecting expected: String) throws(FileError) {
    try flush(isLast: true)
    guard let digest else { preconditionFailure("a digest was asked for") }
    let found = digest.finalize()
    guard found == expected else {
      throw .malformed(
        path: name, byte: nil, found: "bytes with the SHA-256 \(found)",
        allowed: "those with \(expected)")
    }
    try appear()
  }

  private consuming func appear() throws(FileError) {
    guard let temporary else { return }
    guard fsync(descriptor) == 0 else {
      throw .inputOutput(path: name, reason: systemReason())
    }
    guard unsafe rename(temporary, target) == 0 else {
      throw .cannotCreate(path: name, reason: systemReason())
    }
    UnfinishedFiles.forget(temporary)
    self.temporary = nil
  }

  /// Writes a whole file at once.
  ///
  /// - Throws: ``FileError``; then nothing has changed under the name.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(text.utf8, to: path)
  }

  /// Writes a whole file at once.
  ///
  /// - Throws: ``FileError``; then nothing has changed under the name.
  public static func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileError) {
    var file = try OutputFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Whether an output of this name appears whole: it does unless the name is that of a device or a pipe.
  public static func appearsWhole(at path: String) -> Bool {
    ExistingFile(path: path)?.isRegular ?? true
  }

  /// Removes the temporary file of every output that is not committed yet.
  ///
  /// For a program that is about to end, as on an interrupt; outputs still in use fail at ``commit()``.
  public static func removeUnfinished() {
    UnfinishedFiles.removeAll()
  }

  private mutating func flush(isLast: Bool) throws(FileError) {
    if let deflater {
      compressed.removeAll(keepingCapacity: true)
      deflater.deflate(buffer, isLast: isLast, appendingTo: &compressed)
      try put(compressed)
    } else {
      try put(buffer)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ bytes: [UInt8]) throws(FileError) {
    digest?.update(bytes)
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBufferPointer { memory in
        guard let first = memory.baseAddress else { return 0 }
        return unsafe writeOnce(descriptor, first + start, bytes.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .inputOutput(path: name, reason: systemReason()) }
      start += count
    }
  }

  private static func temporaryName(beside path: String) -> String {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { path[...$0] } ?? ""
    let file = slash.map { path[path.index(after: $0)...] } ?? path[...]
    // Leaves room for the rest of the name within the 255 bytes that file systems allow.
    var stem = file.prefix(200)
    while stem.utf8.count > 200 { stem.removeLast() }
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    return "\(folder).\(stem).\(random).partial"
  }
}

private func writeOnce(_ descriptor: Int32, _ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
  #if canImport(Glibc)
    unsafe Glibc.write(descriptor, start, count)
  #else
    unsafe Darwin.write(descriptor, start, count)
  #endif
}

/// What already has the name of an output.
private struct ExistingFile {
  let isRegular: Bool
  let isDirectory: Bool
  let permissions: mode_t
  let resolvedPath: String?

  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    permissions = status.st_mode & 0o7777
    if let resolved = unsafe realpath(path, nil) {
      resolvedPath = unsafe String(cString: resolved)
      unsafe free(resolved)
    } else {
      resolvedPath = nil
    }
  }
}
