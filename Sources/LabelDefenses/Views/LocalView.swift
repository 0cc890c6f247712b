internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// What the labels nearby say: kernel ridge regression without the row itself, and the labels of label-free clusters.
struct LocalView: Sendable {
  private let map: KernelMap
  private let features: Matrix
  /// The cluster of every row, once for each clustering.
  private let clusterings: [[Int]]
  private let sample: ScoredSample

  private static let (clusteringCount, rowsPerCluster, clusterLimit) = (5, 20, 256)
  private static let smoothing = 0.5
  /// Width of the kernel in median distances.
  private static let width = 0.5

  /// Sets up what does not depend on labels.
  init(_ sample: ScoredSample, seed: UInt64, execution: Execution) throws(DefenseError) {
    self.sample = sample
    map = KernelMap(
      landmarks: sample.landmarks, width: Self.width * sample.medianDistance)
    features = map.features(of: sample.points, execution: execution)
    let count = min(max(3, sample.points.rowCount / Self.rowsPerCluster), Self.clusterLimit)
    var clusterings: [[Int]] = []
    for index in 0..<Self.clusteringCount {
      let own = SeededGenerator.derivedSeed(seed, key: "clustering/\(index)")
      clusterings.append(
        try searching { () throws(NeighborError) in
          let found = try KMeans(clusterCount: count).fit(
            sample.points, seed: own, execution: execution.silent)
          guard sample.isSampled else { return found.assignments }
          return try ExactNeighbors.neighbors(
            of: FeatureRows(sample.all), in: FeatureRows(found.centers), count: 1,
            execution: execution.silent
          ).indices.map(Int.init)
        })
    }
    self.clusterings = clusterings
  }

  /// The scores of every class for every row.
  ///
  /// - Parameters:
  ///   - labels: The labels of all rows.
  ///   - weights: What each row counts, above 0.
  ///   - execution: Threads.
  /// - Returns: Scores of the kernel, about -1...1 from code to code, and shares of the clusters, 0...1.
  /// - Throws: ``DefenseError/classifier(_:)``.
  func scores(
    _ labels: Labels, weights: [Double], execution: Execution
  ) throws(DefenseError) -> (kernel: ClassScores, clusters: ClassScores) {
    let fit = try learning { () throws(ClassifierError) in
      try Ridge(regularization: 1).fitWithLeaveOneOut(
        features, sample.selecting(labels), weights: sample.selecting(weights),
        execution: execution)
    }
    let kernel = sample.completing(fit.scores) {
      map.scores(of: $0, by: fit.model, execution: execution)
    }
    return (
      ClassScores(outputs: kernel, rowCount: labels.count), clusterShares(labels, weights)
    )
  }

  /// The weighted share of every class in the clusters of every row, smoothed, and the mean over the clusterings.
  private func clusterShares(_ labels: Labels, _ weights: [Double]) -> ClassScores {
    let (n, classCount) = (labels.count, labels.classCount)
    var elements = [Double](repeating: 0, count: n * classCount)
    for assignments in clusterings {
      let clusterCount = (assignments.max() ?? 0) + 1
      var sums = [Double](repeating: Self.smoothing, count: clusterCount * classCount)
      for row in 0..<n { sums[assignments[row] * classCount + labels[row]] += weights[row] }
      let totals = (0..<clusterCount).map {
        sums[$0 * classCount..<($0 + 1) * classCount].reduce(0, +)
      }
      for row in 0..<n {
        let cluster = assignments[row]
        for label in 0..<classCount {
          elements[row * classCount + label] +=
            sums[cluster * classCount + label] / totals[cluster] / Double(clusterings.count)
        }
      }
    }
    return ClassScores(rowCount: n, classCount: classCount, elements: elements)
  }
}
