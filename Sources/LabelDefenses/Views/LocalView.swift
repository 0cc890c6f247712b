internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// What the labels nearby say: kernel ridge regression without the row itself, and the labels of label-free clusters.
///
/// Where many features tell the classes apart together, landmarks are too few for a kernel. A linear model takes its
/// place where it gives more than 0.05 of the labels more back than the kernel does.
struct LocalView: Sendable {
  private let map: KernelMap
  private let features: Matrix
  /// The cluster of every row, once for each clustering.
  private let clusterings: [[Int]]
  private let sample: ScoredSample

  private static let (clusteringCount, rowsPerCluster, clusterLimit) = (5, 20, 256)
  private static let (smoothing, leastLead) = (0.5, 0.05)
  /// Width of the kernel in median distances.
  private static let width = 0.5

  /// Sets up what does not depend on labels.
  init(_ sample: ScoredSample, seed: UInt64, execution: Execution) throws(DefenseError) {
    self.sample = sample
    map = KernelMap(
      landmarks: sample.landmarks, kernel: .gaussian(width: Self.width * sample.medianDistance))
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
    let own = sample.selecting(labels)
    func fit(_ features: Matrix) throws(DefenseError) -> Fit {
      try learning { () throws(ClassifierError) in
        try Ridge(regularization: 1).fitWithLeaveOneOut(
          features, own, weights: sample.selecting(weights), execution: execution)
      }
    }
    let (kernel, linear) = (try fit(features), try fit(sample.points))
    let isLinear =
      Self.agreement(linear, own) > Self.agreement(kernel, own) + Self.leastLead
    let outputs = sample.completing((isLinear ? linear : kernel).scores) { rows in
      isLinear
        ? linear.model.weights.indices.map { linear.model.scores(rows, output: $0) }
        : map.scores(of: rows, by: kernel.model, execution: execution)
    }
    return (
      ClassScores(outputs: outputs, rowCount: labels.count), clusterShares(labels, weights)
    )
  }

  private typealias Fit = (model: LinearModel, scores: [[Double]])

  /// The share of the labels that a model gives back without them.
  private static func agreement(_ fit: Fit, _ labels: Labels) -> Double {
    let scores = ClassScores(outputs: fit.scores, rowCount: labels.count)
    let count = (0..<labels.count).count { scores.margin($0, labels[$0]) > 0 }
    return Double(count) / Double(max(1, labels.count))
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
