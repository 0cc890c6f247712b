/// A file whose contents are not what its format allows.
public struct FormatError: Error, Equatable, Sendable {
  /// Where the fault lies; whatever is known of it.
  public struct Place: Equatable, Sendable {
    /// The line of a text file, from 1.
    public var line: Int?
    /// The data row, from 0, headers not counted.
    public var row: Int?
    /// The column's name, or its index from 0 where columns have none.
    public var column: String?
    /// The byte's position in the uncompressed file, from 0.
    public var byte: Int?

    /// Makes a place.
    public init(line: Int? = nil, row: Int? = nil, column: String? = nil, byte: Int? = nil) {
      self.line = line
      self.row = row
      self.column = column
      self.byte = byte
    }
  }

  /// The file as the user named it.
  public let file: String
  /// Where in the file.
  public let place: Place
  /// What stands there, shortened if long.
  public let found: String
  /// What may stand there.
  public let allowed: String

  /// Makes an error.
  public init(file: String, place: Place = Place(), found: String, allowed: String) {
    self.file = file
    self.place = place
    self.found = found
    self.allowed = allowed
  }
}

extension FormatError: CustomStringConvertible {
  /// File, place, what was found and what is allowed, in one line.
  public var description: String {
    var parts = [file]
    if let line = place.line { parts.append("line \(line)") }
    if let row = place.row { parts.append("row \(row)") }
    if let column = place.column { parts.append("column '\(column)'") }
    if let byte = place.byte { parts.append("byte \(byte)") }
    return "\(parts.joined(separator: ", ")): found \(found); allowed: \(allowed)"
  }
}
