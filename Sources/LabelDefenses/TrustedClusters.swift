internal import Classifiers
public import LabelContracts
internal import LabelData
internal import Neighbors
public import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Clusters of trusted rows, and how well a further row with its label would fit them.
///
/// The trusted rows are clustered by their features alone, into as many clusters as there are classes
/// (``/Classifiers/KMeans``). Clusters and correct labels agree by four measures: the Rand index, the mutual
/// information (normalised by the mean entropy), the homogeneity, and the Fowlkes-Mallows index. A further row joins
/// the cluster with the nearest center; what its label then changes about each measure tells whether it fits.
/// - Complexity: that of the clustering, O(n · K · d) for n further rows and O(K⁴).
public struct TrustedClusters: Equatable, Sendable {
  /// Measures of agreement between clusters and classes, each 1 where they are the same.
  public struct Agreement: Equatable, Sendable {
    /// The share of the pairs of rows that both put together, or both apart.
    public let rand: Double
    /// Mutual information over the mean of both entropies.
    public let mutualInformation: Double
    /// Mutual information over the entropy of the classes: whether clusters hold one class each.
    public let homogeneity: Double
    /// Pairs that both put together over the geometric mean of the pairs that either does.
    public let fowlkesMallows: Double

    var all: [Double] { [rand, mutualInformation, homogeneity, fowlkesMallows] }

    /// Measures a table of counts, one row a cluster, one column a class; 1 where a measure has nothing to compare.
    ///
    /// - Precondition: the table has `classCount` columns.
    public init(_ counts: [Int], classCount: Int) {
      let clusterCount = counts.count / max(1, classCount)
      let clusters = (0..<clusterCount).map { cluster in
        counts[cluster * classCount..<(cluster + 1) * classCount].reduce(0, +)
      }
      let classes = (0..<classCount).map { label in
        (0..<clusterCount).reduce(0) { $0 + counts[$1 * classCount + label] }
      }
      func pairs(_ counts: [Int]) -> Double {
        counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
      }
      let total = Double(counts.reduce(0, +))
      func entropy(_ counts: [Int]) -> Double {
        counts.reduce(0) {
          $1 == 0 ? $0 : $0 - Double($1) / total * log(Double($1) / total)
        }
      }
      let (all, both) = (total * (total - 1) / 2, pairs(counts))
      let (inClusters, inClasses) = (pairs(clusters), pairs(classes))
      rand = all == 0 ? 1 : (all + 2 * both - inClusters - inClasses) / all
      let product = (inClusters * inClasses).squareRoot()
      fowlkesMallows = product == 0 ? 1 : both / product
      let (ofClusters, ofClasses) = (entropy(clusters), entropy(classes))
      let information = max(0, ofClusters + ofClasses - entropy(counts))
      let mean = (ofClusters + ofClasses) / 2
      mutualInformation = mean == 0 ? 1 : information / mean
      homogeneity = ofClasses == 0 ? 1 : information / ofClasses
    }
  }

  /// The centers of the clusters.
  public let centers: Matrix
  /// How many trusted rows of each class each cluster has; one row a cluster, one column a class.
  public let counts: [Int]
  /// Number of classes, K.
  public let classCount: Int

  /// The change of a measure from which on a row does not fit.
  public static let largestChange = 0.1

  /// The most classes: their fourth power is what the measures cost.
  static let mostClasses = 256

  /// Clusters trusted rows.
  ///
  /// - Parameters:
  ///   - trusted: Rows with correct labels.
  ///   - featureCount: Number of features of the rows that are judged.
  ///   - seed: Where the clustering starts.
  ///   - execution: Threads; the clusters do not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError``.
  public init(
    _ trusted: TrustedRows, featureCount: Int, seed: UInt64, execution: Execution = .serial
  ) throws(DefenseError) {
    try trusted.check(featureCount: featureCount)
    let classCount = trusted.labels.classCount
    guard classCount <= Self.mostClasses else {
      throw .invalidParameter(
        name: "number of classes", value: "\(classCount)",
        allowed: "\(Self.mostClasses) or fewer where trusted rows are clustered")
    }
    do throws(NeighborError) {
      let clusters = try KMeans(clusterCount: classCount).fit(
        trusted.features, seed: seed, execution: execution.silent)
      var counts = [Int](repeating: 0, count: clusters.centers.rowCount * classCount)
      for (row, cluster) in clusters.assignments.enumerated() {
        counts[cluster * classCount + trusted.labels[row]] += 1
      }
      centers = clusters.centers
      self.counts = counts
      self.classCount = classCount
    } catch {
      throw .search(error)
    }
  }

  /// What a further row with a label changes about each of the measures.
  private func changes(cluster: Int, label: Int, from before: Agreement) -> [Double] {
    var grown = counts
    grown[cluster * classCount + label] += 1
    let after = Agreement(grown, classCount: classCount)
    return zip(after.all, before.all).map { $0 - $1 }
  }

  /// Judges labels by what they change.
  func issues(
    _ labels: Labels, _ features: Matrix, execution: Execution
  ) throws(DefenseError) -> LabelIssues {
    let clusters = try clusters(of: features, execution)
    let before = Agreement(counts, classCount: classCount)
    let table = (0..<centers.rowCount).map { cluster in
      (0..<classCount).map { changes(cluster: cluster, label: $0, from: before) }
    }
    let sums = table.map { $0.map { $0.reduce(0, +) } }
    let figures = (0..<labels.count).map { sums[clusters[$0]][labels[$0]] }
    let ranks = MidRanks.scores(figures)
    return LabelIssues(rowCount: labels.count, execution: execution.silent) { rows in
      rows.map { row in
        let (cluster, own) = (clusters[row], labels[row])
        let best = (0..<classCount).reduce(own) { best, label in
          sums[cluster][label] > sums[cluster][best] ? label : best
        }
        return RowFinding(
          score: ranks[row],
          isIssue: best != own
            && table[cluster][own].contains { abs($0) >= Self.largestChange },
          predictedLabel: best,
          reason: .figure(
            figures[row], of: "what its label adds to the agreement of trusted clusters"))
      }
    }
  }

  /// The cluster with the nearest center of every row.
  private func clusters(
    of features: Matrix, _ execution: Execution
  ) throws(DefenseError) -> [Int] {
    do throws(NeighborError) {
      return try ExactNeighbors.neighbors(
        of: FeatureRows(features), in: FeatureRows(centers), count: 1, execution: execution.silent
      ).indices.map(Int.init)
    } catch {
      throw .search(error)
    }
  }
}
