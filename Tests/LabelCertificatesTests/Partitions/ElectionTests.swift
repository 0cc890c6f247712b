import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

/// The bounds on elections against all that corrupted models can say.
@Suite struct ElectionTests {
  /// Parts of one row each, and models of a spread.
  private static func parts(models: Int, spread: Int) -> FeatureParts {
    let features = Matrix(rowCount: models, columnCount: 1, elements: (0..<models).map(Float.init))
    return FeatureParts(features, count: models / spread, spread: spread, seed: 5)
  }

  private static func units(
    _ parts: FeatureParts, classCount: Int, threat: LabelThreat = .anyLabels
  ) throws -> CorruptionUnits {
    let rows = parts.rowsOfPart.joined().count
    return CorruptionUnits(
      threat,
      labels: try SyntheticData.labels((0..<rows).map { $0 % classCount }, classCount: classCount),
      parts: parts)
  }

  /// All orders of the classes, best first, as scores.
  private static func rankings(classCount: Int) -> [[Double]] {
    func orders(_ rest: [Int]) -> [[Int]] {
      rest.isEmpty
        ? [[]] : rest.flatMap { first in orders(rest.filter { $0 != first }).map { [first] + $0 } }
    }
    return orders(Array(0..<classCount)).map { order in
      var scores = [Double](repeating: 0, count: classCount)
      for (place, label) in order.enumerated() { scores[label] = Double(classCount - place) }
      return scores
    }
  }

  private static func winner(_ scores: [[Double]], _ election: PartitionVote.Election) -> Int {
    let ballots = PartBallots(models: scores.map { .scores([$0]) })
    let classCount = scores[0].count
    switch election {
    case .plurality: return Plurality(ballots.votes(query: 0), classCount: classCount).order[0]
    case .runOff: return RunOff(ballots, query: 0, classCount: classCount).winner
    }
  }

  /// The fewest parts whose models, saying anything, change the winner; by trying all.
  private static func fewestParts(
    _ scores: [[Double]], _ election: PartitionVote.Election, _ parts: FeatureParts
  ) -> Int? {
    let rankings = rankings(classCount: scores[0].count)
    let winner = winner(scores, election)
    func changes(_ models: ArraySlice<Int>, _ scores: [[Double]]) -> Bool {
      guard let model = models.first else { return Self.winner(scores, election) != winner }
      return rankings.contains { ranking in
        var changed = scores
        changed[model] = ranking
        return changes(models.dropFirst(), changed)
      }
    }
    let count = parts.rowsOfPart.count
    return (1..<1 << count).filter { set in
      let models = Set(
        (0..<count).filter { set >> $0 & 1 == 1 }.flatMap { parts.modelsOfPart[$0] })
      return models.count <= 4 && changes(models.sorted()[...], scores)
    }.map(\.nonzeroBitCount).min()
  }

  private static func certified(
    _ scores: [[Double]], _ election: PartitionVote.Election, _ units: CorruptionUnits
  ) -> CertifiedPrediction {
    let ballots = PartBallots(models: scores.map { .scores([$0]) })
    let classCount = scores[0].count
    return switch election {
    case .plurality:
      Plurality(ballots.votes(query: 0), classCount: classCount).certified(units)
    case .runOff: RunOff(ballots, query: 0, classCount: classCount).certified(units)
    }
  }

