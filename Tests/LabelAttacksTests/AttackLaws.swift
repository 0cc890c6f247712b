import Classifiers
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

/// The laws of ``Attack``, run on every member of ``Attacks/all``.
@Suite struct AttackLaws {
  private static let options = Attacks.Options(
    learner: LinearHinge(epochs: 3), source: 1, target: 0, neighborCount: 4,
    defenses: [.sanitizer(PlainNeighborVote(neighborCount: 3))], restarts: 1,
    logistic: LogisticDescent(steps: 20))

  /// A problem of 24 rows, or 8 for an attack that takes few.
  private func problem(_ id: String, seed: UInt64 = 1) throws -> AttackProblem {
    let entry = try #require(Attacks.all.first { $0.id == id })
    let (features, labels) = try SyntheticData.clusters(
      rowCount: entry.mostRows == nil ? 24 : 8, featureCount: 3, seed: seed)
    let validation = try SyntheticData.clusters(rowCount: 20, featureCount: 3, seed: seed + 50)
    return AttackProblem(
      features: features, labels: labels, validation: validation,
      neighborGraph: try ExactNeighbors.graph(of: features, count: 5, execution: .serial))
  }

  @Test(arguments: Attacks.all.map(\.id), [0, 1, 5, 24, 99])
  func `stays within the budget and flips what is there`(id: String, budget: Int) throws {
    let attack = try member(id)
    let problem = try problem(id)
    let plan = try attack.craft(
      problem, budget: .count(budget), seed: 3, execution: .serial)
    #expect(plan.steps.count <= budget)
    #expect(Set(plan.flips.map(\.row)).count == plan.flips.count)
    for flip in plan.flips {
      #expect(problem.labels[flip.row] == flip.from)
      #expect((0..<2).contains(flip.to) && flip.to != flip.from)
    }
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `the same seed gives the same plan on any number of threads`(id: String) throws {
    let attack = try member(id)
    let problem = try problem(id)
    let plans = try [1, 2, 8].map {
      try attack.craft(
        problem, budget: .poisoningRate(0.25), seed: 3, execution: Execution(threadCount: $0))
    }
    #expect(plans[0] == plans[1] && plans[1] == plans[2])
    let entry = try #require(Attacks.all.first { $0.id == id })
    if entry.spendsBudget { #expect(plans[0].steps.count == 6) }
    if entry.plansNest {
      let less = try attack.craft(problem, budget: .count(2), seed: 3, execution: .serial)
      #expect(less == plans[0].prefix(2))
    }
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `an objective has a name, and is told for every step`(id: String) throws {
    let attack = try member(id)
    let plan = try attack.craft(
      try problem(id), budget: .count(4), seed: 3, execution: .serial)
    #expect((plan.initialObjective == nil) == (attack.objectiveName == nil))
    #expect(plan.steps.allSatisfy { ($0.objective == nil) == (attack.objectiveName == nil) })
  }

  @Test(arguments: Attacks.all.filter(\.needsNeighbors).map(\.id))
  func `a problem without neighbors is refused by those that need them`(id: String) throws {
    let problem = try problem(id)
    #expect(throws: AttackError.self) {
      try member(id).craft(
        AttackProblem(features: problem.features, labels: problem.labels), budget: .count(1),
        seed: 1, execution: .serial)
    }
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `labels of one class alone are no trap`(id: String) throws {
    let problem = try problem(id)
    let ones = try Labels(
      classIndices: [Int](repeating: 1, count: problem.labels.count),
      classNames: problem.labels.classNames)
    let plan = try member(id).craft(
      AttackProblem(
        features: problem.features, labels: ones, neighborGraph: problem.neighborGraph),
      budget: .count(3), seed: 1, execution: .serial)
    #expect(plan.flips.allSatisfy { $0.from == 1 && $0.to == 0 })
    let entry = try #require(Attacks.all.first { $0.id == id })
    if entry.spendsBudget { #expect(plan.flips.count == 3) }
  }

  /// Attacks that draw or sort rows once have no progress to tell.
  private static let silent: Set = [
    "random", "class-conditional", "pair", "margin-nearest", "margin-farthest",
  ]

  @Test(arguments: Attacks.all.map(\.id))
  func `progress ends at the whole, where there is any`(id: String) throws {
    let shares = Shares()
    _ = try member(id).craft(
      try problem(id), budget: .count(3), seed: 1,
      execution: Execution(threadCount: 2) { shares.add($0) })
    #expect(shares.all.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(shares.all.last == (Self.silent.contains(id) ? nil : 1))
  }

  /// Counted apart from what attacks ask, so that they cannot agree on what is wrong.
  @Test(arguments: Attacks.all.map(\.id), NamedLimits.all)
  func `the limits are kept, and what they leave is flipped`(
    id: String, limits: NamedLimits
  ) throws {
    let entry = try #require(Attacks.all.first { $0.id == id })
    for (seed, budget) in [(UInt64(1), 24), (2, 6)] {
      let free = try problem(id, seed: seed)
      let problem = free.limited(by: limits.make(free.labels.count))
      let plain = PlainLimits(problem: problem)
      let plan = try entry.make(Self.options).craft(
        problem, budget: .count(budget), seed: 3, execution: .serial)
      let rows = plan.flips.map(\.row)
      #expect(plan.steps.count <= budget && Set(rows).count == rows.count)
      #expect(plain.allow(rows))
      if entry.spendsBudget, rows.count < budget {
        let left = plain.more(than: rows)
        #expect(entry.needsClasses ? left.allSatisfy { problem.labels[$0] != 1 } : left.isEmpty)
      }
      if entry.plansNest {
        for less in [2, 5] {
          let start = try entry.make(Self.options).craft(
            problem, budget: .count(less), seed: 3, execution: .serial)
          #expect(start == plan.prefix(less))
        }
      }
    }
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `limits that nothing reaches change nothing`(id: String) throws {
    let free = try problem(id)
    let limits = FlipLimits(
      perClass: [0: 24, 1: 24],
      perGroup: .init(
        groups: LabelGroups((0..<free.labels.count).map { "\($0 % 3)" }), mostEach: 24),
      fixedRows: [99])
    let plans = try [free, free.limited(by: limits)].map {
      try member(id).craft($0, budget: .count(9), seed: 3, execution: .serial)
    }
    #expect(plans[0] == plans[1])
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `where no label may be flipped nothing is`(id: String) throws {
    let plan = try member(id).craft(
      try problem(id).limited(by: FlipLimits(fixedRows: Set(0..<24))), budget: .count(9), seed: 3,
      execution: .serial)
    #expect(plan.steps.isEmpty)
  }

  @Test(arguments: Attacks.all.map(\.id))
  func `who knows everything does what the attack does`(id: String) throws {
    let problem = try problem(id)
    let attack = try member(id)
    let plans = try [
      attack, LimitedKnowledge(attack, knowledge: .whiteBox),
      LimitedKnowledge(attack, knowledge: .sample(share: 1)),
    ].map { try $0.craft(problem, budget: .count(7), seed: 3, execution: .serial) }
    #expect(plans[0] == plans[1] && plans[0] == plans[2])
  }

  @Test(arguments: Attacks.all.map(\.id), [Knowledge.sample(share: 0.5), .features])
  func `who knows less keeps the laws`(id: String, knowledge: Knowledge) throws {
    let entry = try #require(Attacks.all.first { $0.id == id })
    let attack = LimitedKnowledge(try member(id), knowledge: knowledge)
    let free = try problem(id)
    for limits in [.none] + NamedLimits.all.map({ $0.make(free.labels.count) }) {
      let problem = free.limited(by: limits)
      let plans = try [1, 2, 8].map {
        try attack.craft(
          problem, budget: .count(9), seed: 3, execution: Execution(threadCount: $0))
      }
      #expect(plans[0] == plans[1] && plans[1] == plans[2])
      let rows = plans[0].flips.map(\.row)
      #expect(rows.count <= 9 && PlainLimits(problem: problem).allow(rows))
      for flip in plans[0].flips { #expect(problem.labels[flip.row] == flip.from) }
      if entry.plansNest {
        let less = try attack.craft(problem, budget: .count(4), seed: 3, execution: .serial)
        #expect(plans[0].flips.starts(with: less.flips) && less.flips.count <= 4)
      }
      let none = try attack.craft(problem, budget: .count(0), seed: 3, execution: .serial)
      #expect(none.steps.isEmpty && (none.initialObjective == nil) == (attack.objectiveName == nil))
    }
  }

  private func member(_ id: String) throws -> any Attack {
    try #require(Attacks.all.first { $0.id == id }).make(Self.options)
  }
}
