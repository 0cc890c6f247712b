import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@Suite struct DetectorConstrainedFlipTests {
  /// Flags what a rule says of all labels.
  private struct Rule: Detector {
    var needs: Set<Evidence.Kind> = []
    var neighborCount = 0
    let flagged: @Sendable (Labels, Evidence) throws(DefenseError) -> Set<Int>

    func detect(
      _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
    ) throws(DefenseError) -> LabelIssues {
      let flagged = try flagged(labels, evidence)
      return LabelIssues(
        labelScores: (0..<labels.count).map { flagged.contains($0) ? 0 : 1 },
        isLabelIssue: (0..<labels.count).map(flagged.contains),
        predictedLabels: labels.classIndices,
        reasons: [Reason](repeating: .margin(0), count: labels.count))
    }
  }

  private static func vote(_ k: Int) -> Rule {
    Rule(needs: [.neighbors], neighborCount: k) { labels, evidence throws(DefenseError) in
      PlainNeighborVote(neighborCount: k)
        .flagged(labels, graph: try evidence.graph(for: labels))
    }
  }

  /// Flags rows that lie nearer to the mean of another class than to that of their own: no matter of neighbors.
  private static let centers = Rule(needs: [.features]) { labels, evidence throws(DefenseError) in
    let features = try evidence.features(for: labels)
    let sizes = labels.classSizes
    var means = sizes.map { _ in [Double](repeating: 0, count: features.columnCount) }
    for row in 0..<labels.count {
      addScaled(1 / Double(sizes[labels[row]]), features, row: row, to: &means[labels[row]])
    }
    return Set(
      (0..<labels.count).filter { row in
        let squares = means.map { mean in
          zip(features.row(row), mean).reduce(0) {
            $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
          }
        }
        return squares[labels[row]] > 1.5 * (squares.min() ?? 0)
      })
  }

  private func problem(
    classes: Int = 2, separation: Double = 3, seed: UInt64 = 1, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: 90, featureCount: 2, classCount: classes, separation: separation, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 40, featureCount: 2, classCount: classes, separation: separation,
        seed: seed + 70),
      neighborGraph: try ExactNeighbors.graph(of: training.features, count: 8, execution: .serial),
      limits: limits)
  }

  private func flagged(_ problem: AttackProblem, _ labels: Labels, by rule: Rule) throws -> Set<
    Int
  > {
    let issues = try rule.detect(
      labels,
      evidence: Evidence(features: problem.features, neighborGraph: problem.neighborGraph))
    return Set(issues.isLabelIssue.indices.filter { issues.isLabelIssue[$0] })
  }

  @Test(arguments: [2, 3], [UInt64(1), 2])
  func `no flipped label is flagged in the end`(classes: Int, seed: UInt64) throws {
    let problem = try problem(classes: classes, seed: seed)
    for rule in [Self.vote(5), Self.vote(8), Self.centers] {
      let plan = try DetectorConstrainedFlip(detector: rule, trialCount: 40).craft(
        problem, budget: .count(20), seed: 1, execution: .serial)
      let seen = try flagged(problem, problem.labels.applying(plan.flips), by: rule)
      #expect(seen.isDisjoint(with: plan.flips.map(\.row)))
      #expect(!plan.flips.isEmpty && plan.flips.count <= 20)
    }
  }

  /// The plain attack is seen, so that hiding is more than luck.
  @Test func `what does not hide is seen`() throws {
    let problem = try problem()
    let plan = try LeastSquaresFlip().craft(
      problem, budget: .count(20), seed: 1, execution: .serial)
    for rule in [Self.vote(5), Self.centers] {
      let seen = try flagged(problem, problem.labels.applying(plan.flips), by: rule)
      #expect(!seen.isDisjoint(with: plan.flips.map(\.row)))
    }
  }

  @Test func `blocks hide where no single flip does`() throws {
    let problem = try problem(separation: 12)
    let rule = Self.vote(4)
    for row in 0..<90 {
      let flip = Flip(row: row, from: problem.labels[row], to: 1 - problem.labels[row])
      #expect(
        try flagged(problem, problem.labels.applying([flip]), by: rule).contains(row))
    }
    let plan = try DetectorConstrainedFlip(detector: rule, trialCount: 300).craft(
      problem, budget: .count(30), seed: 1, execution: .serial)
    #expect(plan.flips.count >= 10)
    let seen = try flagged(problem, problem.labels.applying(plan.flips), by: rule)
    #expect(seen.isDisjoint(with: plan.flips.map(\.row)))
  }

  @Test(arguments: [2, 4])
  func `a detector that never flags leaves the attack free`(classes: Int) throws {
    for limits in [FlipLimits.none, FlipLimits(perClass: [0: 9], fixedRows: [1, 2, 30])] {
      let problem = try problem(classes: classes, limits: limits)
      let free = try LeastSquaresFlip().craft(
        problem, budget: .count(40), seed: 1, execution: .serial)
      let found = try DetectorConstrainedFlip(
        detector: Rule { _, _ throws(DefenseError) in [] }, allowedAlarms: 0, trialCount: 5
      ).craft(problem, budget: .count(40), seed: 1, execution: .serial)
      #expect(found == free)
    }
  }

  @Test func `so many flags and alarms as are allowed`() throws {
    for seed in [UInt64(1), 2, 3] {
      let problem = try problem(seed: seed)
      let rule = Self.vote(6)
      let before = try flagged(problem, problem.labels, by: rule).count
      for (flags, alarms) in [(0, 0), (3, nil), (2, 1), (90, 0)] as [(Int, Int?)] {
        let plan = try DetectorConstrainedFlip(
          detector: rule, allowedFlags: flags, allowedAlarms: alarms
        ).craft(problem, budget: .count(25), seed: 1, execution: .serial)
        let seen = try flagged(problem, problem.labels.applying(plan.flips), by: rule)
        let flips = Set(plan.flips.map(\.row))
        #expect(seen.intersection(flips).count <= flags)
        if let alarms { #expect(seen.subtracting(flips).count <= before + alarms) }
      }
    }
  }

  @Test func `limits are kept, and threads do not matter`() throws {
    let problem = try problem(
      limits: FlipLimits(perClass: [1: 4], fixedRows: Set(stride(from: 0, to: 90, by: 7))))
    let attack = DetectorConstrainedFlip(detector: Self.centers, trialCount: 30)
    let plans = try [1, 4].map {
      try attack.craft(
        problem, budget: .count(20), seed: 1, execution: Execution(threadCount: $0))
    }
    #expect(plans[0] == plans[1] && !plans[0].flips.isEmpty)
    #expect(plans[0].flips.count { $0.from == 1 } <= 4)
    #expect(plans[0].flips.allSatisfy { $0.row % 7 != 0 })
    for (place, step) in plans[0].steps.enumerated() {
      let labels = problem.labels.applying(plans[0].flips.prefix(place + 1))
      let expected = try RetrainedRidge(problem: problem, learner: Ridge()).losses(labels).squared
      #expect(abs((step.objective ?? 0) - expected) < 1e-9)
    }
  }

  @Test func `the detector runs at most so often`() throws {
    let problem = try problem(separation: 12)
    let counter = Counter()
    let rule = Rule { labels, _ throws(DefenseError) in
      counter.add()
      // All but the labels before the attack are seen through.
      return labels == problem.labels ? [] : Set(0..<90)
    }
    let plan = try DetectorConstrainedFlip(detector: rule, trialCount: 17).craft(
      problem, budget: .count(10), seed: 1, execution: .serial)
    #expect(plan.flips.isEmpty && counter.count == 18)
  }

  @Test func `labels that the detector refuses are not hidden, but at first they are told`() throws
  {
    let problem = try problem()
    let picky = Rule { labels, _ throws(DefenseError) in
      guard labels.classSizes[0] > 40 else { throw .missing(.trusted) }
      return []
    }
    let plan = try DetectorConstrainedFlip(detector: picky).craft(
      problem, budget: .count(30), seed: 1, execution: .serial)
    #expect(problem.labels.applying(plan.flips).classSizes[0] > 40 && !plan.flips.isEmpty)
    let refusing = Rule { _, _ throws(DefenseError) in throw .missing(.trusted) }
    #expect(throws: AttackError.invalidProblem("the detector: \(DefenseError.missing(.trusted))")) {
      try DetectorConstrainedFlip(detector: refusing).craft(
        problem, budget: .count(3), seed: 1, execution: .serial)
    }
  }

  @Test func `parameters out of range are refused by name`() throws {
    let problem = try problem()
    for attack in [
      DetectorConstrainedFlip(detector: Self.centers, allowedFlags: -1),
      .init(detector: Self.centers, allowedAlarms: -1),
      .init(detector: Self.centers, trialCount: 0), .init(detector: Self.vote(9)),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }

  /// Counts calls from any thread.
  private final class Counter: Sendable {
    private let calls = Shares()
    func add() { calls.add(1) }
    var count: Int { calls.all.count }
  }
}
