import ArgumentParser
import Flipguard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which labels are known to be correct.
struct TrustedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Correct labels: a file of rows of their own in the format of DATA; or a CSV file of the columns row,label or "
        + "id,label, which name rows of DATA; or a column of DATA that says true or false.",
      valueName: "file|column"),
    completion: .file())
  var trusted: String?

  @Option(
    help: ArgumentHelp(
      "A second file with the labels of --trusted, one for each row.", valueName: "file"),
    completion: .file())
  var trustedLabels: String?

  /// In what form correct labels are given.
  enum Form {
    /// Rows of their own, in the format of the data.
    case rows(Companion)
    /// A file that names rows of the data.
    case named(RowLabelFile)
    /// A column of the data.
    case column(ReadOptions.Column)

    /// The column of the data that tells which labels are correct, if one does.
    var column: ReadOptions.Column? {
      if case .column(let column) = self { column } else { nil }
    }
  }

  /// The form; `nil` without trusted rows.
  ///
  /// An argument is a file when there is a file of this name, or when the name looks like one's.
  ///
  /// - Throws: ``UsageError`` for labels of rows that have theirs; ``/LabelData/FormatError``;
  ///   ``/ArrayFiles/FileError``.
  func form() throws -> Form? {
    guard let trusted else { return nil }
    guard Self.isFile(trusted) else {
      try refuseLabels("\(trusted) is a column of DATA, whose labels are known")
      return .column(ColumnOptions.column(trusted))
    }
    if !trusted.hasPrefix("@"), let file = try RowLabelFile(path: trusted) {
      try refuseLabels("\(trusted) holds the labels of the rows that it names")
      return .named(file)
    }
    return Companion(path: trusted, labels: trustedLabels).map(Form.rows)
  }

  /// The arguments that say the same.
  var arguments: [String] {
    ShellWords.options([("--trusted", trusted), ("--trusted-labels", trustedLabels)])
  }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] {
    [trusted.flatMap { Self.isFile($0) ? $0 : nil }, trustedLabels].compactMap(\.self)
  }

  /// Whether an argument names a file rather than a column.
  static func isFile(_ argument: String) -> Bool {
    let exists = unsafe access(argument, F_OK) == 0
    return exists || argument.hasPrefix("@") || argument.contains("/")
      || DataFormats.format(named: argument) != nil
  }

  private func refuseLabels(_ reason: String) throws {
    guard trustedLabels != nil else { return }
    throw UsageError("\(reason); leave out --trusted-labels")
  }

  func validate() throws {
    if trusted == nil, trustedLabels != nil {
      throw ValidationError(
        "--trusted-labels needs the rows that they belong to; add --trusted FILE")
    }
  }
}
