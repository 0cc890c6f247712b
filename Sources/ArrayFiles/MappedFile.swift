public import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file as memory that the system reads in when it is looked at; it may be larger than the machine's memory.
///
/// The bytes are those on the disk, compressed ones too. Nobody may shorten the file while it is in use: the
/// system ends a program that looks at a page that is gone.
@safe public final class MappedFile: ByteRegion, @unchecked Sendable {
  /// The file's name as the user gave it, for messages.
  public let name: String
  /// The contents.
  public let bytes: UnsafeRawBufferPointer

  /// Maps a regular file for reading.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FileError``, also for a folder, a device or a pipe.
  public init(path: String) throws(FileError) {
    // Without waiting, a pipe that nobody writes to is opened too, and refused.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw .notFound(path: path) }
      throw .cannotOpen(path: path, reason: systemReason())
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .cannotOpen(path: path, reason: systemReason())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isDirectory = status.st_mode & S_IFMT == S_IFDIR
      throw .cannotOpen(
        path: path, reason: isDirectory ? "it is a directory" : "it is no regular file")
    }
    name = path
    guard let size = Int(exactly: status.st_size), size > 0 else {
      unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw .cannotOpen(path: path, reason: systemReason()) }
    unsafe bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = unsafe bytes.baseAddress {
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// The first bytes, copied.
  func prefix(_ count: Int) -> [UInt8] { unsafe Array(bytes.prefix(count)) }
}
