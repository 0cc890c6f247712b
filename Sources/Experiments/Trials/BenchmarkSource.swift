public import LabelData

/// A data set that the benchmark runs on.
public struct BenchmarkSource: Sendable {
  /// Where the examples come from.
  enum Origin: Sendable {
    /// The same for all seeds.
    case given(Dataset)
    /// Drawn anew for every seed.
    case synthetic(SyntheticDataset)
  }

  /// How tables call it.
  public let name: String
  /// What it is, so that trials of one data set are never taken for those of another.
  public let identity: String
  /// How features are scaled; fitted on the training rows alone.
  public let scaling: Scaling
  let origin: Origin

  /// A bundled data set.
  ///
  /// - Throws: ``/LabelData/FormatError`` or ``/ArrayFiles/FileError``, only if the program itself is damaged.
  public init(_ bundled: BundledDataset) throws {
    let dataset = try bundled.load()
    name = bundled.id
    identity = "bundled \(bundled.id)"
    scaling = dataset.featureKind.defaultScaling
    origin = .given(dataset)
  }

  /// A synthetic data set.
  public init(_ synthetic: SyntheticDataset) {
    name = synthetic.id
    identity = "synthetic \(synthetic.id)"
    scaling = .standardize
    origin = .synthetic(synthetic)
  }

  /// Somebody's data.
  ///
  /// Byte features are brought to 0...1, since the victim steps by a fixed rate; others are standardized.
  ///
  /// - Parameters:
  ///   - dataset: The examples; labels are taken for true.
  ///   - name: How tables call it.
  ///   - digest: A digest of the file or files that it was read from.
  public init(_ dataset: Dataset, name: String, digest: String) {
    self.name = name
    identity = "\(name) \(digest)"
    scaling = dataset.featureKind == .byte ? .minmax : .standardize
    origin = .given(dataset)
  }

  /// The examples of one seed.
  ///
  /// - Parameters:
  ///   - rowCount: How many are drawn where the data are synthetic.
  ///   - seed: The trial's seed, which only synthetic data depend on.
  /// - Returns: The examples.
  /// - Throws: ``/LabelData/DatasetError``.
  func dataset(rowCount: Int, seed: UInt64) throws -> Dataset {
    switch origin {
    case .given(let dataset): dataset
    case .synthetic(let set): try set.make(rowCount: rowCount, seed: seed)
    }
  }

  /// About how much work a trial is, in no particular unit.
  var cost: Int {
    switch origin {
    case .given(let dataset): dataset.featureCount * dataset.labels.classCount
    case .synthetic(let set): set.featureCount * set.classCount
    }
  }
}
