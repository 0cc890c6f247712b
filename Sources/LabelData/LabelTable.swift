import ArrayFiles
internal import VectorKernels

/// A CSV file whose header names a column `label`, a column `id` or `row`, and maybe others: a table of labels.
///
/// Its lines name the examples that they belong to, so they may stand in any order.
struct LabelTable {
  /// How lines name examples.
  typealias Key = RowLabelFile.Key

  /// The column of labels.
  static let labelColumn = "label"

  /// The file as the user named it.
  let path: String
  /// The names of its columns.
  let columns: [String]

  /// Reads the header of a file; `nil` where the file is none of this kind.
  ///
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  init?(path: String) throws {
    guard let format = try DataFormats.format(ofFile: path) as? CSVFormat else { return nil }
    let columns = try format.head(of: ByteReader(path: path)).first
    guard columns.contains(Self.labelColumn),
      Key.allCases.contains(where: { columns.contains($0.rawValue) })
    else { return nil }
    self.path = path
    self.columns = columns
  }

  /// Whether lines may name examples in this way.
  func has(_ key: Key) -> Bool { columns.contains(key.rawValue) }

  /// Reads the lines.
  ///
  /// - Parameters:
  ///   - key: The column that names the examples.
  ///   - group: The column that tells where each label comes from, if one does.
  ///   - execution: Threads to read on.
  /// - Returns: The keys as ids, the labels and the groups.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  func lines(by key: Key, group: String? = nil, execution: Execution) throws -> DataTable {
    let used = [Self.labelColumn, key.rawValue, group]
    let options = ReadOptions(
      label: .name(Self.labelColumn), id: .name(key.rawValue), group: group.map { .name($0) },
      ignored: columns.filter { !used.contains($0) }.map { .name($0) }, header: .present)
    do {
      return try CSVFormat().read(ByteReader(path: path), options: options, execution: execution)
    } catch let error as FormatError where error.place.column == Self.labelColumn {
      throw FormatError(
        file: error.file, place: error.place, found: error.found,
        allowed: "\(error.allowed); fill in the label, or take out the line")
    }
  }

  /// How the file is rewritten: all columns but the labels stay as they are.
  var rewriteOptions: ReadOptions {
    ReadOptions(
      label: .name(Self.labelColumn),
      ignored: columns.filter { $0 != Self.labelColumn }.map { .name($0) }, header: .present)
  }
}

extension LabelTable {
  /// Settles which columns of the data are what beside this table.
  ///
  /// The groups are in the one file that has the column. A CSV column `id` holds the ids where the table names examples
  /// so and no other column is asked for; labels that CSV data have of their own are passed over.
  ///
  /// - Parameters:
  ///   - options: How the data are read; settled ones stay as they are.
  ///   - format: The format of the data.
  ///   - data: The data.
  /// - Returns: What the user should be told.
  /// - Throws: ``FormatError`` when both files have the column of groups, or none; ``/ArrayFiles/FileError``.
  func settle(
    _ options: inout ReadOptions, format: any DataFormat, data: ByteReader
  ) throws -> [String] {
    let names = try format.columnNames(data, options: options)
    if case .name(let group) = options.group {
      switch (names.contains(group), columns.contains(group)) {
      case (true, false): break
      case (false, true): (options.group, options.labelsGroup) = (nil, group)
      case (true, true):
        throw FormatError(
          file: path,
          found: "the column '\(FormatError.excerpt(group))', which \(data.name) has too",
          allowed: "groups in one of the two files; or the index of the column of \(data.name)")
      case (false, false):
        throw FormatError(
          file: path,
          found: "no column '\(FormatError.excerpt(group))', and none in \(data.name)",
          allowed: "one of \(FormatError.list(columns)), or a column of \(data.name)")
      }
    }
    guard format is CSVFormat else { return [] }
    var notes: [String] = []
    let id = Key.id.rawValue
    if options.id == nil, has(.id), names.contains(id) {
      options.id = .name(id)
      notes.append("ids: column '\(id)', as in \(path)")
    }
    let own = options.label ?? .name(Self.labelColumn)
    let isThere = options.label != nil || names.contains(Self.labelColumn)
    let roles = [options.id, options.group, options.trusted] + options.ignored
    if isThere, !roles.contains(own) {
      options.ignored.append(own)
      notes.append("the labels in this file are not used: a labels file is given")
    }
    return notes
  }
}
