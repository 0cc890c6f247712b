import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

@Suite struct ActiveQueryTests {
  /// Two classes of ten small far clusters each, of which some are flipped as a whole: neighbors agree everywhere.
  private func colluding(
    flipped: Set<Int>, seed: UInt64
  ) throws -> (features: Matrix, labels: Labels, clusterOfRow: [Int], issues: LabelIssues) {
    var generator = SeededGenerator(seed: seed, key: "colluding")
    var (elements, classes, clusterOfRow): ([Float], [Int], [Int]) = ([], [], [])
    for row in 0..<600 {
      let cluster = row % 20
      let truth = cluster / 10
      elements.append(Float(truth == 0 ? -6 : 6) + Float(generator.normal()) / 2)
      elements.append(Float(cluster % 10) * 6 + Float(generator.normal()) / 2)
      classes.append(flipped.contains(cluster) ? 1 - truth : truth)
      clusterOfRow.append(cluster)
    }
    let features = Matrix(rowCount: 600, columnCount: 2, elements: elements)
    let labels = try SyntheticData.labels(classes, classCount: 2)
    let issues = try KNNAgreement(neighborCount: 10).detect(
      labels, evidence: Evidence(neighborGraph: try ExactNeighbors.graph(of: features, count: 10)))
    return (features, labels, clusterOfRow, issues)
  }

  @Test(arguments: 1...UInt64(10))
  func `every cluster that was flipped as a whole is asked about and told`(seed: UInt64) throws {
    let data = try colluding(flipped: [3, 14], seed: seed)
    #expect(data.issues.issueCount == 0)
    let map = try DoubtMap(data.labels, data.issues, features: data.features, seed: seed)
    let asked = ActiveQuery(count: 10).rows(map)
    let clusters = asked.map { data.clusterOfRow[$0] }
    #expect(Set(clusters).isSuperset(of: [3, 14]))
    let told = Set(map.regions.flatMap(\.rows).map { data.clusterOfRow[$0] })
    // A far view that is wrong elsewhere makes a region of labels that are right: it cannot be told apart.
    #expect(told.isSuperset(of: [3, 14]) && told.count <= 5)
    for region in map.regions where [3, 14].contains(data.clusterOfRow[region.rows[0]]) {
      #expect(region.label != region.farLabel && region.agreement == 1)
      #expect(data.labels[region.rows[0]] == region.label)
    }
  }

  @Test func `labels that both views are sure of are not in doubt`() throws {
    let data = try colluding(flipped: [], seed: 1)
    let map = try DoubtMap(data.labels, data.issues, features: data.features, seed: 1)
    #expect(map.regions.isEmpty && map.doubts.allSatisfy { (0...0.25).contains($0) })
    #expect(map.rows == Array(0..<600))
  }

  @Test(arguments: [1, 7, 600, 1000])
  func `rows are distinct, in range, and the same for a seed on any number of threads`(count: Int)
    throws
  {
    let data = try colluding(flipped: [3], seed: 2)
    func rows(threads: Int) throws -> [Int] {
      let map = try DoubtMap(
        data.labels, data.issues, features: data.features, seed: 4,
        execution: Execution(threadCount: threads))
      return ActiveQuery(count: count).rows(map)
    }
    let asked = try rows(threads: 1)
    #expect(asked.count == min(count, 600) && Set(asked).count == asked.count)
    #expect(asked.allSatisfy { (0..<600).contains($0) })
    #expect(try rows(threads: 3) == asked)
    // What is asked first does not depend on how much is asked.
    #expect(
      try rows(threads: 1).prefix(1)
        == ActiveQuery(count: 1).rows(
          DoubtMap(data.labels, data.issues, features: data.features, seed: 4))[...])
  }

  @Test func `posteriors take the place of scores`() throws {
    let data = try colluding(flipped: [], seed: 1)
    let posteriors: [Double] = (0..<600).flatMap { row -> [Double] in
      data.clusterOfRow[row] == 4 ? [0.5, 0.5] : data.labels[row] == 0 ? [1, 0] : [0.0, 1]
    }
    let issues = LabelIssues(
      labelScores: data.issues.labelScores, isLabelIssue: data.issues.isLabelIssue,
      predictedLabels: data.issues.predictedLabels, reasons: data.issues.reasons,
      posteriors: .init(rowCount: 600, classCount: 2, elements: posteriors))
    let map = try DoubtMap(data.labels, issues, features: data.features, seed: 1)
    let asked = ActiveQuery(count: 3).rows(map)
    #expect(asked.allSatisfy { data.clusterOfRow[$0] == 4 })
  }

  @Test func `a large set is sampled`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 1200, featureCount: 100, classCount: 100, separation: 4, seed: 1)
    let issues = LabelIssues(
      labelScores: [Double](repeating: 0.5, count: 1200),
      isLabelIssue: [Bool](repeating: false, count: 1200), predictedLabels: labels.classIndices,
      reasons: [Reason](repeating: .margin(0), count: 1200))
    #expect(DoubtMap.limit(columns: 100, classes: 100) == 1000)
    let map = try DoubtMap(labels, issues, features: features, seed: 1)
    #expect(map.rows.count == 1000 && map.rows == map.rows.sorted())
    #expect(Set(map.rows).count == 1000)
  }
}
