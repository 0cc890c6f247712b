import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import LabelDefenses
import Neighbors
import Testing
import VectorKernels

/// ``DetectorConstrainedFlip`` against the detectors that there are.
@Suite struct HiddenFromDetectorsTests {
  static func problem(
    rowCount: Int = 60, classes: Int = 2, seed: UInt64 = 1, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classes, separation: 3, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 40, featureCount: 2, classCount: classes, separation: 3, seed: seed + 70),
      neighborGraph: try ExactNeighbors.graph(
        of: training.features, count: 10, execution: .serial),
      limits: limits)
  }

  static func detector(_ id: String) throws -> SelfSuppliedDetector {
    let entry = try #require(Detectors.named.first { $0.id == id })
    return SelfSuppliedDetector(entry.make(Detectors.Options(neighborCount: 8)))
  }

  @Test(arguments: ["self-confidence", "centroid", "default", "knn"], [0, 2])
  func `no more flipped labels are flagged in the end than are allowed`(
    id: String, allowed: Int
  ) throws {
    let problem = try Self.problem(limits: FlipLimits(fixedRows: [0, 1, 2, 3]))
    let detector = try Self.detector(id)
    let plan = try DetectorConstrainedFlip(
      detector: detector, allowedFlags: allowed, allowedAlarms: 5, trialCount: 12
    ).craft(problem, budget: .count(12), seed: 1, execution: .serial)
    let evidence = Evidence(features: problem.features, neighborGraph: problem.neighborGraph)
    let before = try detector.detect(problem.labels, evidence: evidence).issueCount
    let issues = try detector.detect(problem.labels.applying(plan.flips), evidence: evidence)
    let seen = plan.flips.count { issues.isLabelIssue[$0.row] }
    #expect(seen <= allowed)
    #expect(issues.issueCount - seen <= before + 5)
    #expect(plan.flips.allSatisfy { $0.row > 3 })
    if allowed > 0 { #expect(!plan.flips.isEmpty) }
  }

  @Test func `the entry of the list takes any detector`() throws {
    let entry = try #require(Attacks.all.first { $0.id == "undetectable" })
    let problem = try Self.problem(classes: 3)
    let detector = try Self.detector("centroid")
    let made = try entry.make(
      Attacks.Options(detector: detector, trialCount: 20)
    ).craft(problem, budget: .count(8), seed: 1, execution: .serial)
    let direct = try DetectorConstrainedFlip(detector: detector, trialCount: 20)
      .craft(problem, budget: .count(8), seed: 1, execution: .serial)
    #expect(made == direct && !made.flips.isEmpty)
  }

  /// The fast path knows the flags without a run; both keep the same constraint.
  @Test func `the vote is met as the fast path meets it`() throws {
    let problem = try Self.problem(rowCount: 90)
    let vote = KNNAgreement(neighborCount: 8)
    let evidence = Evidence(features: problem.features, neighborGraph: problem.neighborGraph)
    for attack: any Attack in [
      DetectabilityConstrainedFlip(neighborCount: 8), DetectorConstrainedFlip(detector: vote),
    ] {
      let plan = try attack.craft(problem, budget: .count(15), seed: 1, execution: .serial)
      let issues = try vote.detect(problem.labels.applying(plan.flips), evidence: evidence)
      #expect(plan.flips.allSatisfy { !issues.isLabelIssue[$0.row] } && plan.flips.count > 5)
    }
  }

  @Test func `a detector that needs what an attacker lacks is told`() throws {
    #expect(throws: AttackError.invalidProblem("the detector: \(DefenseError.missing(.trusted))")) {
      try DetectorConstrainedFlip(detector: Self.detector("trusted")).craft(
        Self.problem(), budget: .count(2), seed: 1, execution: .serial)
    }
  }
}
