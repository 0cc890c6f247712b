public import ArrayFiles
public import VectorKernels

/// NumPy's `.npz`: features under `X`, labels under `y` and, if there are any, ids under `ids`.
///
/// A label, id, group or trusted column given by name is the key of an array; one given by index is a column
/// of `X`.
/// `X` may have more than two dimensions, taken as rows of the first. Memory: the archive, `X` and 4 bytes
/// for each feature value.
public struct NPZFormat: DataFormat {
  /// `npz`.
  public let id = "npz"
  /// `npz`.
  public let fileExtensions = ["npz"]

  /// Makes the format.
  public init() {}

  /// Reads features and labels, features alone or labels alone.
  ///
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  public func read(
    _ reader: ByteReader, options: ReadOptions, execution: Execution
  ) throws -> DataTable {
    let archive = try NPZArchive(reader)
    let file = reader.name
    let keys = try Keys(archive, options, file: file)
    guard let features = keys.features else {
      let labels = try vector(keys.labels ?? "y", archive, file: file)
      return try DataTable(labels: labels, file: Self.part(file, keys.labels ?? "y"))
    }
    let x = try array(features, archive, file: file)
    let place = Self.part(file, features)
    let columns = try MatrixColumns(
      count: x.columnCount, label: keys.labelColumn, id: keys.idColumn, group: keys.groupColumn,
      trusted: keys.trustedColumn, ignored: options.ignored, file: place)
    var table = try DataTable(x, columns: columns, file: place)
    if let key = keys.labels {
      let y = try vector(key, archive, file: file)
      try requireCount(y.count, of: key, x.rowCount, file: file)
      table.labels = try DataTable(labels: y, file: Self.part(file, key)).labels
    }
    func values(_ key: String) throws -> (array: NPYArray, positions: StrideTo<Int>) {
      let array = try vector(key, archive, file: file)
      try requireCount(array.count, of: key, x.rowCount, file: file)
      return (array, stride(from: 0, to: array.count, by: 1))
    }
    if let key = keys.ids {
      let (ids, positions) = try values(key)
      table.ids = try ids.ids(at: positions, file: Self.part(file, key), column: nil)
    }
    if let key = keys.groups {
      let (groups, positions) = try values(key)
      table.groups = LabelGroups(
        try groups.ids(at: positions, file: Self.part(file, key), column: nil))
    }
    if let key = keys.trusted {
      let (flags, positions) = try values(key)
      table.isTrusted = try flags.truthValues(
        at: positions, file: Self.part(file, key), column: nil)
    }
    return table
  }

  /// The keys of all arrays.
  public func columnNames(_ reader: ByteReader, options: ReadOptions) throws -> [String] {
    try NPZArchive(reader).keys
  }

  /// Writes `X`, `y` and, if there are any, `ids`; feature names are not kept.
  ///
  /// `X` is bytes where all values are such, else 32-bit floats; `y` is 64-bit whole numbers where all class
  /// names are such, else text.
  /// - Throws: ``FormatError`` for names that end in a zero character; ``/ArrayFiles/FileError``.
  public func write(_ dataset: Dataset, to output: inout OutputFile) throws {
    let names = dataset.labels.classNames
    for text in names + (dataset.ids ?? []) where text.unicodeScalars.last == "\0" {
      throw FormatError(
        file: output.name, found: "the name '\(FormatError.excerpt(text))', which ends in a zero",
        allowed: "text without zeros at its end")
    }
    let whole = names.compactMap { name in Int64(name).flatMap { String($0) == name ? $0 : nil } }
    let indices = dataset.labels.classIndices
    var archive = NPZArchive()
    try archive.set("X", to: NPYArray(featuresOf: dataset))
    let y =
      whole.count == names.count
      ? NPYArray(int64s: indices.map { whole[$0] }, shape: [indices.count])
      : NPYArray(texts: indices.map { names[$0] })
    try archive.set("y", to: y)
    if let ids = dataset.ids { try archive.set("ids", to: NPYArray(texts: ids)) }
    try archive.write(to: &output)
  }

