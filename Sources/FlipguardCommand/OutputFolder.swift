import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that results go to; made before the work, so that a bad name is known at once.
struct OutputFolder {
  let path: String

  init(_ path: String) throws {
    guard !path.isEmpty else { throw UsageError("--output is empty; give a folder") }
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    var made = trimmed.hasPrefix("/") ? "/" : ""
    for part in trimmed.split(separator: "/") {
      made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
      guard unsafe mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
      throw FileError.cannotCreate(path: made, reason: systemReason())
    }
    guard unsafe access(trimmed, W_OK | X_OK) == 0 else {
      throw FileError.cannotCreate(path: trimmed, reason: systemReason())
    }
  }

  /// Writes documents, each whole or not at all.
  func write(_ documents: [ReportDocument]) throws {
    for document in documents {
      try OutputFile.write(document.contents, to: "\(path)/\(document.name)")
    }
  }
}

/// A file that a result goes to, checked before the work.
struct OutputTarget {
  let path: String
  private let folder: String

  init(_ path: String, input: String?) throws {
    guard path != input else {
      throw UsageError("--output is the input \(path) itself; give another file")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    folder = parts.dropLast().joined(separator: "/")
    self.path = path
    let place = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    guard unsafe access(place, W_OK | X_OK) == 0 else {
      throw FileError.cannotCreate(path: path, reason: systemReason())
    }
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
