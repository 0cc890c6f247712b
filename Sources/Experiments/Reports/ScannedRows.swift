public import LabelData
public import VectorKernels

/// The rows of a scan: their labels, and whatever else is known of them.
public struct ScannedRows: Sendable {
  /// The given labels.
  public let labels: Labels
  /// The ids, if there are any.
  public let ids: [String]?
  /// The number of each row in the file, when some rows are not scanned; else `nil`.
  public let fileRows: [Int]?
  /// The features, not scaled; `nil` when probabilities alone were given.
  public let features: Matrix?
  /// What the features are.
  public let featureKind: Dataset.FeatureKind

  /// Takes the rows of a data set.
  public init(_ dataset: Dataset) {
    labels = dataset.labels
    ids = dataset.ids
    fileRows = dataset.keptRows
    features = dataset.features
    featureKind = dataset.featureKind
  }

  /// Takes labels without features.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - fileRows: The number of each label's row, when some rows are not scanned.
  /// - Precondition: a number for each label.
  public init(labels: Labels, fileRows: [Int]? = nil) {
    precondition(fileRows.map { $0.count == labels.count } ?? true, "a number for each label")
    self.labels = labels
    ids = nil
    self.fileRows = fileRows
    features = nil
    featureKind = .real
  }

  /// Number of rows.
  public var count: Int { labels.count }

  /// The number that a row has in the file, which is the one that users see.
  public func fileRow(_ row: Int) -> Int { fileRows?[row] ?? row }

  /// How a row is called: its id, or its number.
  func name(ofRow row: Int) -> String { ids.map { "id \($0[row])" } ?? "row \(fileRow(row))" }
}