  /// Copies an archive but for labels and rows; arrays that do not change keep their bytes.
  ///
  /// Rows that go leave every array whose first dimension is the number of rows, whatever its name. The
  /// archive around the arrays is written anew.
  /// - Throws: ``FormatError``, as when the element type cannot hold a label; ``/ArrayFiles/FileError``, also
  ///   for an array of unsupported type when rows go, since it may have to lose them too.
  public func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws {
    var archive = try NPZArchive(reader)
    let file = reader.name
    let keys = try Keys(archive, options, file: file)
    guard keys.labels != nil || keys.labelColumn != nil || edits.relabeled.isEmpty else {
      throw FormatError(
        file: file, found: "new labels for a file of features",
        allowed: "changes to the labels file")
    }
    let relabeling = LabelEdits(relabeled: edits.relabeled)
    var rowCount: Int?
    if let key = keys.labels {
      let y = try vector(key, archive, file: file)
      let place = Self.part(file, key)
      rowCount = y.rowCount
      try archive.set(key, to: y.applying(relabeling, column: 0, file: place))
    }
    if let key = keys.features, keys.labelColumn != nil || !edits.removed.isEmpty {
      let x = try array(key, archive, file: file)
      let place = Self.part(file, key)
      rowCount = x.rowCount
      let columns = try MatrixColumns(
        count: x.columnCount, label: keys.labelColumn, id: nil, ignored: [], file: place)
      if let column = columns.label {
        try archive.set(key, to: x.applying(relabeling, column: column, file: place))
      }
    }
    if let rowCount {
      try edits.check(rowCount: rowCount, file: file)
      if !edits.removed.isEmpty {
        for key in archive.keys {
          guard let array = try archive.array(key), array.shape.first == rowCount else { continue }
          try archive.set(key, to: array.removing(rows: edits.removed))
        }
      }
    }
    try archive.write(to: &output)
  }

  private static func part(_ file: String, _ key: String) -> String { "\(file): \(key).npy" }

  private func array(_ key: String, _ archive: NPZArchive, file: String) throws -> NPYArray {
    guard let array = try archive.array(key) else {
      throw Keys.missing(key, archive, file: file)
    }
    try array.requireElements(file: Self.part(file, key))
    guard array.shape.count > 1 else {
      throw FormatError(
        file: Self.part(file, key), found: "\(array.shape.count) dimensions",
        allowed: "2 or more: rows and features")
    }
    return array
  }

  private func vector(_ key: String, _ archive: NPZArchive, file: String) throws -> NPYArray {
    guard let array = try archive.array(key) else {
      throw Keys.missing(key, archive, file: file)
    }
    try array.requireElements(file: Self.part(file, key))
    guard !array.shape.isEmpty, array.columnCount == 1 else {
      throw FormatError(
        file: Self.part(file, key), found: "\(array.shape.count) dimensions",
        allowed: "one value for each row")
    }
    return array
  }

  private func requireCount(
    _ count: Int, of key: String, _ rowCount: Int, file: String
  ) throws(FormatError) {
    guard count != rowCount else { return }
    throw FormatError(
      file: Self.part(file, key), found: "\(count) values",
      allowed: "\(rowCount) values, one for each row of X")
  }

  /// Which arrays of an archive are what.
  private struct Keys {
    /// `nil` in an archive of labels alone.
    var features: String?
    /// `nil` when the labels are elsewhere.
    var labels: String?
    var labelColumn: ReadOptions.Column?
    var ids: String?
    var idColumn: ReadOptions.Column?
    var groups: String?
    var groupColumn: ReadOptions.Column?
    var trusted: String?
    var trustedColumn: ReadOptions.Column?

    init(_ archive: NPZArchive, _ options: ReadOptions, file: String) throws(FormatError) {
      let keys = archive.keys
      if keys.contains("X") { features = "X" }
      if options.labelsFile == nil {
        switch options.label {
        case .name(let key): labels = key
        case .index: labelColumn = options.label
        case nil: labels = options.needsLabels ? "y" : nil
        }
      }
      (ids, idColumn) = Self.keyOrColumn(options.id)
      if options.id == nil, keys.contains("ids") { ids = "ids" }
      (groups, groupColumn) = Self.keyOrColumn(options.group)
      (trusted, trustedColumn) = Self.keyOrColumn(options.trusted)
      if features == nil, labels.map(keys.contains) != true {
        throw Self.missing("X", archive, file: file)
      }
      for key in [labels, ids, groups, trusted] {
        if let key, !keys.contains(key) { throw Self.missing(key, archive, file: file) }
      }
    }

    private static func keyOrColumn(
      _ column: ReadOptions.Column?
    ) -> (key: String?, column: ReadOptions.Column?) {
      if case .name(let key) = column { (key, nil) } else { (nil, column) }
    }

    static func missing(_ key: String, _ archive: NPZArchive, file: String) -> FormatError {
      let keys = archive.keys.prefix(10).map { "'\(FormatError.excerpt($0))'" }
      return FormatError(
        file: file,
        found: keys.isEmpty ? "no arrays" : "the arrays \(keys.joined(separator: ", "))",
        allowed: "an array '\(FormatError.excerpt(key))' (features are X, labels y, ids ids)")
    }
  }
}
