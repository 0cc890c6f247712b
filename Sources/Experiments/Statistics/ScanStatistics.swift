import LabelContracts
import LabelData
import VectorKernels

/// The numbers of a scan's report: counts per class, and the plane of the picture.
struct ScanStatistics: Sendable {
  /// A class with its size and its issues.
  struct ClassCount: Equatable, Sendable {
    /// The class's name.
    let name: String
    /// Number of examples with this given label.
    let size: Int
    /// How many of them are issues.
    let issueCount: Int
  }

  /// Most points drawn that are no issues.
  static let backgroundLimit = 4000
  /// Most issues drawn.
  static let issueLimit = 2000

  /// Every class, in the data set's order.
  let classes: [ClassCount]
  /// The plane of the picture.
  let components: PrincipalComponents
  /// Rows drawn that are no issues: all, or a seeded sample of ``backgroundLimit``; ascending.
  let drawnBackground: [Int]
  /// Issues drawn: all, or the worst ``issueLimit``; worst first.
  let drawnIssues: [Int]
  /// The smallest and the largest feature of all, for pictures.
  let featureRange: ClosedRange<Float>

  /// Computes what the report shows.
  init(_ result: ScanResult, execution: Execution) {
    let labels = result.dataset.labels
    var issueCounts = [Int](repeating: 0, count: labels.classCount)
    for row in 0..<labels.count where result.issues.isLabelIssue[row] {
      issueCounts[labels[row]] += 1
    }
    let sizes = labels.classSizes
    classes = labels.classNames.indices.map {
      ClassCount(name: labels.classNames[$0], size: sizes[$0], issueCount: issueCounts[$0])
    }
    let features = result.dataset.features
    components = PrincipalComponents(
      of: result.pictureScaling.fit(features).apply(to: features), seed: result.seed,
      execution: execution)
    drawnIssues = Array(
      result.issues.rowsWorstFirst.prefix(min(result.issues.issueCount, Self.issueLimit)))
    var background = (0..<labels.count).filter { !result.issues.isLabelIssue[$0] }
    if background.count > Self.backgroundLimit {
      var generator = SeededGenerator(seed: result.seed, key: "scan/picture")
      generator.shuffle(&background)
      background = background.prefix(Self.backgroundLimit).sorted()
    }
    drawnBackground = background
    featureRange = (features.elements.min() ?? 0)...(features.elements.max() ?? 0)
  }
}
