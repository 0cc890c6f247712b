internal import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Clusters of the curves that the losses of a training draw: CTRL of Yue and Jha (2022).
///
/// Losses are capped at `2 log K` and smoothed by a moving average. The epochs are cut into w windows of equal width.
/// In each window the curves of one given class at a time are put into k clusters by k-means, and the s clusters of
/// the largest areas vote against their members. A label is an issue unless at least t windows vote for it. All of
/// k, s, w and t are those whose division of the rows has the largest mean silhouette, for t up to w / 2 + 1;
/// beyond 1,000 rows of a class the silhouette is that of 1,000 rows drawn at random.
///
/// The label quality score is `(v + exp(-L)) / (w + 1)`, with v the number of windows for the label and L its mean
/// loss over the epochs: 0...1, low means probably wrong. The predicted label is the strongest other class where
/// the mean margin of the given one is below 0.
/// - Complexity: O(n · E) times some thousand for E epochs, on the execution's threads; about
/// 8 · n · E bytes for each.
public struct ClusteredLosses: Detector, Equatable {
  /// Number of epochs that a moving average takes in; 1 or more.
  public var smoothingWidth: Int
  /// The numbers of clusters, k, to choose from; each 2 or more.
  public var clusterCounts: [Int]
  /// The numbers of windows, w, to choose from; each 1 or more, 1 among them.
  public var windowCounts: [Int]

  /// Makes the detector.
  ///
  /// - Parameters:
  ///   - smoothingWidth: Epochs of a moving average, 1 or more; 5 by default.
  ///   - clusterCounts: Numbers of clusters to choose from, each 2 to 250; 2 and 3 by default.
  ///   - windowCounts: Numbers of windows to choose from, each 1 or more and 1 among them; 1, 2 and 4 by default.
  ///     More than there are epochs are left out.
  public init(
    smoothingWidth: Int = 5, clusterCounts: [Int] = [2, 3], windowCounts: [Int] = [1, 2, 4]
  ) {
    self.smoothingWidth = smoothingWidth
    self.clusterCounts = clusterCounts
    self.windowCounts = windowCounts
  }

  /// The course of a training alone.
  public var needs: Set<Evidence.Kind> { [.dynamics] }

  /// Scores every label.
  public func detect(
    _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    try checkParameters()
    let course = try evidence.dynamics(for: labels)
    let curves = LossCurves(
      course, cap: 2 * log(Double(max(2, labels.classCount))), smoothingWidth: smoothingWidth)
    let votes = try curves.clusterVotes(
      labels, clusterCounts: clusterCounts,
      windowCounts: windowCounts.filter { $0 <= course.epochCount }, seed: seed,
      execution: execution)
    return LabelIssues(
      labelScores: votes.counts.indices.map { row in
        (Double(votes.counts[row]) + exp(-course.meanLoss(ofRow: row)))
          / Double(votes.windowCount + 1)
      },
      isLabelIssue: votes.counts.map { $0 < votes.threshold },
      predictedLabels: course.predictedLabels(labels),
      reasons: votes.counts.map { .count(agreeing: $0, of: votes.windowCount) })
  }

  private func checkParameters() throws(DefenseError) {
    guard smoothingWidth >= 1 else {
      throw .invalidParameter(
        name: "smoothing width", value: "\(smoothingWidth)", allowed: "1 or more")
    }
    guard !clusterCounts.isEmpty, clusterCounts.allSatisfy({ (2...250).contains($0) }) else {
      throw .invalidParameter(
        name: "numbers of clusters", value: "\(clusterCounts)",
        allowed: "one or more, each 2 to 250")
    }
    guard windowCounts.contains(1), windowCounts.allSatisfy({ $0 >= 1 }) else {
      throw .invalidParameter(
        name: "numbers of windows", value: "\(windowCounts)", allowed: "1, and others above")
    }
  }

  /// What users see of it.
  static let entry = Detectors.Entry(
    id: "ctrl", summary: "clusters of the curves that the losses of a training draw",
    cost: "k-means of n curves of E epochs, O(n E) some thousand times",
    failure: "a model that learns wrong labels as fast as right ones; classes of few rows",
    drawsAtRandom: true
  ) { _ in
    ClusteredLosses()
  }
}
