import LabelContracts
import LabelData
import VectorKernels

/// The numbers of a scan's report.
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

  /// Every class, in the data set's order.
  let classes: [ClassCount]
  /// Issues by given and probable class; `nil` without any.
  let noiseMatrix: NoiseMatrix?
  /// The highest score of an issue, and the lowest of all other labels (1 without any), where that is higher; else
  /// `nil`.
  let flagBorder: (issue: Double, other: Double)?
  /// What to expect of a review; `nil` where the detector gives no posteriors.
  let precision: ExpectedPrecision?
  /// The picture of the rows; `nil` where there are no features.
  let plane: ScanPlane?
  /// The smallest and the largest feature of all, for pictures; `nil` where the features are no pixels.
  let featureRange: ClosedRange<Float>?

  /// Computes what the report shows.
  init(_ result: ScanResult, execution: Execution) {
    let labels = result.rows.labels
    var issueCounts = [Int](repeating: 0, count: labels.classCount)
    for (index, isIssue) in zip(labels.classIndices, result.issues.isLabelIssue) where isIssue {
      issueCounts[index] += 1
    }
    let sizes = labels.classSizes
    classes = labels.classNames.indices.map {
      ClassCount(name: labels.classNames[$0], size: sizes[$0], issueCount: issueCounts[$0])
    }
    noiseMatrix = NoiseMatrix(labels, result.issues)
    flagBorder = Self.flagBorder(result.issues)
    precision = ExpectedPrecision(
      labels, result.issues, rowsWorstFirst: result.rowsWorstFirst)
    plane = result.rows.features.map { ScanPlane(of: $0, result, execution: execution) }
    featureRange = result.imageSize == nil ? nil : result.rows.features?.range
  }

  private static func flagBorder(_ issues: LabelIssues) -> (issue: Double, other: Double)? {
    var (highest, lowest): (Double?, Double) = (nil, 1)
    for (score, isIssue) in zip(issues.labelScores, issues.isLabelIssue) {
      if isIssue { highest = max(highest ?? score, score) } else { lowest = min(lowest, score) }
    }
    return highest.flatMap { $0 < lowest ? ($0, lowest) : nil }
  }
}

extension Matrix {
  /// The smallest and the largest value; `nil` without values.
  fileprivate var range: ClosedRange<Float>? {
    guard let low = elements.min(), let high = elements.max() else { return nil }
    return low...high
  }
}
