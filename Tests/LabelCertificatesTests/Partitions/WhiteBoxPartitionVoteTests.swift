import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct WhiteBoxPartitionVoteTests {
  @Test func `the published rule on four votes`() {
    // Votes 0, 0, 0, 1 with every kappa 2: class 1 needs to gain 3, which costs 4.
    var votes = CheapestVotes()
    for _ in 0..<3 { votes.addLeader(one: 2, two: 2) }
    #expect(votes.leastCost(needed: 3) == 4)
  }

  /// The least cost by a table over all models and gains.
  private static func table(
    leaders: [(one: Int?, two: Int?)], others: [Int], needed: Int
  ) -> Int? {
    var least = [Int?](repeating: nil, count: needed + 1)
    least[0] = 0
    let choices =
      leaders.map { [(1, $0.one), (2, $0.two)] } + others.map { [(1, Optional($0))] }
    for choice in choices {
      let before = least
      for gained in 0...needed {
        guard let known = before[gained] else { continue }
        for case (let gain, .some(let cost)) in choice {
          let after = min(needed, gained + gain)
          least[after] = min(least[after] ?? .max, known + cost)
        }
      }
    }
    return least[needed]
  }

  @Test(arguments: 0..<200)
  func `sorting equals a table over all models and gains`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed, key: "knapsack")
    let leaders = (0..<generator.below(7)).map { _ -> (one: Int?, two: Int?) in
      let one = 1 + generator.below(6)
      switch generator.below(5) {
      case 0: return (nil, nil)
      case 1: return (one, nil)
      default: return (one, one + generator.below(9))
      }
    }
    let others = (0..<generator.below(5)).map { _ in 1 + generator.below(6) }
    var votes = CheapestVotes()
    for leader in leaders { votes.addLeader(one: leader.one, two: leader.two) }
    for cost in others { votes.addOther(cost) }
    for needed in 0...18 {
      #expect(
        votes.leastCost(needed: needed)
          == Self.table(leaders: leaders, others: others, needed: needed))
    }
  }

  private static func problem(
    rowCount: Int, classCount: Int, separation: Double = 1, threat: LabelThreat = .anyLabels,
    seed: UInt64
  ) throws -> CertificateProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classCount, separation: separation,
      seed: seed)
    return CertificateProblem(
      features: features, labels: labels,
      queries: Matrix(rows: [[2, 0], [0, 2], [1, 1], [-1, 0]]), threat: threat)
  }

  @Test(arguments: [PartLearner.Features.part, .allRows], 0..<2)
  func `equals enumeration with two classes`(features: PartLearner.Features, seed: UInt64) throws {
    for partCount in [2, 3] {
      for threat in TriedThreats.all(rowCount: 7).prefix(6) {
        let problem = try Self.problem(rowCount: 7, classCount: 2, threat: threat, seed: seed)
        let certificate = WhiteBoxPartitionVote(partCount: partCount, fittedOn: features)
        let certified = try certificate.certify(problem, seed: 1, execution: .serial)
        let fewest = try TriedThreats.fewestChanges(certificate, problem)
        for (prediction, fewest) in zip(certified, fewest) {
          #expect(
            prediction.radius == fewest.map { $0 - 1 } ?? threat.total(rowCount: 7))
        }
      }
    }
  }

  @Test(arguments: 0..<3)
  func `is sound with three classes`(seed: UInt64) throws {
    let threat = LabelThreat(trustedRows: [1])
    let problem = try Self.problem(rowCount: 6, classCount: 3, threat: threat, seed: seed)
    let certificate = WhiteBoxPartitionVote(partCount: 3)
    let certified = try certificate.certify(problem, seed: 1, execution: .serial)
    for (prediction, fewest) in zip(
      certified, try TriedThreats.fewestChanges(certificate, problem))
    {
      #expect(prediction.radius < fewest ?? .max)
    }
  }

  @Test(arguments: [2, 3], [PartLearner.Features.part, .allRows])
  func `is never below the votes alone`(classCount: Int, features: PartLearner.Features) throws {
    let problem = try Self.problem(
      rowCount: 120, classCount: classCount, separation: 4, seed: 5)
    let black = try PartitionVote(
      partCount: 6, learner: .labelLinear(RidgeSmoother(), fittedOn: features)
    ).certify(problem, seed: 1, execution: .serial)
    let white = try WhiteBoxPartitionVote(partCount: 6, fittedOn: features)
      .certify(problem, seed: 1, execution: Execution(threadCount: 2))
    for (black, white) in zip(black, white) {
      #expect(black.predictedLabel == white.predictedLabel)
      #expect(white.radius >= black.radius)
    }
    #expect(zip(black, white).contains { $1.radius > $0.radius })
  }

  @Test func `sources are refused`() throws {
    let threat = TriedThreats.all(rowCount: 8)[6]
    let problem = try Self.problem(rowCount: 8, classCount: 2, threat: threat, seed: 0)
    #expect(throws: CertificateError.self) {
      try WhiteBoxPartitionVote(partCount: 3).certify(problem, seed: 1, execution: .serial)
    }
  }
}
