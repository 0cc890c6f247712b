import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that results go to.
struct OutputFolder {
  let path: String
  private let inputs: [String]

  /// Checks the place and makes the folder.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - names: The names of the documents that are going to be written.
  ///   - inputs: Files that are read and must stay as they are.
  /// - Throws: ``UsageError`` or ``/ArrayFiles/FileError``; with the first, nothing has been made.
  init(_ path: String, for names: [String] = [], inputs: [String] = []) throws {
    self.path = try Self.trimmed(path)
    self.inputs = inputs
    let trimmed = self.path
    for name in names { try check(name) }
    var made = trimmed.hasPrefix("/") ? "/" : ""
    for part in trimmed.split(separator: "/") {
      made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
      guard unsafe mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
      throw FileError.cannotCreate(path: made, reason: systemReason())
    }
    try Self.checkAccess(trimmed)
  }

  /// Refuses what is there, but no folder that files can be written to.
  private static func checkAccess(_ path: String) throws {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError.cannotCreate(path: path, reason: "there is a file of this name")
    }
    guard unsafe access(path, W_OK | X_OK) == 0 else {
      throw FileError.cannotCreate(path: path, reason: systemReason())
    }
  }

  /// Checks the place as ``init(_:for:inputs:)`` does, and makes nothing, so that it can be done before any reading.
  static func check(_ path: String, for names: [String], inputs: [String]) throws {
    let folder = OutputFolder(unmade: try trimmed(path), inputs: inputs)
    try checkAccess(folder.path)
    for name in names { try folder.check(name) }
  }

  private init(unmade path: String, inputs: [String]) {
    self.path = path
    self.inputs = inputs
  }

  private static func trimmed(_ path: String) throws -> String {
    guard !path.isEmpty else { throw UsageError("--output is empty; give a folder") }
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    return trimmed
  }

  /// Writes documents, each whole or not at all.
  ///
  /// - Parameters:
  ///   - documents: What is written.
  ///   - names: All documents that there might be; where an earlier run wrote all of `documents`, the
  ///     others are of that run and removed.
  /// - Throws: ``UsageError`` or ``/ArrayFiles/FileError``.
  func write(_ documents: [ReportDocument], of names: [String] = []) throws {
    for document in documents { try check(document.name) }
    let isRerun = documents.allSatisfy { unsafe access(file($0.name), F_OK) == 0 }
    for document in documents {
      try OutputFile.write(document.contents, to: file(document.name))
    }
    guard isRerun else { return }
    for name in Set(names).subtracting(documents.map(\.name)) { _ = unsafe unlink(file(name)) }
  }

  /// The path of a document in the folder.
  func file(_ name: String) -> String { path == "/" ? "/\(name)" : "\(path)/\(name)" }

  private func check(_ name: String) throws {
    for input in inputs where OutputTarget.isSameFile(file(name), input) {
      throw UsageError(
        "\(file(name)), which would be written, is the input \(input); give another --output")
    }
  }
}

/// A file that a result goes to, checked before the work.
struct OutputTarget {
  /// A file that goes into the same folder.
  struct Neighbor {
    let name: String
    /// What it is, for messages, as in `the table of changes`.
    let role: String
  }

  let path: String
  private let folder: String

  /// Checks the place.
  ///
  /// - Parameters:
  ///   - path: The file to be made.
  ///   - inputs: Files that are read and must stay as they are.
  ///   - neighbors: The files that go beside it.
  /// - Throws: ``UsageError`` or ``/ArrayFiles/FileError``.
  init(_ path: String, inputs: [String] = [], beside neighbors: [Neighbor] = []) throws {
    guard !path.isEmpty else { throw UsageError("--output is empty; give a file") }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    folder = parts.dropLast().joined(separator: "/")
    self.path = path
    let place = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    guard unsafe access(place, W_OK | X_OK) == 0 else {
      throw FileError.cannotCreate(path: path, reason: systemReason())
    }
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError.cannotCreate(path: path, reason: "it is a directory")
    }
    for input in inputs where Self.isSameFile(path, input) {
      throw UsageError("the output \(path) is the input \(input) itself; give another file")
    }
    var outputs = [path]
    for neighbor in neighbors {
      let file = beside(neighbor.name)
      if outputs.contains(where: { Self.isSameFile($0, file) }) {
        throw UsageError(
          "\(file) is the place of \(neighbor.role), which goes beside the output; "
            + "give another --output")
      }
      for input in inputs where Self.isSameFile(file, input) {
        throw UsageError(
          "\(file), the place of \(neighbor.role), is the input \(input); "
            + "give an --output in another folder")
      }
      outputs.append(file)
    }
  }

  /// Whether two paths name one file, which need not exist yet.
  static func isSameFile(_ first: String, _ second: String) -> Bool {
    if first == second { return true }
    var (one, other) = (stat(), stat())
    if unsafe stat(first, &one) == 0, unsafe stat(second, &other) == 0 {
      return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }
    func plain(_ path: String) -> [Substring] {
      path.split(separator: "/").filter { $0 != "." }
    }
    return first.hasPrefix("/") == second.hasPrefix("/") && plain(first) == plain(second)
  }

  /// The path of a file in the same folder.
  func beside(_ name: String) -> String {
    folder.isEmpty ? (path.hasPrefix("/") ? "/\(name)" : name) : "\(folder)/\(name)"
  }

  /// Writes a file into the same folder.
  func writeBeside(_ name: String, _ text: String) throws {
    try OutputFile.write(text, to: beside(name))
  }
}
