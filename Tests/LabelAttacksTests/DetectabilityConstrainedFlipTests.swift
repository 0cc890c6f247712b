import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Neighbors
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct DetectabilityConstrainedFlipTests {
  private func problem(
    rowCount: Int = 90, classes: Int = 2, separation: Double = 2, seed: UInt64, neighbors: Int = 8
  ) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 2, classCount: classes, separation: separation, seed: seed)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 40, featureCount: 2, classCount: classes, separation: separation,
        seed: seed + 70),
      neighborGraph: try ExactNeighbors.graph(
        of: training.features, count: neighbors, execution: .serial))
  }

  @Test(arguments: [2, 3], [(5, 0.5), (8, 0.5), (7, 0.7), (4, 1.0)])
  func `no flipped label is flagged in the end`(classes: Int, rule: (k: Int, eta: Double)) throws {
    for seed in [UInt64(1), 2, 3] {
      let problem = try problem(classes: classes, seed: seed)
      let graph = try #require(problem.neighborGraph)
      let plan = try DetectabilityConstrainedFlip(neighborCount: rule.k, threshold: rule.eta)
        .craft(problem, budget: .count(30), seed: 1, execution: .serial)
      let vote = PlainNeighborVote(neighborCount: rule.k, threshold: rule.eta)
      let flagged = vote.flagged(problem.labels.applying(plan.flips), graph: graph)
      #expect(flagged.isDisjoint(with: plan.flips.map(\.row)))
      #expect(!plan.flips.isEmpty)
    }
  }

  @Test(arguments: [2, 4])
  func `a defender who never acts leaves the attack free`(classes: Int) throws {
    for seed in [UInt64(1), 2] {
      let problem = try problem(classes: classes, seed: seed)
      let free = try LeastSquaresFlip().craft(
        problem, budget: .count(40), seed: 1, execution: .serial)
      let hidden = DetectabilityConstrainedFlip(threshold: 1.01, allowedAlarms: 0)
      #expect(throws: AttackError.self) {
        try hidden.craft(problem, budget: .count(40), seed: 1, execution: .serial)
      }
      let found = try DetectabilityConstrainedFlip(
        neighborCount: 8, threshold: 1.01, allowedAlarms: 0
      ).craft(problem, budget: .count(40), seed: 1, execution: .serial)
      #expect(found == free)
    }
  }

  @Test func `so many flags and alarms as are allowed`() throws {
    for seed in [UInt64(1), 2, 3, 4] {
      let problem = try problem(separation: 4, seed: seed)
      let graph = try #require(problem.neighborGraph)
      let vote = PlainNeighborVote(neighborCount: 6)
      let before = vote.flagged(problem.labels, graph: graph).count
      for (flags, alarms) in [(0, 0), (3, nil), (2, 1), (90, 0)] as [(Int, Int?)] {
        let plan = try DetectabilityConstrainedFlip(
          neighborCount: 6, allowedFlags: flags, allowedAlarms: alarms
        ).craft(problem, budget: .count(25), seed: 1, execution: .serial)
        let flagged = vote.flagged(problem.labels.applying(plan.flips), graph: graph)
        let flips = Set(plan.flips.map(\.row))
        #expect(flagged.intersection(flips).count <= flags)
        if let alarms { #expect(flagged.subtracting(flips).count <= before + alarms) }
      }
    }
  }

  /// Every move at every step, tried on the labels by the plain rule and by trainings.
  @Test(arguments: [2, 3], [nil] + NamedLimits.all)
  func `at each step the best allowed move is made`(classes: Int, limits: NamedLimits?) throws {
    for seed in [UInt64(3), 4] {
      let problem = try problem(rowCount: 30, classes: classes, separation: 3, seed: seed)
        .limited(by: limits?.make(30) ?? .none)
      let plain = PlainLimits(problem: problem)
      let graph = try #require(problem.neighborGraph)
      let k = 5
      let vote = PlainNeighborVote(neighborCount: k)
      let retrained = RetrainedRidge(problem: problem, learner: Ridge())
      let plan = try DetectabilityConstrainedFlip(neighborCount: k).craft(
        problem, budget: .count(9), seed: 1, execution: .serial)
      var labels = problem.labels
      var flips: [Flip] = []
      func isAllowed(_ more: [Flip]) -> Bool {
        vote.flagged(labels.applying(more), graph: graph)
          .isDisjoint(with: (flips + more).map(\.row))
      }
      while flips.count < 9 {
        let before = try retrained.losses(labels).squared
        var best: (flips: [Flip], gain: Double)?
        func consider(_ move: [Flip]) throws {
          guard isAllowed(move) else { return }
          let gain =
            (try retrained.losses(labels.applying(move)).squared - before)
            / Double(move.count)
          if gain > (best?.gain ?? -.infinity) + 1e-12 { best = (move, gain) }
        }
        let made = flips.map(\.row)
        let free = plain.more(than: made)
        for row in free {
          var members: [Int] = []
          for other in graph.neighbors(of: row).prefix(k).map(Int.init)
          where labels[other] == labels[row] && free.contains(other)
            && plain.allow(made + [row] + members + [other])
          {
            members.append(other)
          }
          for size in 0...min(3, members.count, 8 - flips.count) {
            for to in 0..<classes where to != labels[row] {
              let move = ([row] + members.prefix(size))
                .map { Flip(row: $0, from: labels[row], to: to) }
              if size == 0 || !isAllowed([move[0]]) { try consider(move) }
            }
          }
        }
        guard let best else { break }
        flips += best.flips
        labels = labels.applying(best.flips)
      }
      #expect(plan.flips == flips)
    }
  }

  @Test func `flags kept up to date are those of the plain rule`() throws {
    let problem = try problem(rowCount: 60, classes: 3, separation: 1, seed: 8)
    let graph = try #require(problem.neighborGraph)
    for (k, eta) in [(1, 0.5), (4, 0.5), (7, 0.6), (8, 1)] {
      let vote = PlainNeighborVote(neighborCount: k, threshold: eta)
      var flags = NeighborFlags(
        problem.labels, graph: graph, rule: .init(neighborCount: k, threshold: eta))
      var generator = SeededGenerator(seed: 3, key: "flags")
      var flipped = Set<Int>()
      for _ in 0..<12 {
        let row = generator.below(60)
        guard !flipped.contains(row) else { continue }
        let flip = Flip(
          row: row, from: flags.labels[row], to: (flags.labels[row] + 1) % 3)
        let before = flags.count
        let change = flags.change(by: [flip])
        #expect(flags.count == before)
        _ = flags.keep([flip])
        flipped.insert(row)
        let expected = vote.flagged(flags.labels, graph: graph)
        #expect(flags.count.flips == expected.intersection(flipped).count)
        #expect(flags.count.others == expected.subtracting(flipped).count)
        #expect(flags.count.flips == before.flips + change.flips)
        #expect(flags.count.others == before.others + change.others)
      }
    }
  }

  @Test func `parameters out of range are refused by name`() throws {
    let problem = try problem(seed: 1)
    for attack in [
      DetectabilityConstrainedFlip(neighborCount: 0), .init(neighborCount: 9),
      .init(neighborCount: 5, threshold: 0.4), .init(neighborCount: 5, threshold: .nan),
      .init(neighborCount: 5, allowedFlags: -1), .init(neighborCount: 5, allowedAlarms: -1),
    ] {
      #expect(throws: AttackError.self) {
        try attack.craft(problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
  }
}
