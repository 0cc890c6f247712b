import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct ColludingFlipTests {
  private func problem(classes: Int = 2) throws -> AttackProblem {
    let training = try SyntheticData.clusters(
      rowCount: 120, featureCount: 3, classCount: classes, separation: 3, seed: 1)
    return AttackProblem(
      features: training.features, labels: training.labels,
      validation: try SyntheticData.clusters(
        rowCount: 60, featureCount: 3, classCount: classes, separation: 3, seed: 2))
  }

  /// The best choice of cluster and class by trainings, as the definition says.
  @Test(arguments: [2, 3], [nil] + NamedLimits.all)
  func `whole clusters are flipped, the most harmful for each flip first`(
    classes: Int, limits: NamedLimits?
  ) throws {
    let problem = try problem(classes: classes).limited(by: limits?.make(120) ?? .none)
    let plain = PlainLimits(problem: problem)
    let plan = try ColludingFlip(shape: .clusters(rowsEach: 10)).craft(
      problem, budget: .count(40), seed: 5, execution: Execution(threadCount: 2))
    if limits == nil { #expect(plan.steps.count == 40) }
    let retrained = RetrainedRidge(problem: problem, learner: Ridge())
    var clusters = try KMeans(clusterCount: 12)
      .fit(problem.features, seed: 5, execution: .serial).members.filter { !$0.isEmpty }
    var labels = problem.labels
    var flips: [Flip] = []
    while flips.count < 40 {
      let before = try retrained.losses(labels).squared
      var best: (place: Int, flips: [Flip], gain: Double)?
      for (place, rows) in clusters.enumerated() {
        let sizes = problem.labels.selecting(rows: rows).classSizes
        let majority = sizes.firstIndex(of: sizes.max() ?? 0)
        for to in 0..<classes where to != majority {
          var some: [Flip] = []
          for row in rows
          where labels[row] != to && plain.allow((flips + some).map(\.row) + [row]) {
            some.append(Flip(row: row, from: labels[row], to: to))
          }
          guard !some.isEmpty else { continue }
          let gain =
            (try retrained.losses(labels.applying(some)).squared - before)
            / Double(some.count)
          if gain > best?.gain ?? -.infinity { best = (place, some, gain) }
        }
      }
      guard let chosen = best else { break }
      clusters.remove(at: chosen.place)
      labels = labels.applying(chosen.flips)
      flips += chosen.flips
    }
    #expect(plan.flips == Array(flips.prefix(40)))
    for (count, step) in plan.steps.enumerated() where count % 7 == 0 {
      let after = try retrained.losses(problem.labels.applying(plan.flips.prefix(count + 1)))
      #expect(abs((step.objective ?? 0) - after.squared) < 1e-9)
    }
  }

  /// The best pair of all by trainings, as the definition says.
  @Test(arguments: [2, 3])
  func `opposing clusters get each other's class, the most harmful pair first`(
    classes: Int
  ) throws {
    let problem = try problem(classes: classes)
    let plan = try ColludingFlip(shape: .opposing(rowsEach: 10)).craft(
      problem, budget: .count(60), seed: 5, execution: Execution(threadCount: 2))
    let found = try KMeans(clusterCount: 12).fit(problem.features, seed: 5, execution: .serial)
    let members = found.members
    func majority(_ cluster: Int) -> Int {
      let sizes = problem.labels.selecting(rows: members[cluster]).classSizes
      return sizes.firstIndex(of: sizes.max() ?? 0) ?? 0
    }
    func distance(_ first: Int, _ second: Int) -> Double {
      zip(found.centers.row(first), found.centers.row(second)).reduce(0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
    }
    var pairs = Set<[Int]>()
    for cluster in members.indices where !members[cluster].isEmpty {
      let others = members.indices.filter {
        !members[$0].isEmpty && majority($0) != majority(cluster)
      }.sorted { distance(cluster, $0) < distance(cluster, $1) }
      for other in others.prefix(5) { pairs.insert([cluster, other].sorted()) }
    }
    let retrained = RetrainedRidge(problem: problem, learner: Ridge())
    var labels = problem.labels
    var flips = Set<Flip>()
    while flips.count < plan.flips.count, !pairs.isEmpty {
      let before = try retrained.losses(labels).squared
      var best: (pair: [Int], flips: [Flip], gain: Double)?
      for pair in pairs {
        let some = zip(pair, pair.reversed()).flatMap { own, other in
          members[own].filter { labels[$0] != majority(other) }.map {
            Flip(row: $0, from: labels[$0], to: majority(other))
          }
        }
        let gain =
          (try retrained.losses(labels.applying(some)).squared - before) / Double(some.count)
        if gain > best?.gain ?? -.infinity { best = (pair, some, gain) }
      }
      let chosen = try #require(best)
      pairs = pairs.filter { Set($0).isDisjoint(with: chosen.pair) }
      labels = labels.applying(chosen.flips)
      let reached = flips.count + chosen.flips.count
      if reached <= plan.flips.count {
        #expect(Set(plan.flips[flips.count..<reached]) == Set(chosen.flips))
      } else {
        // The last pair is cut, but both of its clusters have begun.
        let part = plan.flips[flips.count...]
        #expect(Set(part).isSubset(of: chosen.flips))
        if part.count > 1 { #expect(Set(part.prefix(2).map(\.to)).count == 2) }
      }
      flips.formUnion(chosen.flips)
    }
    #expect(plan.flips.count == 60 || pairs.isEmpty)
    #expect(!plan.flips.isEmpty)
    let after = try retrained.losses(problem.labels.applying(plan.flips)).squared
    #expect(abs((plan.steps.last?.objective ?? 0) - after) < 1e-9)
  }

  @Test func `opposing clusters keep limits, and plans nest`() throws {
    let free = try problem()
    let problem = AttackProblem(
      features: free.features, labels: free.labels,
      validation: (free.validationFeatures, free.validationLabels),
      limits: FlipLimits(perClass: [0: 4], fixedRows: [3, 5, 8]))
    let attack = ColludingFlip(shape: .opposing(rowsEach: 10))
    let plan = try attack.craft(problem, budget: .count(30), seed: 5, execution: .serial)
    #expect(plan.flips.count { $0.from == 0 } <= 4)
    #expect(!plan.flips.contains { [3, 5, 8].contains($0.row) })
    let less = try attack.craft(problem, budget: .count(7), seed: 5, execution: .serial)
    #expect(less == plan.prefix(7) && less.flips.count == 7)
  }

  @Test func `a ball is the nearest rows without the class`() throws {
    let problem = try problem()
    let center = Array(problem.features.row(7))
    let plan = try ColludingFlip(shape: .ball(center: center, to: 0)).craft(
      problem, budget: .count(9), seed: 1, execution: .serial)
    let squares = (0..<120).map { row in
      zip(problem.features.row(row), center).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
    }
    let expected = (0..<120).filter { problem.labels[$0] == 1 }
      .sorted { squares[$0] < squares[$1] }.prefix(9)
    #expect(plan.flips == expected.map { Flip(row: $0, from: 1, to: 0) })
    #expect(plan.flips[0].row == 7)
    #expect(ColludingFlip(shape: .ball(center: center, to: 0)).objectiveName == nil)
  }

  @Test(arguments: NamedLimits.all)
  func `a ball leaves out what the limits forbid`(limits: NamedLimits) throws {
    let free = try problem()
    let problem = free.limited(by: limits.make(120))
    let attack = ColludingFlip(
      shape: .ball(center: Array(problem.features.row(7)), to: 0))
    let all = try attack.craft(free, budget: .count(120), seed: 1, execution: .serial)
    var rows: [Int] = []
    for row in all.flips.map(\.row) where PlainLimits(problem: problem).allow(rows + [row]) {
      rows.append(row)
    }
    let plan = try attack.craft(problem, budget: .count(4), seed: 1, execution: .serial)
    #expect(plan.flips.map(\.row) == Array(rows.prefix(4)))
  }

  @Test func `what does not fit is refused`() throws {
    let problem = try problem()
    for shape in [
      ColludingFlip.Shape.clusters(rowsEach: 0), .opposing(rowsEach: 0), .ball(center: [1], to: 0),
      .ball(center: [1, .nan, 1], to: 0), .ball(center: [1, 1, 1], to: 2),
    ] {
      #expect(throws: AttackError.self) {
        try ColludingFlip(shape: shape).craft(
          problem, budget: .count(1), seed: 1, execution: .serial)
      }
    }
    let around = Attacks.Options(center: [1, 1, 1])
    let entry = try #require(Attacks.all.first { $0.id == "colluding" })
    #expect(throws: AttackError.self) { try entry.make(around) }
  }
}
