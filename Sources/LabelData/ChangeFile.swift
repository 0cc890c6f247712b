import ArrayFiles
internal import VectorKernels

/// A table of changes to the labels of a file, as `flipguard sanitize` writes it: `changes.csv`.
public struct ChangeFile: Equatable, Sendable {
  /// What was done about one row.
  public struct Entry: Equatable, Sendable {
    /// The row, from 0, in the file that was changed.
    public let row: Int
    /// Its id, or its number where there were no ids.
    public let id: String
    /// What was done, as in `relabel`.
    public let action: String
    /// The label before.
    public let from: String
    /// The label after, or the one that the row probably has.
    public let to: String
  }

  /// The columns.
  private static let columns = [
    "row", "id", "action", "from", "to", "weight", "reason", "input_sha256",
  ]

  /// The file as the user named it.
  public let path: String
  /// The changes, by row.
  public let entries: [Entry]
  /// SHA-256 of the file that was changed; empty where there was none or nothing was changed.
  public let inputDigest: String

  /// Reads a table.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FormatError`` where it is none of this kind, or ``/ArrayFiles/FileError``.
  public init(path: String) throws {
    self.path = path
    let format = CSVFormat()
    let head = try format.head(of: ByteReader(path: path))
    guard head.first == Self.columns else {
      throw FormatError(
        file: path, found: "the columns \(FormatError.list(head.first))",
        allowed: "the table of changes that sanitize wrote: \(Self.columns.joined(separator: ","))")
    }
    guard let second = head.second else {
      (entries, inputDigest) = ([], "")
      return
    }
    /// The columns of row numbers, of one kind of labels, and of other texts.
    func read(label: String, group: String?) throws -> DataTable {
      let used = ["row", label, group].compactMap(\.self)
      return try format.read(
        ByteReader(path: path),
        options: ReadOptions(
          label: .name(label), id: .name("row"), group: group.map { .name($0) },
          ignored: Self.columns.filter { !used.contains($0) }.map { .name($0) }, header: .present),
        execution: .serial)
    }
    let before = try read(label: "from", group: "action")
    let ids = try read(label: "from", group: "id").groups
    // A bundled set has no file, and so no digest.
    let after = try read(label: "to", group: second.last == "" ? nil : "input_sha256")
    guard let names = before.ids, let from = before.labels, let to = after.labels,
      let actions = before.groups, let ids
    else { preconditionFailure("all columns were asked for") }
    var entries: [Entry] = []
    for (line, name) in names.enumerated() {
      guard let row = Int(name), row > (entries.last?.row ?? -1) else {
        throw FormatError(
          file: path, place: .init(row: line, column: "row"),
          found: "'\(FormatError.excerpt(name))'",
          allowed: "numbers of rows, from 0, each greater than the one before")
      }
      entries.append(
        Entry(
          row: row, id: ids.names[ids.groupIndices[line]],
          action: actions.names[actions.groupIndices[line]],
          from: from.name(at: line), to: to.name(at: line)))
    }
    let digests = after.groups?.names ?? [""]
    guard digests.count == 1 else {
      throw FormatError(
        file: path, place: .init(column: "input_sha256"),
        found: "\(digests.count) different values", allowed: "the same in every row")
    }
    self.entries = entries
    inputDigest = digests[0]
  }
}
