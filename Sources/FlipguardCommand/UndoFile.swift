import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a repaired file lacks of the file that it was made from: `<repaired file>.undo`.
///
/// A few lines of text name the contents by their SHA-256; after an empty line follows a ``/ArrayFiles/ContentDifference``.
/// Contents are compared uncompressed, so that a file may be compressed or not before and after.
struct UndoFile {
  /// The file of a repaired file.
  static func path(of repaired: String) -> String { "\(repaired).undo" }

  private static let title = "flipguard undo 1"
  private static let keys = ["repaired", "original", "file", "changes"]

  private let path: String
  /// SHA-256 of the contents of the repaired and of the original file, of the latter as it lay on the disk, and of the
  /// table of changes, under their keys.
  private let digests: [String: String]
  private let difference: ContentDifference

  /// Compares a repaired file with its original.
  ///
  /// - Throws: ``/ArrayFiles/FileError``.
  init(repaired: String, original: String, changes: String) throws(FileError) {
    path = Self.path(of: repaired)
    let before = try ByteReader(path: original).readAll()
    let after = try ByteReader(path: repaired).readAll()
    difference = ContentDifference(from: after, to: before)
    digests = [
      "repaired": SHA256.digest(of: after), "original": SHA256.digest(of: before),
      "file": try SHA256.digest(ofFile: original),
      "changes": SHA256.digest(of: Array(changes.utf8)),
    ]
  }

  /// Whether there is such a file.
  static func exists(at path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Reads a file.
  ///
  /// - Throws: ``/LabelData/FormatError`` where it is none of this kind, or ``/ArrayFiles/FileError``.
  init(path: String) throws {
    let bytes = try ByteReader(path: path).readAll()
    func fault(_ found: String) -> FormatError {
      FormatError(file: path, found: found, allowed: "what sanitize wrote, unchanged")
    }
    let lines = bytes.prefix(1000).split(
      separator: 10, maxSplits: Self.keys.count + 2, omittingEmptySubsequences: false)
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    guard texts.count == Self.keys.count + 3, texts[0] == Self.title,
      texts[Self.keys.count + 1].isEmpty
    else { throw fault("no head of an undo file") }
    var digests: [String: String] = [:]
    for (key, line) in zip(Self.keys, texts.dropFirst()) {
      guard line.hasPrefix("\(key) ") else { throw fault("no SHA-256 under '\(key)'") }
      digests[key] = String(line.dropFirst(key.count + 1))
    }
    let start = lines[Self.keys.count + 2].startIndex
    guard let difference = ContentDifference(encoded: bytes[start...]) else {
      throw fault("a damaged difference")
    }
    self.path = path
    self.digests = digests
    self.difference = difference
  }

  /// Writes the file.
  func write() throws(FileError) {
    var file = try OutputFile(path: path)
    let head = Self.keys.map { "\($0) \(digests[$0, default: ""])\n" }.joined()
    try file.write("\(Self.title)\n\(head)\n")
    try file.write(difference.encoded)
    try file.commit()
  }

  /// The contents of the original, once everything is known to be as it was.
  ///
  /// - Throws: ``/LabelData/FormatError`` where a file is another one, or ``/ArrayFiles/FileError``.
  func original(from repaired: String, changes: ChangeFile) throws -> [UInt8] {
    func check(_ key: String, _ file: String, _ digest: String, _ what: String) throws {
      guard digests[key] != digest else { return }
      throw FormatError(
        file: file, found: "other contents than \(path) belongs to", allowed: what)
    }
    try check(
      "changes", changes.path, try SHA256.digest(ofFile: changes.path),
      "the table of changes as sanitize wrote it")
    let after = try ByteReader(path: repaired).readAll()
    try check("repaired", repaired, SHA256.digest(of: after), "the repaired file, unchanged")
    guard let before = difference.original(from: after),
      SHA256.digest(of: before) == digests["original"]
    else {
      throw FormatError(
        file: path, found: "a difference that does not give the original back",
        allowed: "what sanitize wrote, unchanged")
    }
    return before
  }

  /// Whether a file is the original as it lay on the disk, and not only its contents.
  func isOriginal(_ path: String) throws(FileError) -> Bool {
    try SHA256.digest(ofFile: path) == digests["file"]
  }
}
