import ArrayFiles

/// The file formats for examples with labels.
public enum DataFormats {
  /// All formats.
  public static let all: [any DataFormat] = [
    CSVFormat(),
    NPYFormat(),
    NPZFormat(),
    IDXFormat(),
    LIBSVMFormat(),
  ]

  /// Finds the format that a file name stands for; `.gz` and letter case do not matter.
  ///
  /// - Parameter path: The name; the file need not exist.
  /// - Returns: The format, or `nil` when the name says nothing.
  public static func format(named path: String) -> (any DataFormat)? {
    var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if name.hasSuffix(".gz") { name.removeLast(3) }
    if let dot = name.lastIndex(of: ".") {
      let fileExtension = String(name[name.index(after: dot)...])
      if let format = all.first(where: { $0.fileExtensions.contains(fileExtension) }) {
        return format
      }
    }
    return name.hasSuffix("-ubyte") ? IDXFormat() : nil
  }

  /// Finds the format of a file by its name, or by the magic number of IDX files.
  ///
  /// - Throws: ``FormatError`` that lists the known names; ``/ArrayFiles/FileError``.
  public static func format(ofFile path: String) throws -> any DataFormat {
    if let format = format(named: path) { return format }
    var start: [UInt8] = []
    try ByteReader(path: path).read(4, appendingTo: &start)
    guard IDXFormat.recognizes(start) else { throw unknownName(path) }
    return IDXFormat()
  }

  /// The error for a file whose format its name does not tell.
  static func unknownName(_ path: String) -> FormatError {
    let known = all.flatMap(\.fileExtensions).map { ".\($0)" }.joined(separator: " ")
    return FormatError(
      file: path, found: "a name of no known format",
      allowed: "names that end in \(known) or -ubyte, each also with .gz")
  }
}
