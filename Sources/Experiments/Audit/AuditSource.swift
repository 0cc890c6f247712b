public import LabelData
public import VectorKernels

/// The data that an audit is about; all labels are taken for true.
public struct AuditSource: Sendable {
  /// How the report calls it.
  public let name: String
  /// A digest of what it was read from, so that no audit goes on from one of other data.
  public let digest: String
  /// The examples.
  public let dataset: Dataset
  /// The file's row of each example, where some were left out on reading.
  public let fileRows: [Int]?
  /// Rows on which models are judged; `nil` to hold some of the examples out.
  public let test: (name: String, features: Matrix, labels: Labels)?
  /// How features are scaled; fitted on the training rows alone.
  public let scaling: Scaling

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - dataset: The examples.
  ///   - name: How the report calls them.
  ///   - digest: A digest of the file or files that they were read from.
  ///   - fileRows: The file's row of each example, where some were left out on reading.
  ///   - test: Rows on which models are judged, with the classes of the examples; `nil` to hold some out.
  ///   - scaling: How features are scaled; `nil` for 0...1 where they are bytes, else to mean 0 and deviation 1.
  public init(
    _ dataset: Dataset, name: String, digest: String, fileRows: [Int]? = nil,
    test: (name: String, features: Matrix, labels: Labels)? = nil, scaling: Scaling? = nil
  ) {
    self.dataset = dataset
    self.name = name
    self.digest = digest
    self.fileRows = fileRows
    self.test = test
    self.scaling = scaling ?? (dataset.featureKind == .byte ? .minmax : .standardize)
  }

  /// The row of the file, which is the one that users see.
  func fileRow(_ row: Int) -> Int { fileRows?[row] ?? row }
}
