import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct AdversarialLabelFlipTests {
  private func problem(
    _ rowCount: Int, seed: UInt64, limits: FlipLimits = .none
  ) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 3, separation: 2, seed: seed)
    return AttackProblem(features: features, labels: labels, limits: limits)
  }

  private func search(
    _ problem: AttackProblem, _ machine: SupportVectorMachine, budget: Int
  ) throws -> AlternatingSearch.Found {
    let victim = try SupportVectorVictim(problem, machine: machine, execution: .serial)
    return try AlternatingSearch(victim, allowance: problem.allowance(.count(budget)))
      .run(mostRounds: 50, execution: .serial)
  }

  @Test(arguments: [
    SupportVectorMachine(tolerance: 1e-8),
    SupportVectorMachine(kernel: .radial(), cost: 10, tolerance: 1e-8),
  ])
  func `the objective rises in no half step`(machine: SupportVectorMachine) throws {
    let groups = LabelGroups((0..<40).map { "\($0 % 3)" })
    let limits = FlipLimits(
      perClass: [0: 3, 1: 4], perGroup: FlipLimits.GroupLimit(groups: groups, mostEach: 2))
    var longest = 0
    for seed in 1...5 as ClosedRange<UInt64> {
      for limits in [FlipLimits.none, limits] {
        let problem = try problem(40, seed: seed, limits: limits)
        let objectives = try search(problem, machine, budget: 8).objectives
        longest = max(longest, objectives.count)
        for (before, after) in zip(objectives, objectives.dropFirst()) {
          #expect(after <= before + 1e-6)
        }
      }
    }
    // One half step is a machine alone; some searches must go on.
    #expect(longest >= 5)
  }

  @Test func `the objective is that of the doubled set, summed plainly`() throws {
    let problem = try problem(24, seed: 7)
    let machine = SupportVectorMachine(kernel: .radial(rate: 0.2), cost: 2, tolerance: 1e-9)
    let found = try search(problem, machine, budget: 5)
    // Every row twice, with either label; its weight tells which counts.
    let doubled = problem.features.selecting(rows: Array(0..<24) + Array(0..<24))
    let labels = try SyntheticData.labels(
      problem.labels.classIndices + problem.labels.classIndices.map { 1 - $0 }, classCount: 2)
    let signs = labels.signs()
    func losses(_ model: KernelMachine) -> [Double] {
      zip(model.scores(doubled, execution: .serial)[0], signs).map { max(0, 1 - $0 * $1) }
    }
    let clean = losses(try machine.fit(problem.features, problem.labels, seed: 1))
    func value(_ rows: [Int]) throws -> Double {
      let weights = (0..<48).map { rows.contains($0 % 24) == ($0 >= 24) ? 1.0 : 0 }
      let model = try machine.fit(doubled, labels, weights: weights, seed: 1, execution: .serial)
      let kernel = model.kernel.products(model.supports, model.supports, execution: .serial)
      let count = model.supports.rowCount
      var norm = 0.0
      for i in 0..<count {
        for j in 0..<count {
          norm += model.coefficients[0][i] * model.coefficients[0][j] * kernel[i * count + j]
        }
      }
      let tainted = losses(model)
      return (0..<48).reduce(norm / 4) { $0 + weights[$1] * (tainted[$1] - clean[$1]) }
    }
    let least = try #require(found.objectives.min())
    #expect(abs(try value(found.rows) - least) < 1e-5)
    #expect(found.rows.count == 5)
  }

  @Test func `the first flips are those that the clean machine is surest of`() throws {
    let problem = try problem(40, seed: 2)
    let machine = SupportVectorMachine()
    let plan = try AdversarialLabelFlip(machine: machine, mostRounds: 1).craft(
      problem, budget: .count(6), seed: 1, execution: .serial)
    let scores = try machine.fit(problem.features, problem.labels, seed: 1)
      .scores(problem.features, execution: .serial)[0]
    let signs = problem.labels.signs()
    let changes = zip(scores, signs).map { score, sign -> Double in
      let margin = score * sign
      return max(0, 1 - margin) - max(0, 1 + margin)
    }
    let order = changes.indices.sorted { (changes[$0], $0) < (changes[$1], $1) }
    #expect(plan.flips.map(\.row) == Array(order.prefix(6)))
  }

  @Test(arguments: [SupportVectorMachine(), SupportVectorMachine(kernel: .radial(), cost: 10)])
  func `it harms more than random flips, in the mean over ten seeds`(
    machine: SupportVectorMachine
  ) throws {
    var sums = [0.0, 0.0]
    for seed in 1...10 as ClosedRange<UInt64> {
      let problem = try problem(60, seed: seed)
      let test = try SyntheticData.clusters(
        rowCount: 300, featureCount: 3, separation: 2, seed: seed + 100)
      let attacks: [any Attack] = [AdversarialLabelFlip(machine: machine), RandomFlip()]
      for (index, attack) in attacks.enumerated() {
        let plan = try attack.craft(
          problem, budget: .count(15), seed: seed, execution: .serial)
        sums[index] +=
          try machine.fit(
            problem.features, problem.labels.applying(plan.flips), seed: 1
          ).error(test.features, test.labels) / 10
      }
    }
    #expect(sums[0] > sums[1] + 0.05, "\(sums)")
  }

  @Test func `what cannot be attacked is refused`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 12, featureCount: 2, classCount: 3, seed: 1)
    let three = AttackProblem(features: features, labels: labels)
    let attacks: [any Attack] = [
      AdversarialLabelFlip(), HyperplaneTiltFlip(), RelaxedLabelFlip(), CorrelatedClusterFlip(),
    ]
    for attack in attacks {
      #expect(
        throws: AttackError.invalidProblem(
          "3 classes; this attack needs labels of exactly two classes")
      ) {
        try attack.craft(three, budget: .count(1), seed: 1, execution: .serial)
      }
    }
    let two = try problem(12, seed: 1)
    let refused: [any Attack] = [
      AdversarialLabelFlip(mostRounds: 0), HyperplaneTiltFlip(trialCount: 0),
      HyperplaneTiltFlip(marginWeight: -1), HyperplaneTiltFlip(randomWeight: .nan),
      RelaxedLabelFlip(stepCount: 0), RelaxedLabelFlip(stepLength: 0),
      CorrelatedClusterFlip(candidateCount: 1),
      AdversarialLabelFlip(machine: SupportVectorMachine(cost: 0)),
    ]
    for attack in refused {
      #expect(throws: AttackError.self) {
        try attack.craft(two, budget: .count(2), seed: 1, execution: .serial)
      }
    }
  }
}
