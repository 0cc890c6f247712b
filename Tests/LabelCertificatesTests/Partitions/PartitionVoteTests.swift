import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct PartitionVoteTests {
  private static let learners: [(name: String, learner: PartLearner)] = [
    ("ridge", .classifier(Ridge())),
    ("nearest", .classifier(KNearest(neighborCount: 1))),
    ("mlp", .classifier(MultilayerPerceptron(hiddenUnits: [4], epochs: 2))),
    ("weights of the part", .labelLinear(RidgeSmoother(), fittedOn: .part)),
    ("weights of all rows", .labelLinear(RidgeSmoother(), fittedOn: .allRows)),
  ]

  private static func problem(
    rowCount: Int, classCount: Int, threat: LabelThreat = .anyLabels, seed: UInt64 = 3
  ) throws -> CertificateProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classCount, seed: seed)
    return CertificateProblem(
      features: features, labels: labels,
      queries: Matrix(rows: [[2, 0], [0, 2], [1, 1], [-1, 0]]), threat: threat)
  }

  @Test(arguments: [0, 1, 3, 4], [PartitionVote.Election.plurality, .runOff])
  func `no change within the radius changes the prediction`(
    learner: Int, election: PartitionVote.Election
  ) throws {
    for (classCount, spread) in [(2, 1), (2, 2), (3, 1)] {
      for threat in TriedThreats.all(rowCount: 6) {
        let problem = try Self.problem(rowCount: 6, classCount: classCount, threat: threat)
        let certificate = PartitionVote(
          partCount: 3, spread: spread, election: election,
          learner: Self.learners[learner].learner)
        let certified = try certificate.certify(problem, seed: 1, execution: .serial)
        if classCount == 3, threat.allowedChanges == nil, threat.trustedRows.isEmpty { continue }
        let fewest = try TriedThreats.fewestChanges(certificate, problem)
        for (prediction, fewest) in zip(certified, fewest) {
          #expect(prediction.radius < fewest ?? .max)
        }
      }
    }
  }

  @Test(arguments: learners.indices)
  func `threads change nothing`(learner: Int) throws {
    let problem = try Self.problem(rowCount: 40, classCount: 3)
    for election in [PartitionVote.Election.plurality, .runOff] {
      let certificate = PartitionVote(
        partCount: 4, spread: 2, election: election, learner: Self.learners[learner].learner)
      let plain = try certificate.certify(problem, seed: 9, execution: .serial)
      let threads = try certificate.certify(
        problem, seed: 9, execution: Execution(threadCount: 3))
      #expect(plain == threads)
      #expect(plain.count == 4)
    }
  }

  @Test(arguments: learners.indices)
  func `models equal plain ones`(learner: Int) throws {
    guard case .classifier(let base) = Self.learners[learner].learner else { return }
    let problem = try Self.problem(rowCount: 30, classCount: 2)
    let parts = FeatureParts(problem.features, count: 5, spread: 1, seed: 4)
    var counts = [[Int]](repeating: [0, 0], count: 4)
    for (model, rows) in parts.rowsOfModel.enumerated() {
      let fitted = try base.fit(
        problem.features.selecting(rows: rows), problem.labels.selecting(rows: rows),
        seed: SeededGenerator.derivedSeed(4, key: "certificate/model/\(model)"))
      for (query, label) in fitted.probabilities(problem.queries, execution: .serial)
        .predictedLabels.enumerated()
      {
        counts[query][label] += 1
      }
    }
    let certified = try PartitionVote(partCount: 5, learner: Self.learners[learner].learner)
      .certify(problem, seed: 4, execution: .serial)
    for (prediction, votes) in zip(certified, counts) {
      let winner = votes[1] > votes[0] ? 1 : 0
      #expect(prediction.predictedLabel == winner)
      #expect(
        prediction.radius == (votes[winner] - votes[1 - winner] - winner) / 2)
    }
  }

  @Test func `weights of a part give what the classifier gives`() throws {
    let problem = try Self.problem(rowCount: 60, classCount: 3)
    func certified(_ learner: PartLearner) throws -> [CertifiedPrediction] {
      try PartitionVote(partCount: 5, learner: learner)
        .certify(problem, seed: 4, execution: .serial)
    }
    #expect(
      try certified(.classifier(Ridge()))
        == certified(
          .labelLinear(
            RidgeSmoother(regularization: 1, penalizesIntercept: false), fittedOn: .part)))
  }

  @Test func `parts without rows or with one class take part or not, and nothing traps`() throws {
    let features = Matrix(rows: [[0], [1], [1], [2]])
    let labels = try SyntheticData.labels([0, 1, 1, 1], classCount: 3)
    let problem = CertificateProblem(
      features: features, labels: labels, queries: Matrix(rows: [[0], [5]]))
    for learner in Self.learners {
      for partCount in [1, 2, 3, 7] {
        let certified = try PartitionVote(partCount: partCount, learner: learner.learner)
          .certify(problem, seed: 0, execution: .serial)
        #expect(certified.allSatisfy { $0.radius >= 0 && $0.predictedLabel != nil })
      }
    }
    // Three models of one class each, the votes 0, 1, 1: no rival may be ahead but with 1 part.
    let certified = try PartitionVote(partCount: 7).certify(problem, seed: 0, execution: .serial)
    #expect(certified[0] == CertifiedPrediction(predictedLabel: 1, radius: 0))
  }

  @Test func `a base that cannot learn from a part abstains there`() throws {
    // Cosine distance cannot tell a row of zeros.
    let problem = CertificateProblem(
      features: Matrix(rows: [[0, 0], [0, 1], [1, 0], [1, 2]]),
      labels: try SyntheticData.labels([0, 1, 1, 0], classCount: 2),
      queries: Matrix(rows: [[1, 1]]))
    let certified = try PartitionVote(
      partCount: 2, learner: .classifier(KNearest(neighborCount: 1, metric: .cosine))
    ).certify(problem, seed: 0, execution: .serial)
    #expect(certified[0].radius == 0)
  }

  @Test func `parameters and problems that do not fit are refused`() throws {
    let problem = try Self.problem(rowCount: 10, classCount: 2)
    func error(
      _ certificate: PartitionVote, _ problem: CertificateProblem
    ) -> CertificateError? {
      #expect(throws: CertificateError.self) {
        try certificate.certify(problem, seed: 0, execution: .serial)
      }
    }
    #expect(
      error(PartitionVote(partCount: 0), problem)
        == .invalidParameter(name: "parts", value: "0", allowed: "1 to 1048576"))
    #expect(
      error(PartitionVote(partCount: 5, spread: 0), problem)
        == .invalidParameter(name: "spread", value: "0", allowed: "1 to 209715 with 5 parts"))
    #expect(
      error(PartitionVote(learner: .classifier(Ridge(regularization: 0))), problem)
        == .invalidParameter(name: "regularization", value: "0.0", allowed: "a number above 0"))
    var queries = problem.queries
    queries[1, 0] = .nan
    #expect(
      error(
        PartitionVote(),
        CertificateProblem(features: problem.features, labels: problem.labels, queries: queries))
        == .invalidProblem("row 1, feature 0: found nan; only finite numbers are allowed"))
    let empty = CertificateProblem(
      features: Matrix(rowCount: 0, columnCount: 2, elements: []),
      labels: try SyntheticData.labels([], classCount: 2), queries: problem.queries)
    #expect(error(PartitionVote(), empty) != nil)
  }
}
