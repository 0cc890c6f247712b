import Flipguard

/// Rows with correct labels, apart from those that are judged.
struct TrustedSet {
  /// The file or the column that names them, as the user called it.
  let name: String
  /// Their features, not scaled.
  let features: Matrix
  /// Their correct labels, with the classes of the data.
  let labels: Labels
  /// How many of them had another label in the data; `nil` where they were not looked up whatever their label was.
  let correctedCount: Int?

  /// Takes the trusted rows of data out of those that are judged.
  ///
  /// Rows that a file or a column of the data names leave the data. Rows of their own leave nothing out.
  ///
  /// - Parameters:
  ///   - data: The data, read with the column that names trusted rows, if one does.
  ///   - form: How the rows are given.
  ///   - name: What the user called them.
  ///   - columns: Which column is what in a file of rows of their own.
  ///   - common: What every command takes.
  /// - Returns: The data that are judged, and the trusted rows.
  /// - Throws: ``/LabelData/FormatError`` or ``/ArrayFiles/FileError``.
  static func split(
    _ data: LoadedData, _ form: TrustedOptions.Form, named name: String, columns: ColumnOptions,
    _ common: CommonOptions
  ) throws -> (judged: LoadedData, trusted: TrustedSet) {
    switch form {
    case .rows(let companion):
      let rows = try columns.load(companion, of: data, common)
      return (
        data,
        TrustedSet(
          name: name, features: rows.features, labels: rows.labels, correctedCount: nil)
      )
    case .named(let file):
      let entries = try file.entries(
        rowCount: data.dataset.rowCount, ids: data.dataset.ids, keptRows: data.keptRows,
        classNames: data.dataset.labels.classNames, dataFile: data.name)
      return try split(
        data, entries.map { ($0.row, $0.label) }, named: name,
        correctedCount: entries.count { data.dataset.labels[$0.row] != $0.label })
    case .column:
      let flags = data.dataset.isTrusted ?? []
      let rows = flags.indices.filter { flags[$0] }
      guard !rows.isEmpty else {
        throw FormatError(
          file: data.name, place: .init(column: name), found: "no row that is trusted",
          allowed: "true in at least one row")
      }
      // Whoever marked them chose rows whose given labels are right, so they tell nothing of the other labels.
      return try split(
        data, rows.map { ($0, data.dataset.labels[$0]) }, named: name, correctedCount: nil)
    }
  }

  private static func split(
    _ data: LoadedData, _ entries: [(row: Int, label: Int)], named name: String,
    correctedCount: Int?
  ) throws -> (judged: LoadedData, trusted: TrustedSet) {
    let rows = entries.map(\.row)
    var labels = data.dataset.labels
    for (row, label) in entries { labels[row] = label }
    do throws(DatasetError) {
      return (
        try data.leavingOut(rows),
        TrustedSet(
          name: name, features: data.dataset.features.selecting(rows: rows),
          labels: labels.selecting(rows: rows), correctedCount: correctedCount)
      )
    } catch {
      throw nothingLeft(to: data.name, trusted: rows.count, error)
    }
  }

  /// The error for data of which too little is left to be judged.
  static func nothingLeft(
    to data: String, trusted count: Int, _ fault: DatasetError
  ) -> FormatError {
    FormatError(
      file: data, found: "\(count) trusted rows, and beside them \(fault)",
      allowed: "labels of at least two classes that are not trusted, to be judged")
  }

  /// What the user should know of trusted rows that are judged no more; `nil` where they are rows of their own.
  func note(beside data: LoadedData, _ judged: LoadedData) -> String? {
    guard let places = judged.whole?.places else { return nil }
    let isJudged = Set(places)
    let rows = (0..<data.dataset.rowCount).filter { !isJudged.contains($0) }
    let corrected = zip(rows, labels.classIndices).count { data.dataset.labels[$0] != $1 }
    return Self.note(name, trusted: rows.count, corrected: corrected)
  }

  /// The same from counts.
  static func note(_ name: String, trusted count: Int, corrected: Int) -> String {
    "\(name): \(count) trusted rows are not judged"
      + (corrected > 0 ? "; \(corrected) of them have another label in the data" : "")
  }
}
