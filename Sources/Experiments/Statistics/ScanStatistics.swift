import Classifiers
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
  /// The figures by which the picture shows what is flagged: the label scores, or the probabilities of the given labels
  /// where those part issues from others and the scores do not.
  let flagFigures: (values: [Double], areProbabilities: Bool)
  /// The highest figure of an issue, and the lowest of all other labels (1 without any), where that is higher; else
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
    let issues = result.issues
    let byScore = Self.flagBorder(issues.labelScores, issues.isLabelIssue)
    let given = issues.posteriors.map { posteriors in
      (0..<labels.count).map { posteriors[$0, labels[$0]] }
    }
    if byScore == nil, let given, let border = Self.flagBorder(given, issues.isLabelIssue) {
      (flagFigures, flagBorder) = ((given, true), border)
    } else {
      (flagFigures, flagBorder) = ((issues.labelScores, false), byScore)
    }
    precision = ExpectedPrecision(
      labels, result.issues, rowsWorstFirst: result.rowsWorstFirst)
    plane = result.rows.features.map { ScanPlane(of: $0, result, execution: execution) }
    featureRange = result.imageSize == nil ? nil : result.rows.features?.range
  }

  private static func flagBorder(
    _ values: [Double], _ isIssue: [Bool]
  ) -> (issue: Double, other: Double)? {
    var (highest, lowest): (Double?, Double) = (nil, 1)
    for (value, isIssue) in zip(values, isIssue) {
      if isIssue { highest = max(highest ?? value, value) } else { lowest = min(lowest, value) }
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
