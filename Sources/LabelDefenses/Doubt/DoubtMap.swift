internal import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Where a correct label would tell most: two views of every label, and the regions in which they do not settle it.
///
/// The near view p of a row is the probability that its given label is the true one, by the detector's posteriors, or
/// its label score where there are none. Labels that were flipped together agree with one another, so the near view may
/// be sure of them. The far view g never sees the labels around the row: rows are clustered without labels
/// (``/Classifiers/KMeans``, some 25 rows each), the clusters are dealt to five folds, and a logistic regression on the
/// given labels of the other folds gives the probability of the given label. A row's doubt is q (1 - q) for
/// q = (p + g) / 2, 0...0.25: large where the views contradict each other or neither knows, small where both agree,
/// be it that the label is right or that it is wrong. A linear far view cannot follow every border; where it knows
/// nothing, it says so by a g near 1 / K.
///
/// A cluster cannot be judged where, on average over its rows that are no issues, the near view is for the given labels
/// and the far view against them, or the doubt is at least ``leastDoubt``.
///
/// Of more than ``limit(columns:classes:)`` rows a random sample is looked at.
/// - Complexity: with m rows looked at, O(m² · d / 25) for the clusters and five trainings on m rows.
public struct DoubtMap: Equatable, Sendable {
  /// Rows of a cluster on average.
  public static let clusterSize = 25
  /// The mean doubt from which a cluster is told as a region that cannot be judged: that of a q of 0.35 or 0.65.
  public static let leastDoubt = 0.35 * 0.65
  /// Fewest rows of such a region that are no issues.
  public static let leastSize = 5

  /// The rows that were looked at, ascending.
  public let rows: [Int]
  /// The doubt about the label of each of these rows, 0...0.25.
  public let doubts: [Double]
  /// The clusters, as places among ``rows``, nearest to the center first.
  let clusters: [[Int]]
  /// Whether each cluster is one of the ``regions``.
  let isRegion: [Bool]
  /// The features of these rows.
  let features: Matrix
  /// The regions that cannot be judged, most rows first.
  public let regions: [DoubtfulRegion]

  /// Most rows that are looked at: such that rows times parameters stay below 2,000,000, but 1,000 to 10,000.
  public static func limit(columns: Int, classes: Int) -> Int {
    min(10_000, max(1000, 2_000_000 / max(1, columns * (classes == 2 ? 1 : classes))))
  }

  /// Looks at labels.
  ///
  /// - Parameters:
  ///   - labels: The given labels.
  ///   - issues: What a detector found about them.
  ///   - features: n x d, scaled, finite.
  ///   - least: Fewest rows that are looked at, where there are so many.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads; the result does not depend on them.
  /// - Throws: ``/LabelContracts/DefenseError`` where numbers of rows differ, or the far view cannot be learnt.
  public init(
    _ labels: Labels, _ issues: LabelIssues, features: Matrix, least: Int = 0, seed: UInt64,
    execution: Execution = .serial
  ) throws(DefenseError) {
    let features = try Evidence(features: features).features(for: labels)
    let limit = max(
      least, Self.limit(columns: features.columnCount, classes: labels.classCount))
    var rows = Array(0..<labels.count)
    if rows.count > limit {
      var generator = SeededGenerator(seed: seed, key: "doubt")
      rows = generator.permutation(count: rows.count).prefix(limit).sorted()
    }
    let sample = features.selecting(rows: rows)
    let given = labels.selecting(rows: rows)
    let clusters = try searching { () throws(NeighborError) in
      try KMeans(clusterCount: max(2, rows.count / Self.clusterSize))
        .fit(sample, seed: seed, execution: execution).members.filter { !$0.isEmpty }
    }
    let far = try Self.farView(sample, given, clusters, seed: seed, execution: execution)
    let near = rows.map { issues.posteriors?[$0, labels[$0]] ?? issues.labelScores[$0] }
    let farShares = rows.indices.map { far?[$0, given[$0]] ?? near[$0] }
    let doubts = zip(near, farShares).map { near, far in
      let share = (near + far) / 2
      return share * (1 - share)
    }
    self.rows = rows
    self.features = sample
    self.clusters = clusters
    self.doubts = doubts
    func mean(_ values: [Double], _ places: [Int]) -> Double {
      places.reduce(0) { $0 + values[$1] } / Double(places.count)
    }
    let told: [DoubtfulRegion?] = clusters.map { places in
      let accepted = places.filter { !issues.isLabelIssue[rows[$0]] }
      guard accepted.count >= Self.leastSize else { return nil }
      let isContradicted = mean(near, accepted) > 0.5 && mean(farShares, accepted) < 0.5
      guard isContradicted || mean(doubts, accepted) >= Self.leastDoubt else { return nil }
      let votes = ClassVotes(places.map { given[$0] })
      let label = votes.entries.first { $0.count == votes.largest }?.label ?? 0
      let others = places.map { far?.predictedLabel(ofRow: $0) ?? issues.predictedLabels[rows[$0]] }
      let farVotes = ClassVotes(others)
      return DoubtfulRegion(
        rows: places.map { rows[$0] }, label: label,
        agreement: Double(votes[label]) / Double(places.count),
        farLabel: farVotes.entries.first { $0.count == farVotes.largest }?.label ?? label)
    }
    isRegion = told.map { $0 != nil }
    regions = told.compactMap(\.self).sorted {
      ($1.rows.count, $0.rows[0]) < ($0.rows.count, $1.rows[0])
    }
  }

  /// The probability of every class by models that saw no label of the row's cluster; `nil` with a single cluster.
  private static func farView(
    _ features: Matrix, _ labels: Labels, _ clusters: [[Int]], seed: UInt64, execution: Execution
  ) throws(DefenseError) -> ClassProbabilities? {
    let foldCount = min(5, clusters.count)
    guard foldCount > 1 else { return nil }
    var generator = SeededGenerator(seed: seed, key: "doubt/folds")
    let order = generator.permutation(count: clusters.count)
    var foldOfRow = [Int?](repeating: nil, count: labels.count)
    for (place, cluster) in order.enumerated() {
      for row in clusters[cluster] { foldOfRow[row] = place % foldCount }
    }
    let folds = Folds(count: foldCount, foldOfRow: foldOfRow)
    let answers = execution.silent.map(count: foldCount) { fold in
      Result { () throws(ClassifierError) -> ClassProbabilities in
        let training = folds.training(fold)
        return try LogisticRegression().fit(
          features.selecting(rows: training), labels.selecting(rows: training), seed: seed
        ).probabilities(features.selecting(rows: folds.heldOut(fold)), execution: .serial)
      }
    }
    let k = labels.classCount
    var elements = [Double](repeating: 0, count: labels.count * k)
    for (fold, answer) in answers.enumerated() {
      let answer = try learning { () throws(ClassifierError) in try answer.get() }
      for (place, row) in folds.heldOut(fold).enumerated() {
        elements.replaceSubrange(row * k..<(row + 1) * k, with: answer.row(place))
      }
    }
    return ClassProbabilities(rowCount: labels.count, classCount: k, elements: elements)
  }
}

/// Rows that lie together and whose labels cannot be judged from the data.
public struct DoubtfulRegion: Equatable, Sendable {
  /// The rows that were looked at, nearest to the middle first.
  public let rows: [Int]
  /// Their most frequent given class; the lowest among equals.
  public let label: Int
  /// The share of the rows that carry it, 0...1.
  public let agreement: Double
  /// The class that the labels elsewhere speak for.
  public let farLabel: Int
}
