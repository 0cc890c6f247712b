import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import VectorKernels

/// Four blobs whose labels are flipped in a known way, with findings that see every flip and nothing else.
struct MadeUpFlips {
  enum Manner: CaseIterable { case random, pair, source, colluding, deep }

  let features: Matrix
  let truth: Labels
  let given: Labels
  let flipped: [Bool]
  let evidence: Evidence
  let issues: LabelIssues

  /// Flips labels.
  ///
  /// - Parameters:
  ///   - manner: In what way.
  ///   - share: The share of the rows that are flipped.
  ///   - rowCount: Number of rows.
  ///   - seed: Where all randomness starts.
  /// - Throws: Never for sizes that fit.
  init(_ manner: Manner, share: Double = 0.1, rowCount: Int = 400, seed: UInt64) throws {
    let classCount = 4
    let (features, truth) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 4, classCount: classCount, separation: 5, seed: seed)
    var generator = SeededGenerator(seed: seed, key: "flips")
    let count = Int(Double(rowCount) * share)
    let order = generator.permutation(count: rowCount)
    let groups = (0..<rowCount).map { _ in "source \(generator.below(8))" }
    let graph = try ExactNeighbors.graph(of: features, count: 10)
    let classes = truth.classIndices
    func depth(_ row: Int) -> Float {
      let point = Array(features.row(row))
      return point[classes[row]]
        - (point.indices.filter { $0 != classes[row] }.map { point[$0] }.max() ?? 0)
    }
    let rows: [Int] =
      switch manner {
      case .random: Array(order.prefix(count))
      case .pair: Array(order.filter { classes[$0] == 1 }.prefix(count))
      case .source:
        Array(
          order.sorted { (groups[$0] == "source 0" ? 0 : 1) < (groups[$1] == "source 0" ? 0 : 1) }
            .filter { groups[$0] == "source 0" }.prefix(count))
      case .colluding:
        // Around two rows each their nearest neighbors.
        Array(
          order.prefix(2).flatMap { center in
            [center]
              + (0..<rowCount).filter { $0 != center }.sorted {
                Self.distance(features, center, $0) < Self.distance(features, center, $1)
              }.prefix(count / 2 - 1)
          })
      case .deep:
        (0..<classCount).flatMap { label in
          order.filter { classes[$0] == label }.sorted { depth($0) > depth($1) }
            .prefix(count / classCount)
        }
      }
    var (flippedLabels, flipped) = (truth, [Bool](repeating: false, count: rowCount))
    for row in rows where !flipped[row] {
      flipped[row] = true
      flippedLabels[row] =
        manner == .pair ? 2 : (classes[row] + 1 + generator.below(classCount - 1)) % classCount
    }
    self.features = features
    self.truth = truth
    given = flippedLabels
    self.flipped = flipped
    evidence = Evidence(features: features, neighborGraph: graph, groups: LabelGroups(groups))
    let found = flipped
    issues = LabelIssues(
      labelScores: found.map { $0 ? 0.1 : 0.9 }, isLabelIssue: found, predictedLabels: classes,
      reasons: found.map { _ in .margin(0) })
  }

  private static func distance(_ features: Matrix, _ one: Int, _ other: Int) -> Float {
    zip(features.row(one), features.row(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
