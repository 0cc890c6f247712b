public import ArrayFiles
public import VectorKernels

/// Comma-separated values (RFC 4180): one example a line, features and label in columns.
///
/// **Syntax.** Lines end in LF or CRLF, the last end may be missing, and a UTF-8 byte order mark is
/// skipped. Cells may be quoted, with quotes doubled inside; quoting does not change what a cell means.
/// Spaces and tabs around an unquoted cell do not count. The delimiter is a comma; when the first line
/// has none but has tabs or semicolons, it is those, and a note says so. Blank lines are no rows: they are
/// skipped, except that in a file of one column, where they may be cells that got lost, only those at the
/// end are. There are no comments. A record may have 16 MiB at most. Whether the first record is a header
/// is found out as ``ReadOptions/Header/automatic`` says, or an error.
///
/// **Labels** are text, whole numbers or booleans. Numbers are classes by value and named by their plain
/// digits: `1`, `01` and `1.0` are the class `1`. A label that is empty, `NA`, `NaN`, `null` or `?`, or a
/// number that is not whole, is an error.
///
/// **Features.** The first cell that is not missing decides whether a column holds numbers or categories;
/// a later cell of the other kind is an error, unless ``ReadOptions/categorical`` names the column. A
/// column of categories becomes one feature for each category, `color=red`, 0 or 1, in the order of the
/// categories' UTF-8 bytes; 1,000 categories at most. Numbers are decimal, rounded correctly to `Double`
/// and then to `Float`; infinity and numbers too large for `Float` are errors. Missing are empty cells and
/// `NA`, `N/A`, `n/a`, `NaN`, `nan`, `null`, `NULL`, `None`, `?`, `-`, and whatever else pandas takes for
/// missing (`#N/A`, `#N/A N/A`, `#NA`, `<NA>`, `-NaN`, `-nan`, `1.#IND`, `-1.#IND`, `1.#QNAN`,
/// `-1.#QNAN`).
///
/// **Memory.** Reading holds the table being built and one block of the file for each thread.
public struct CSVFormat: DataFormat {
  /// The longest record, in bytes, so that a file cannot claim memory without bound.
  static let longestRecord = 16 << 20

  /// Number of bytes that a thread takes at a time.
  var blockSize = 1 << 20
  /// The longest record that is read, in bytes; at least ``blockSize``.
  var recordLimit = CSVFormat.longestRecord

  /// Makes the format.
  public init() {}

  /// The format's name.
  public var id: String { "csv" }

  /// File name extensions.
  public var fileExtensions: [String] { ["csv"] }

  /// Reads a table in one pass on all threads.
  ///
  /// The table, and the error if there is one (the first in the file), do not depend on the number of
  /// threads.
  /// - Complexity: O(bytes); memory as for the table, plus two times the block size for each thread. A
  ///   table with categories is held twice for a moment.
  public func read(
    _ reader: ByteReader, options: ReadOptions, execution: Execution
  ) throws -> DataTable {
    var source = CSVSource(reader: reader, blockSize: blockSize, recordLimit: recordLimit)
    let layout = try CSVLayout(head: source.readHead(), options: options, file: reader.name)
    _ = source.take(layout.headerByteCount)
    let builder = CSVTableBuilder(layout: layout, options: options, knownSize: reader.knownSize)
    let work = CSVReading(source: source, builder: builder, progress: execution.progress)
    _ = execution.silent.map(count: execution.threadCount) { _ in work.run() }
    return try work.finish()
  }

  /// The cells of the first record, unless it is said to be no header.
  public func columnNames(_ reader: ByteReader, options: ReadOptions) throws -> [String] {
    options.header == .absent ? [] : try head(of: reader).first
  }

  /// How a file begins.
  func head(of reader: ByteReader) throws -> CSVHead {
    var source = CSVSource(reader: reader, blockSize: blockSize, recordLimit: recordLimit)
    return try source.readHead()
  }

  /// Writes a header and one line for each example: the id if there are ids, the features, the label.
  ///
  /// Numbers have the fewest digits that read back as the same `Float`.
  public func write(_ dataset: Dataset, to output: inout OutputFile) throws {
    try CSVWriter(dataset: dataset).write(to: &output)
  }

  /// Copies the file but for the labels that change and the rows that go.
  ///
  /// A new label takes the place of the old one between its spaces or quotes, is quoted when it has to be,
  /// and keeps the zeros of a whole number written as a decimal (`0.0` becomes `1.0`, not `1`). In place of
  /// a number with an exponent, such as `1e0`, stand plain digits.
  public func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws {
    let source = CSVSource(reader: reader, blockSize: blockSize, recordLimit: recordLimit)
    var rewriter = try CSVRewriter(source: source, options: options, edits: edits)
    try rewriter.run { (bytes) throws(FileError) in try output.write(bytes) }
  }
}
