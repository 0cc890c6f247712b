internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import Neighbors
internal import VectorKernels

/// Whether labels of confident predictions disagree alike in all clusters of features, as random flips would have it.
///
/// Of the rows predicted to be of a class the 30 % most confident are looked at, in 2 K clusters that know no labels
/// (``/Classifiers/KMeans``). With cells of equal class and third of confidence, the statistic sums, over classes and
/// clusters, the squared excess of disagreements over what the rates of the cells give, divided by its variance. It is
/// compared with 199 shuffles of the disagreements within the cells.
struct ClusterHomogeneity {
  /// The share of shuffles, this order included, with a statistic as large.
  let pValue: Double

  private static let coreShare = 0.3
  private static let thirds = 3
  private static let shuffles = 199

  /// Tests.
  ///
  /// - Parameters:
  ///   - ranks: Predictions and disagreements.
  ///   - features: The features of the same rows.
  ///   - seed: Where clusters and shuffles start.
  ///   - execution: Threads; the result does not depend on them.
  /// - Throws: ``DefenseError/search(_:)``.
  /// - Complexity: that of the clustering, and O(n) for each shuffle.
  init(
    _ ranks: ConfidenceRanks, _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(DefenseError) {
    let clusterCount = 2 * ranks.classCount
    let clusters: [Int]
    do throws(NeighborError) {
      clusters = try KMeans(clusterCount: clusterCount).fit(
        features, seed: seed, execution: execution.silent
      ).assignments
    } catch {
      throw .search(error)
    }
    let rows = ranks.ranks.indices.filter { ranks.ranks[$0] < Self.coreShare }
    let cells = rows.map { row in
      ranks.predictions[row] * Self.thirds
        + min(
          Self.thirds - 1, Int(ranks.ranks[row] / Self.coreShare * Double(Self.thirds)))
    }
    let groups = rows.map { ranks.predictions[$0] * clusterCount + clusters[$0] }
    var members = [[Int]](repeating: [], count: ranks.classCount * Self.thirds)
    for (place, cell) in cells.enumerated() { members[cell].append(place) }
    var values = rows.map { ranks.disagrees[$0] ? 1.0 : 0 }
    let means = members.map { places in
      places.reduce(0) { $0 + values[$1] } / Double(max(1, places.count))
    }
    var variances = [Double](repeating: 0, count: ranks.classCount * clusterCount)
    for (place, group) in groups.enumerated() {
      variances[group] += means[cells[place]] * (1 - means[cells[place]])
    }
    func statistic(_ values: [Double]) -> Double {
      var excess = [Double](repeating: 0, count: variances.count)
      for (place, group) in groups.enumerated() {
        excess[group] += values[place] - means[cells[place]]
      }
      return excess.indices.reduce(0) {
        variances[$1] > 0 ? $0 + excess[$1] * excess[$1] / variances[$1] : $0
      }
    }
    let own = statistic(values)
    var generator = SeededGenerator(seed: seed, key: "cluster-homogeneity")
    var asLarge = 1
    for _ in 0..<Self.shuffles {
      for places in members {
        let order = generator.permutation(count: places.count)
        let old = places.map { values[$0] }
        for (index, place) in places.enumerated() { values[place] = old[order[index]] }
      }
      if statistic(values) >= own - 1e-9 { asLarge += 1 }
    }
    pValue = Double(asLarge) / Double(Self.shuffles + 1)
  }
}
