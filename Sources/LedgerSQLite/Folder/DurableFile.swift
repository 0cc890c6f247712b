#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Files that appear whole, and stay when the machine stops.
public enum DurableFile {
  /// Writes a file beside its place, makes it durable, and moves it there.
  ///
  /// Programs that write the same file wait for each other.
  ///
  /// - Parameters:
  ///   - bytes: What the file holds.
  ///   - path: Where it goes; a file there is replaced, and a link leads to the file that is.
  ///   - isPrivate: Whether only the owner may read it.
  ///   - isNew: Whether a file there is left as it is, and refused.
  /// - Throws: ``FolderError``; then nothing has changed.
  public static func write(
    _ bytes: [UInt8], to path: String, isPrivate: Bool = false, isNew: Bool = false
  ) throws(FolderError) {
    let path = try replaceable(path)
    let temporary = "\(path)\(suffix)"
    let descriptor = try openLocked(temporary, isPrivate: isPrivate)
    // The lock, and with it the name, is kept until the file has its own.
    defer { close(descriptor) }
    do throws(FolderError) {
      guard ftruncate(descriptor, 0) == 0 else {
        throw .inputOutput(path: path, reason: systemReason())
      }
      try writeAll(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else {
        throw .inputOutput(path: path, reason: systemReason())
      }
      // A link fails where a rename would replace.
      guard unsafe (isNew ? link(temporary, path) : rename(temporary, path)) == 0 else {
        if isNew, errno == EEXIST { throw .exists(path: path) }
        throw .inputOutput(path: path, reason: systemReason())
      }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    if isNew { unsafe unlink(temporary) }
    try synchronize(folderOf: path)
  }

  /// What follows the name of a file while it is written.
  private static let suffix = ".flipguard-tmp"

  /// Opens a temporary file that no other program writes, be it new or left over from one that was stopped.
  private static func openLocked(
    _ temporary: String, isPrivate: Bool
  ) throws(FolderError) -> Int32 {
    for _ in 0..<1000 {
      let descriptor = unsafe open(
        temporary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode_t(isPrivate ? 0o600 : 0o666))
      guard descriptor >= 0 else {
        throw .cannotCreate(path: temporary, reason: systemReason())
      }
      if lock(descriptor, LOCK_EX), isNamed(temporary, descriptor) { return descriptor }
      // Whoever had the lock has moved the file to its place, or removed it.
      close(descriptor)
    }
    throw .cannotCreate(path: temporary, reason: "other programs keep writing it")
  }

  private static func lock(_ descriptor: Int32, _ operation: Int32) -> Bool {
    while flock(descriptor, operation) != 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }

  /// Whether an open file still has a name.
  private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    return unsafe fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Removes what programs that were stopped in the middle of a write have left in a folder.
  ///
  /// What cannot be removed stays, and does no harm.
  ///
  /// - Parameter folder: The folder.
  static func removeLeftovers(in folder: String) {
    guard let listing = unsafe opendir(folder) else { return }
    defer { unsafe closedir(listing) }
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasSuffix(suffix) else { continue }
      let path = "\(folder)/\(name)"
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      // Somebody writes it just now where it is locked.
      if lock(descriptor, LOCK_EX | LOCK_NB), isNamed(path, descriptor) { unsafe unlink(path) }
      close(descriptor)
    }
  }

  /// The file that a write replaces or makes: never a folder, a device or the like.
  private static func replaceable(_ path: String) throws(FolderError) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .cannotCreate(
        path: path, reason: isFolder ? "there is a folder of that name" : "it is not a regular file"
      )
    }
    guard let resolved = unsafe realpath(path, nil) else {
      throw .cannotCreate(path: path, reason: systemReason())
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Larger files are refused.
  /// - Returns: Its bytes; `nil` where there is no such file.
  /// - Throws: ``FolderError``.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(FolderError) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .cannotOpen(path: path, reason: systemReason())
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .inputOutput(path: path, reason: systemReason())
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw .cannotOpen(path: path, reason: "it is a folder, not a file")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .inputOutput(path: path, reason: systemReason()) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw .malformed(path: path, reason: "larger than \(limit) bytes")
      }
    }
  }

  /// Makes a folder and those above it.
  ///
  /// - Parameters:
  ///   - path: The folder; it may be there already.
  ///   - isPrivate: Whether only the owner may enter a folder that is made.
  /// - Throws: ``FolderError``.
  public static func makeFolder(_ path: String, isPrivate: Bool = false) throws(FolderError) {
    let mode = mode_t(isPrivate ? 0o700 : 0o777)
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      guard unsafe mkdir(made, mode) != 0 else {
        try synchronize(folderOf: made)
        continue
      }
      guard errno == EEXIST else { throw .cannotCreate(path: made, reason: systemReason()) }
    }
  }

  /// Whether there is something under a name.
  ///
  /// - Parameter path: The name.
  /// - Returns: Whether a file, folder or anything else is there, or nothing can be said, as when the device fails:
  ///   whoever opens it then learns why.
  public static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  private static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(FolderError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw .inputOutput(path: path, reason: systemReason()) }
      rest = rest.dropFirst(written)
    }
  }

  /// A name is durable once its folder is.
  static func synchronize(folderOf path: String) throws(FolderError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: folder, reason: systemReason()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .inputOutput(path: folder, reason: systemReason())
    }
  }

  /// What the operating system says of an error.
  static func systemReason(_ error: Int32 = errno) -> String {
    unsafe String(cString: strerror(error))
  }
}