  private static func draw(_ count: Int, classCount: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed, key: "ballots")
    let rankings = rankings(classCount: classCount)
    // A favourite, so that radii differ from 0.
    return (0..<count).map { _ in
      rankings[generator.below(2) == 0 ? 0 : generator.below(rankings.count)]
    }
  }

  @Test(arguments: [2, 3], 0..<12)
  func `the radius of the most votes is exact at the votes`(classCount: Int, seed: UInt64) throws {
    let parts = Self.parts(models: 6, spread: 1)
    let scores = Self.draw(6, classCount: classCount, seed: seed)
    let found = Self.certified(
      scores, .plurality, try Self.units(parts, classCount: classCount))
    // At most 4 corrupted models are tried, which is enough to change any vote of 6.
    #expect(Self.fewestParts(scores, .plurality, parts) == found.radius + 1)
  }

  @Test(arguments: [2, 3], 0..<12)
  func `finite aggregation is sound`(classCount: Int, seed: UInt64) throws {
    let parts = Self.parts(models: 6, spread: 2)
    let scores = Self.draw(6, classCount: classCount, seed: seed)
    let found = Self.certified(
      scores, .plurality, try Self.units(parts, classCount: classCount))
    if let fewest = Self.fewestParts(scores, .plurality, parts) {
      #expect(found.radius < fewest)
    }
  }

  @Test(arguments: [1, 2], 0..<14)
  func `a run-off is sound`(spread: Int, seed: UInt64) throws {
    let parts = Self.parts(models: 6, spread: spread)
    let scores = Self.draw(6, classCount: 3, seed: seed)
    let found = Self.certified(scores, .runOff, try Self.units(parts, classCount: 3))
    let fewest = try #require(Self.fewestParts(scores, .runOff, parts))
    #expect(found.radius < fewest)
    #expect(found.predictedLabel == Self.winner(scores, .runOff))
  }

  /// The bound of the paper, by its recursion, in labels.
  private static func paperRadius(_ scores: [[Double]]) -> Int {
    let classCount = scores[0].count
    let classes = 0..<classCount
    func prefers(_ row: [Double], _ a: Int, _ b: Int) -> Bool { row[a] > row[b] }
    let votes = scores.map { row in classes.first { row[$0] == row.max() } ?? 0 }
    let counts = classes.map { label in votes.count { $0 == label } }
    let order = classes.sorted { (counts[$1], $0) < (counts[$0], $1) }
    func duel(_ a: Int, _ b: Int) -> Int { 2 * scores.count { prefers($0, a, b) } - scores.count }
    let (a, b) = (order[0], order[1])
    let p = duel(a, b) > 0 || (duel(a, b) == 0 && a < b) ? a : b
    let second = p == a ? b : a
    func least(_ i: Int, _ j: Int) -> Int {
      if i == 0, j == 0 { return 0 }
      if max(i, j) <= 2, min(i, j) <= 1 { return 1 }
      if j <= 1 { return (i + 1) / 2 }
      if i <= 1 { return (j + 1) / 2 }
      return 1 + min(least(max(0, i - 2), j - 1), least(i - 1, max(0, j - 2)))
    }
    func ceilHalf(_ value: Int) -> Int { (max(0, value) + 1) / 2 }
    let rivals = classes.filter { $0 != p }
    var cost = Int.max
    for c in rivals {
      for e in rivals where e < c {
        let g = max(0, counts[p] - counts[c] + (c > p ? 1 : 0))
        let h = max(0, counts[p] - counts[e] + (e > p ? 1 : 0))
        cost = min(cost, least(g, h))
      }
      let reach = c == second ? 0 : ceilHalf(counts[second] - counts[c] + (c > second ? 1 : 0))
      cost = min(cost, max(reach, ceilHalf(duel(p, c) + (c > p ? 1 : 0))))
    }
    return cost - 1
  }

  @Test(arguments: [3, 4, 6], 0..<20)
  func `a run-off is never below the bound of the paper`(classCount: Int, seed: UInt64) throws {
    let count = 41
    var generator = SeededGenerator(seed: seed, key: "many ballots")
    let scores = (0..<count).map { _ in
      let favourite = generator.below(3) == 0 ? generator.below(classCount) : generator.below(2)
      return (0..<classCount).map {
        generator.unitInterval() + ($0 == favourite ? 1 : 0)
      }
    }
    let parts = Self.parts(models: count, spread: 1)
    let units = try Self.units(parts, classCount: classCount)
    let found = Self.certified(scores, .runOff, units)
    let paper = Self.paperRadius(scores)
    #expect(found.radius >= paper)
    // It can only be above where so many models vote for others that votes of the leader run out.
    #expect(found.radius <= paper + 2)
  }

  @Test func `a rival without votes needs them all`() throws {
    // 5 models, all for class 0: 3 of them must change.
    let units = try Self.units(Self.parts(models: 5, spread: 1), classCount: 2)
    let plain = Self.certified(
      [[Double]](repeating: [1, 0], count: 5), .plurality, units)
    #expect(plain == CertifiedPrediction(predictedLabel: 0, radius: 2))
    let tied = Self.certified(
      [[1, 0], [1, 0], [0, 1], [0, 1]], .plurality,
      try Self.units(Self.parts(models: 4, spread: 1), classCount: 2))
    #expect(tied == CertifiedPrediction(predictedLabel: 0, radius: 0))
  }

  @Test func `models that stay silent give one vote's difference, mute ones none`() throws {
    let units = try Self.units(Self.parts(models: 5, spread: 1), classCount: 2)
    let silent = Plurality([.label(0), .label(0), .none, .none, .none], classCount: 2)
    #expect(silent.certified(units).radius == 1)
    let mute = Plurality([.label(0), .label(0), .never, .never, .never], classCount: 2)
    #expect(mute.certified(units).radius == 1)
    let alone = Plurality([.label(1), .never, .never, .never, .never], classCount: 2)
    #expect(alone.certified(units).radius == 0)
    let nobody = Plurality([.never, .never, .never, .never, .never], classCount: 2)
    #expect(nobody.certified(units) == CertifiedPrediction(predictedLabel: 0, radius: 5))
  }

  @Test func `costs and sources count what reaches the models`() throws {
    let parts = Self.parts(models: 6, spread: 1)
    let votes: [PartBallots.Vote] = [
      .label(0), .label(0), .label(0), .label(0), .label(0), .label(1),
    ]
    // Class 1 needs 4 + 1, so 3 models of those for class 0.
    let costs = try Self.units(
      parts, classCount: 2, threat: LabelThreat(unit: .costs([4, 1, 2, 7, 1, 1])))
    #expect(Plurality(votes, classCount: 2).certified(costs).radius == 3)
    let sources = try Self.units(
      parts, classCount: 2,
      threat: LabelThreat(unit: .groups(LabelGroups(["a", "a", "b", "b", "c", "c"]))))
    #expect(Plurality(votes, classCount: 2).certified(sources).radius == 1)
    let trusted = try Self.units(
      parts, classCount: 2, threat: LabelThreat(trustedRows: [0, 1, 2]))
    #expect(Plurality(votes, classCount: 2).certified(trusted).radius == 6)
  }
}
