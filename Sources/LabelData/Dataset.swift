public import VectorKernels

/// Examples with features, given labels and, if they have them, ids.
public struct Dataset: Equatable, Sendable {
  /// What the features are, which decides how they are scaled when the user does not say.
  public enum FeatureKind: Equatable, Sendable {
    /// Measurements in units of their own.
    case real
    /// Values of one common scale, read from 8-bit integers (pixels).
    case byte
  }

  /// A column of categories and the 0/1 features that it became, one for each category.
  public struct EncodedColumn: Equatable, Sendable {
    /// The column's name in the file.
    public let name: String
    /// The categories, one for each feature.
    public let categories: [String]
    /// Where the features stand.
    public let features: Range<Int>

    /// Makes a column whose features stand side by side.
    ///
    /// - Precondition: `firstFeature >= 0`.
    public init(name: String, categories: [String], firstFeature: Int) {
      precondition(firstFeature >= 0, "features count from 0")
      self.name = name
      self.categories = categories
      features = firstFeature..<(firstFeature + categories.count)
    }
  }

  /// One row for each example, one column for each feature; all values finite.
  public let features: Matrix
  /// One name for each feature.
  public let featureNames: [String]
  /// What the features are.
  public let featureKind: FeatureKind
  /// The given label of every example.
  public let labels: Labels
  /// One distinct id for each example; `nil` when the data have none, and rows are named by number.
  public let ids: [String]?
  /// Where each label comes from, if that is known.
  public let groups: LabelGroups?
  /// Whether each label is known to be correct, if the data tell.
  public let isTrusted: [Bool]?
  /// The columns of categories that features were made of, in the order of these.
  public let encodedColumns: [EncodedColumn]
  /// The file's row of each example, when rows were left out on reading; else `nil`.
  public let keptRows: [Int]?

  /// Makes a data set and checks it.
  ///
  /// - Parameters:
  ///   - features: n x d, n and d at least 1, finite.
  ///   - labels: n labels.
  ///   - featureNames: d names; by default `x0`, `x1`, ...
  ///   - featureKind: How the features are scaled by default.
  ///   - ids: n distinct ids.
  ///   - groups: Where the n labels come from.
  ///   - isTrusted: Whether each of the n labels is known to be correct.
  ///   - encodedColumns: The columns of categories that features were made of.
  ///   - keptRows: The file's row of each example, when rows were left out: n rows.
  /// - Throws: ``DatasetError`` naming the first fault.
  public init(
    features: Matrix, labels: Labels, featureNames: [String]? = nil,
    featureKind: FeatureKind = .real, ids: [String]? = nil, groups: LabelGroups? = nil,
    isTrusted: [Bool]? = nil, encodedColumns: [EncodedColumn] = [], keptRows: [Int]? = nil
  ) throws(DatasetError) {
    guard features.rowCount > 0 else { throw .noExamples }
    guard features.columnCount > 0 else { throw .noFeatures }
    guard labels.count == features.rowCount else {
      throw .countMismatch(what: "labels", count: labels.count, expected: features.rowCount)
    }
    if let (row, column, value) = features.firstNonFinite {
      throw .notFinite(row: row, column: column, value: value)
    }
    if let ids {
      guard ids.count == features.rowCount else {
        throw .countMismatch(what: "ids", count: ids.count, expected: features.rowCount)
      }
      var firstRow: [String: Int] = [:]
      for (row, id) in ids.enumerated() {
        if let first = firstRow.updateValue(row, forKey: id) {
          throw .duplicateID(id, firstRow: first, row: row)
        }
      }
    }
    self.features = features
    self.featureNames = featureNames ?? (0..<features.columnCount).map { "x\($0)" }
    guard self.featureNames.count == features.columnCount else {
      throw .countMismatch(
        what: "feature names", count: self.featureNames.count, expected: features.columnCount)
    }
    let end = encodedColumns.map(\.features.upperBound).max() ?? 0
    guard end <= features.columnCount else {
      throw .countMismatch(
        what: "features of categories", count: end, expected: features.columnCount)
    }
    for (what, count) in [
      ("row numbers", keptRows?.count), ("groups", groups?.count), ("marks", isTrusted?.count),
    ] {
      guard let count, count != features.rowCount else { continue }
      throw .countMismatch(what: what, count: count, expected: features.rowCount)
    }
    self.featureKind = featureKind
    self.labels = labels
    self.ids = ids
    self.groups = groups
    self.isTrusted = isTrusted
    self.encodedColumns = encodedColumns
    self.keptRows = keptRows
  }

  /// Number of examples.
  public var rowCount: Int { features.rowCount }

  /// Number of features.
  public var featureCount: Int { features.columnCount }

  /// The number that an example's row has in the file.
  public func fileRow(_ row: Int) -> Int { keptRows?[row] ?? row }

  /// How an example is called: its id, or its row number.
  public func id(ofRow row: Int) -> String { ids?[row] ?? String(row) }

  /// The chosen examples, in the order given, with the same features and classes.
  ///
  /// - Parameter rows: At least one row, none twice where there are ids.
  /// - Returns: The examples; ``keptRows`` names their rows in the file.
  /// - Throws: ``DatasetError`` where no row is chosen, or one with an id twice.
  public func selecting(rows: some Collection<Int>) throws(DatasetError) -> Dataset {
    try Dataset(
      features: features.selecting(rows: rows), labels: labels.selecting(rows: rows),
      featureNames: featureNames, featureKind: featureKind,
      ids: ids.map { ids in rows.map { ids[$0] } }, groups: groups?.selecting(rows: rows),
      isTrusted: isTrusted.map { flags in rows.map { flags[$0] } },
      encodedColumns: encodedColumns, keptRows: rows.map(fileRow))
  }

  /// The same examples with other labels.
  ///
  /// - Throws: ``DatasetError`` where there is not one label for each example.
  public func relabeled(_ labels: Labels) throws(DatasetError) -> Dataset {
    try Dataset(
      features: features, labels: labels, featureNames: featureNames, featureKind: featureKind,
      ids: ids, groups: groups, isTrusted: isTrusted, encodedColumns: encodedColumns,
      keptRows: keptRows)
  }

  /// Checks that examples of at least two classes are present.
  ///
  /// - Throws: ``DatasetError/oneClass(_:)``.
  public func requireTwoClasses() throws(DatasetError) {
    if labels.classSizes.count(where: { $0 > 0 }) < 2 { throw .oneClass(labels.name(at: 0)) }
  }
}
