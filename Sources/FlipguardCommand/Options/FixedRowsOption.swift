import ArgumentParser
import Flipguard

/// Which labels nobody can change.
struct FixedRowsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Labels that cannot be changed: a CSV file of the columns row,label or id,label, which names rows of the "
        + "training data; or a column of these that says true or false.", valueName: "file|column"),
    completion: .file())
  var fixed: String?

  /// The column of the data that tells which labels are fixed, if one does.
  var column: ReadOptions.Column? {
    fixed.flatMap { TrustedOptions.isFile($0) ? nil : ColumnOptions.column($0) }
  }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] {
    [fixed.flatMap { TrustedOptions.isFile($0) ? $0 : nil }].compactMap(\.self)
  }

  /// The rows.
  ///
  /// - Parameter data: The data, read with ``column``.
  /// - Returns: Rows of the data.
  /// - Throws: ``UsageError`` for what there is not in the data; ``/LabelData/FormatError``; ``/ArrayFiles/FileError``.
  func rows(of data: LoadedData) throws -> Set<Int> {
    guard let fixed else { return [] }
    if column != nil {
      let flags = data.dataset.isTrusted ?? []
      return Set(flags.indices.filter { flags[$0] })
    }
    guard !fixed.hasPrefix("@"), let file = try RowLabelFile(path: fixed) else {
      throw UsageError(
        "--fixed is \(fixed); allowed: a CSV file of the columns row,label or id,label, or a column of the data"
      )
    }
    let entries = try file.entries(
      rowCount: data.dataset.rowCount, ids: data.dataset.ids, keptRows: data.keptRows,
      classNames: data.dataset.labels.classNames, dataFile: data.name)
    return Set(entries.map(\.row))
  }
}
