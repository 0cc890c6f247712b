public import ArrayFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder for one test, removed with everything in it.
public final class TemporaryFolder {
  /// Where it is.
  public let path: String

  /// Makes the folder.
  ///
  /// - Throws: ``ArrayFiles/FileError`` when the system cannot.
  public init() throws {
    path = "/tmp/flipguard-test-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw FileError.cannotCreate(path: path, reason: "mkdir")
    }
  }

  deinit {
    for name in contents { _ = unsafe unlink(self.file(name)) }
    _ = unsafe rmdir(path)
  }

  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes an array to a file, compressed if its name says so.
  ///
  /// - Returns: The path of the file.
  /// - Throws: ``ArrayFiles/FileError`` when the system cannot.
  @discardableResult
  public func save(_ array: NPYArray, as name: String) throws -> String {
    var output = try OutputFile(path: file(name))
    try array.write(to: &output)
    try output.commit()
    return file(name)
  }

  /// Writes an archive to a file.
  ///
  /// - Returns: The path of the file.
  /// - Throws: ``ArrayFiles/FileError`` when the system cannot.
  @discardableResult
  public func save(_ archive: NPZArchive, as name: String) throws -> String {
    var output = try OutputFile(path: file(name))
    try archive.write(to: &output)
    try output.commit()
    return file(name)
  }

  /// Writes a text to a file, compressed if its name says so.
  ///
  /// - Returns: The path of the file.
  /// - Throws: ``ArrayFiles/FileError`` when the system cannot.
  @discardableResult
  public func save(_ text: String, as name: String) throws -> String {
    try OutputFile.write(text, to: file(name))
    return file(name)
  }

  /// The names of all files, hidden ones too.
  public var contents: [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file as they lie on the disk.
  ///
  /// - Throws: ``ArrayFiles/FileError/notFound(path:)``.
  public func rawBytes(_ name: String) throws -> [UInt8] {
    guard let handle = unsafe fopen(file(name), "rb") else {
      throw FileError.notFound(path: file(name))
    }
    defer { unsafe fclose(handle) }
    var bytes: [UInt8] = []
    while case let byte = unsafe getc(handle), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
  }
}
