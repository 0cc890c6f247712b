public import ArrayFiles
public import VectorKernels

/// One file format for examples with labels.
///
/// The members are ``DataFormats/all``.
///
/// A format is pure over bytes: it takes a reader and gives a value, or takes a value and gives bytes.
/// Compression is not its business; ``/ArrayFiles/ByteReader`` and ``/ArrayFiles/OutputFile`` see to it.
public protocol DataFormat: Sendable {
  /// The name used in messages and on the command line, as in `csv`.
  var id: String { get }
  /// File name extensions without the dot and without `.gz`, in lower case.
  var fileExtensions: [String] { get }

  /// Reads a table: features, and labels if the file holds them.
  ///
  /// - Parameters:
  ///   - reader: The uncompressed bytes, and the file's name for messages.
  ///   - options: Which column is what.
  ///   - execution: Threads to read on.
  /// - Returns: What the file holds, before it is checked as a ``Dataset``.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  func read(_ reader: ByteReader, options: ReadOptions, execution: Execution) throws -> DataTable

  /// The columns, or arrays, that a file has by name; none where its first record is said to be no header.
  ///
  /// - Parameters:
  ///   - reader: The file.
  ///   - options: How it is to be read.
  /// - Returns: The names in the file's order.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  func columnNames(_ reader: ByteReader, options: ReadOptions) throws -> [String]

  /// Writes a data set.
  ///
  /// - Throws: ``FormatError`` when the format cannot hold it, or ``/ArrayFiles/FileError``.
  func write(_ dataset: Dataset, to output: inout OutputFile) throws

  /// Copies a file of this format byte for byte but for some labels and some rows.
  ///
  /// - Parameters:
  ///   - reader: The file as it was read before.
  ///   - options: The options that it was read with.
  ///   - edits: Which rows change or go.
  ///   - output: Where the copy goes.
  /// - Throws: ``FormatError`` or ``/ArrayFiles/FileError``.
  func rewrite(
    _ reader: ByteReader, options: ReadOptions, edits: LabelEdits, to output: inout OutputFile
  ) throws
}

extension DataFormat {
  /// None: columns go by index.
  public func columnNames(_ reader: ByteReader, options: ReadOptions) throws -> [String] { [] }
}

/// A format that holds features in one file and labels in another.
///
/// ``DataFormat/write(_:to:)`` then writes the features alone.
public protocol SeparateLabelsFormat: DataFormat {
  /// The name of the labels file that belongs to a file of features, in the same folder.
  func labelsPath(beside path: String) -> String

  /// Writes labels.
  ///
  /// - Throws: ``FormatError`` when the format cannot hold them, or ``/ArrayFiles/FileError``.
  func writeLabels(_ labels: Labels, to output: inout OutputFile) throws
}

/// What a file holds, before it is checked as a ``Dataset``.
public struct DataTable: Equatable, Sendable {
  /// Features, row-major; zero columns in a file of labels alone.
  public var features: Matrix
  /// One name for each feature; `nil` where the format has none.
  public var featureNames: [String]?
  /// What the features are.
  public var featureKind: Dataset.FeatureKind
  /// The columns of categories that features were made of, in the order of these.
  public var encodedColumns: [Dataset.EncodedColumn]
  /// The labels; `nil` in a file of features alone.
  public var labels: Labels?
  /// The ids, if there are any.
  public var ids: [String]?
  /// Where each label comes from, if that is told.
  public var groups: LabelGroups?
  /// Whether each label is known to be correct, if that is told.
  public var isTrusted: [Bool]?
  /// The rows of the file that the table holds, when `missing: .drop` left some out; else `nil`.
  public var keptRows: [Int]?
  /// The ids of the other rows, in the file's order, where the format left these out itself.
  public var droppedIDs: [String]
  /// Number of rows of the file, those that were left out too.
  public var fileRowCount: Int
  /// What the user should be told: the label column chosen, columns encoded, rows dropped.
  public var notes: [String]

  /// Makes a table; by default all rows of the file are in it.
  public init(
    features: Matrix, featureNames: [String]? = nil, featureKind: Dataset.FeatureKind = .real,
    labels: Labels? = nil, ids: [String]? = nil, groups: LabelGroups? = nil,
    isTrusted: [Bool]? = nil, keptRows: [Int]? = nil, droppedIDs: [String] = [],
    fileRowCount: Int? = nil, notes: [String] = [], encodedColumns: [Dataset.EncodedColumn] = []
  ) {
    self.features = features
    self.featureNames = featureNames
    self.featureKind = featureKind
    self.labels = labels
    self.ids = ids
    self.groups = groups
    self.isTrusted = isTrusted
    self.keptRows = keptRows
    self.droppedIDs = droppedIDs
    self.fileRowCount = fileRowCount ?? features.rowCount
    self.notes = notes
    self.encodedColumns = encodedColumns
  }
}

/// Changes to the labels of a file; rows count from 0 in the file's order.
public struct LabelEdits: Equatable, Sendable {
  /// The new label text of each row that changes.
  public var relabeled: [Int: String]
  /// Rows that are left out.
  public var removed: Set<Int>

  /// Makes edits.
  public init(relabeled: [Int: String] = [:], removed: Set<Int> = []) {
    self.relabeled = relabeled
    self.removed = removed
  }
}
