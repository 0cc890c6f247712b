public import LabelContracts
public import LabelData
public import Neighbors
internal import VectorKernels

/// What a scan of a data set found, with all that its report tells.
public struct ScanResult: Sendable {
  /// Width and height of the pictures whose pixels the features are.
  public struct ImageSize: Equatable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Number of rows.
    public let height: Int

    /// Makes a size.
    ///
    /// - Precondition: both are positive.
    public init(width: Int, height: Int) {
      precondition(width > 0 && height > 0, "a picture has pixels")
      self.width = width
      self.height = height
    }
  }

  /// What was scanned, as the user named it.
  public let source: String
  /// The examples with their given labels, not scaled.
  public let dataset: Dataset
  /// The file's row of each example, when some rows were left out on reading; else `nil`.
  public let fileRows: [Int]?
  /// The name of the detector.
  public let detector: String
  /// Where the neighbors come from.
  public let neighbors: NeighborSource
  /// Number of neighbors that voted.
  public let k: Int
  /// Smallest share of the votes that makes an issue, 0...1.
  public let threshold: Double
  /// The neighbors that voted.
  public let graph: NeighborGraph
  /// The findings.
  public let issues: LabelIssues
  /// What the user should know of how the data were read, a sentence each.
  public let notes: [String]
  /// Size of the pictures; `nil` when the features are no pixels.
  public let imageSize: ImageSize?
  /// Where randomness started; only the picture of the data uses any.
  public let seed: UInt64
  /// The version of Flipguard that ran.
  public let version: String

  /// Makes a result.
  ///
  /// - Precondition: graph and findings are about the data set's rows; the picture has a pixel for each
  ///   feature.
  public init(
    source: String, dataset: Dataset, fileRows: [Int]? = nil, detector: String,
    neighbors: NeighborSource, k: Int, threshold: Double, graph: NeighborGraph, issues: LabelIssues,
    notes: [String] = [],
    imageSize: ImageSize? = nil, seed: UInt64, version: String
  ) {
    precondition(
      graph.rowCount == dataset.rowCount && issues.labelScores.count == dataset.rowCount,
      "graph and findings must be about the data set's rows")
    precondition(
      imageSize.map { $0.width * $0.height == dataset.featureCount } ?? true,
      "a picture has a pixel for each feature")
    self.source = source
    self.dataset = dataset
    self.fileRows = fileRows
    self.detector = detector
    self.neighbors = neighbors
    self.k = k
    self.threshold = threshold
    self.graph = graph
    self.issues = issues
    self.notes = notes
    self.imageSize = imageSize
    self.seed = seed
    self.version = version
  }

  /// How features are scaled for the picture: as for the neighbors, where that is known.
  var pictureScaling: Scaling { neighbors.scaling ?? dataset.featureKind.defaultScaling }

  /// The row in the file, which is the one that users see.
  func fileRow(_ row: Int) -> Int { fileRows?[row] ?? row }

  /// Why a row's label scores as it does; for an issue with the neighbors that say so, nearest first.
  func explanation(ofRow row: Int) -> String {
    guard issues.isLabelIssue[row], case .neighbors = issues.reasons[row] else {
      return reason(ofRow: row)
    }
    let voters = graph.neighbors(of: row).prefix(k).map { "\(fileRow(Int($0)))" }
    return "\(reason(ofRow: row)): rows \(voters.joined(separator: " "))"
  }

  /// Why a row's label scores as it does, in words.
  func reason(ofRow row: Int) -> String {
    issues.reasons[row].words(
      predicted: issues.predictedLabels[row], given: dataset.labels[row],
      classNames: dataset.labels.classNames)
  }
}
