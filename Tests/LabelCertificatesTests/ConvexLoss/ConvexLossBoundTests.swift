import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct ConvexLossBoundTests {
  private static func problem(
    rowCount: Int, classCount: Int, threat: LabelThreat = .anyLabels, seed: UInt64
  ) throws -> CertificateProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classCount, separation: 4, seed: seed)
    return CertificateProblem(
      features: features, labels: labels, queries: Matrix(rows: [[4, 0], [0, 4], [2, 1]]),
      threat: threat)
  }

  @Test(arguments: 0..<6)
  func `never exceeds the radius that all flips show, for two classes`(seed: UInt64) throws {
    let threat = TriedThreats.all(rowCount: 9)[Int(seed)]
    let problem = try Self.problem(rowCount: 9, classCount: 2, threat: threat, seed: seed)
    var isPositive = false
    for regularization in [1, 30] {
      let certificate = ConvexLossBound(regularization: Double(regularization))
      let found = try certificate.certify(problem, seed: 0, execution: .serial)
      let fewest = try TriedThreats.fewestChanges(certificate, problem)
      for (prediction, fewest) in zip(found, fewest) {
        #expect(prediction.radius < fewest ?? .max)
        isPositive = isPositive || prediction.radius > 0
      }
    }
    #expect(isPositive)
  }

  @Test(arguments: 0..<4)
  func `never exceeds the radius that all flips show, for three classes`(seed: UInt64) throws {
    let threat = TriedThreats.all(rowCount: 6)[Int(seed)]
    let problem = try Self.problem(rowCount: 6, classCount: 3, threat: threat, seed: seed)
    let certificate = ConvexLossBound(regularization: 20)
    let found = try certificate.certify(problem, seed: 0, execution: .serial)
    for (prediction, fewest) in zip(
      found, try TriedThreats.fewestChanges(certificate, problem))
    {
      #expect(prediction.radius < fewest ?? .max)
    }
  }

  /// The margins themselves stay above what the bound leaves of them, whichever labels change.
  @Test(arguments: [2, 3])
  func `leads fall by no more than the sum of gains`(classCount: Int) throws {
    let problem = try Self.problem(rowCount: 12, classCount: classCount, seed: 7)
    let learner = LogisticRegression(regularization: 5, penalizesBias: true)
    func scores(_ labels: Labels) throws -> [[Double]] {
      let model = try learner.fit(problem.features, labels, seed: 0)
      let columns = model.weights.indices.map { model.scores(problem.queries, output: $0) }
      return problem.queries.rows.map { row in
        columns.count == 1 ? [0, columns[0][row]] : columns.map { $0[row] }
      }
    }
    let before = try scores(problem.labels)
    let model = try learner.fit(problem.features, problem.labels, seed: 0)
    let leads = try StableLeads(problem, learner: learner, model: model)
    var generator = SeededGenerator(seed: 3, key: "changes")
    var tightest = Double.infinity
    for _ in 0..<60 {
      var changed = problem.labels
      let rows = generator.permutation(count: 12).prefix(1 + generator.below(3))
      for row in rows { changed[row] = generator.below(classCount) }
      let after = try scores(changed)
      for query in before.indices {
        for rival in 0..<classCount {
          let leader = before[query].indices.max { before[query][$0] < before[query][$1] } ?? 0
          guard rival != leader else { continue }
          let gains = leads.gains(query: query, leader: leader, rival: rival)
          let allowed = rows.filter { changed[$0] != problem.labels[$0] }
            .reduce(0) { $0 + gains[$1] }
          let fall =
            before[query][leader] - before[query][rival] - after[query][leader]
            + after[query][rival]
          #expect(fall <= allowed + 1e-6)
          tightest = min(tightest, allowed - fall)
        }
      }
    }
    #expect(tightest < 1)
  }

  @Test func `an absent class, one row and one class are certified too`() throws {
    for (classes, rows) in [([0], 1), ([1, 1], 2), ([0, 2, 0], 3)] {
      let problem = CertificateProblem(
        features: Matrix(rowCount: rows, columnCount: 1, elements: (0..<rows).map(Float.init)),
        labels: try SyntheticData.labels(classes, classCount: 3),
        queries: Matrix(rows: [[0], [1]]))
      let certificate = ConvexLossBound()
      let found = try certificate.certify(problem, seed: 0, execution: .serial)
      for (prediction, fewest) in zip(
        found, try TriedThreats.fewestChanges(certificate, problem))
      where prediction.radius >= 0 {
        #expect(prediction.radius < fewest ?? .max)
      }
    }
  }

  @Test func `threads change nothing, and a penalty of 0 is refused`() throws {
    let problem = try Self.problem(rowCount: 60, classCount: 3, seed: 1)
    let certificate = ConvexLossBound()
    #expect(
      try certificate.certify(problem, seed: 0, execution: .serial)
        == certificate.certify(problem, seed: 0, execution: Execution(threadCount: 3)))
    #expect(
      throws: CertificateError.invalidParameter(
        name: "regularization", value: "0.0", allowed: "a number above 0")
    ) {
      try ConvexLossBound(regularization: 0).certify(problem, seed: 0, execution: .serial)
    }
  }
}

extension Matrix {
  fileprivate var rows: Range<Int> { 0..<rowCount }
}
