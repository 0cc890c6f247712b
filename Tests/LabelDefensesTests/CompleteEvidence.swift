import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import VectorKernels

/// Two or more clusters with every part of evidence, so that every detector can judge them.
struct CompleteEvidence {
  let features: Matrix
  let labels: Labels
  let evidence: Evidence

  /// Makes rows with distinct distances, so that the order of the rows cannot matter.
  ///
  /// - Parameters:
  ///   - rowCount: Number of rows that are judged.
  ///   - classCount: Number of clusters, one for each class.
  ///   - separation: Distance between centers along an axis; noise has standard deviation 1.
  ///   - flipped: The rows whose label becomes that of the next class.
  ///   - order: The order of the rows; ascending by default.
  /// - Throws: Never for sizes that fit.
  init(
    rowCount: Int = 60, classCount: Int, separation: Double, flipped: [Int] = [],
    order: [Int]? = nil
  ) throws {
    let (pool, clean) = try SyntheticData.clusters(
      rowCount: rowCount + 40, featureCount: 4, classCount: classCount, separation: separation,
      seed: 21)
    var given = clean
    for row in flipped { given[row] = (clean[row] + 1) % classCount }
    let rows = order ?? Array(0..<rowCount)
    features = pool.selecting(rows: rows)
    labels = given.selecting(rows: rows)
    let trustedRows = rowCount..<(rowCount + 40)
    let graph = try ExactNeighbors.graph(of: features, count: 30)
    evidence = Evidence(
      features: features, neighborGraph: graph,
      probabilities: Self.shares(graph, labels), dynamics: Self.course(graph, labels),
      trusted: TrustedRows(
        features: pool.selecting(rows: trustedRows), labels: clean.selecting(rows: trustedRows)),
      groups: LabelGroups(rows.map { "source \($0 % 4)" }),
      noiseRate: max(0.05, Double(flipped.count) / Double(rowCount)))
  }

  /// Shares of the ten nearest neighbors' labels, drawn towards equal ones: no row sees its own label.
  private static func shares(_ graph: NeighborGraph, _ labels: Labels) -> ClassProbabilities {
    let classCount = labels.classCount
    let elements = (0..<labels.count).flatMap { row -> [Double] in
      let votes = ClassVotes(graph.neighbors(of: row).prefix(10).map { labels[Int($0)] })
      return (0..<classCount).map { (Double(votes[$0]) + 0.5) / (10 + 0.5 * Double(classCount)) }
    }
    return ClassProbabilities(rowCount: labels.count, classCount: classCount, elements: elements)
  }

  /// Losses that fall in ten epochs, faster where more neighbors agree.
  private static func course(_ graph: NeighborGraph, _ labels: Labels) -> TrainingDynamics {
    let agreeing = (0..<labels.count).map { row in
      Float(graph.neighbors(of: row).prefix(10).count { labels[Int($0)] == labels[row] })
    }
    let margins = agreeing.flatMap { count in
      (1...10).map { Float($0) * (count - 5) / 5 + (count > 5 ? 0 : Float($0 % 2)) }
    }
    return TrainingDynamics(
      rowCount: labels.count, epochCount: 10, losses: margins.map { max(0.01, 5 - $0 / 2) },
      margins: margins,
      rivals: (0..<labels.count).map { row in
        let votes = ClassVotes(graph.neighbors(of: row).prefix(10).map { labels[Int($0)] })
        let others = (0..<labels.classCount).filter { $0 != labels[row] }
        return others.max { votes[$0] < votes[$1] } ?? 0
      })
  }
}
