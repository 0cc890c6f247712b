import FlipguardTestSupport
import LabelData
import Testing

@testable import Classifiers

@Suite struct LabelRadiusTests {
  /// Weights that bring ties, cancellation and every kind of storage.
  private static func weights(_ kind: Int, rowCount: Int, seed: UInt64) -> LabelWeights {
    var generator = SeededGenerator(seed: seed, key: "weights/\(kind)")
    let order = generator.permutation(count: rowCount)
    let chosen = order.prefix(1 + generator.below(rowCount)).map(Int32.init)
    switch kind {
    case 0: return .votes(chosen)
    case 1: return .dense((0..<rowCount).map { _ in generator.unitInterval() - 0.4 })
    case 2: return .sparse(rows: chosen, values: chosen.map { _ in generator.unitInterval() - 0.2 })
    default: return .dense((0..<rowCount).map { _ in Double(generator.below(4) - 1) })
    }
  }

  private static func threats(rowCount: Int, seed: UInt64) -> [LabelThreat] {
    var generator = SeededGenerator(seed: seed, key: "threats")
    let costs = (0..<rowCount).map { _ in 1 + generator.below(3) }
    let sources = LabelGroups((0..<rowCount).map { _ in "\(generator.below(3))" })
    let units: [LabelThreat.Unit] = [.labels, .costs(costs), .groups(sources)]
    let changes: Set<LabelThreat.ClassChange> = [
      .init(from: 0, to: 1), .init(from: 1, to: 2), .init(from: 2, to: 0), .init(from: 2, to: 1),
    ]
    return units.flatMap { unit in
      [
        LabelThreat(unit: unit), LabelThreat(trustedRows: [0, 3], unit: unit),
        LabelThreat(trustedRows: [1], allowedChanges: changes, unit: unit),
      ]
    }
  }

  @Test(arguments: 0..<4, [5, 6])
  func `equals enumeration over all relabellings`(kind: Int, rowCount: Int) throws {
    for seed in 0..<UInt64(rowCount == 6 ? 3 : 8) {
      var generator = SeededGenerator(seed: seed, key: "labels")
      let labels = try SyntheticData.labels(
        (0..<rowCount).map { _ in generator.below(3) }, classCount: 3)
      let weights = Self.weights(kind, rowCount: rowCount, seed: seed)
      let all = Relabelling.all(labels).map { ($0, weights.predictedLabel($0.labels)) }
      let predicted = weights.predictedLabel(labels)
      for threat in Self.threats(rowCount: rowCount, seed: seed) {
        let search = try LabelRadiusSearch(labels, threat: threat)
        let allowed = all.filter { $0.0.isAllowed(by: threat) }
        let found = search.radius(weights)
        #expect(found.predictedLabel == predicted)
        let fewest = allowed.filter { $0.1 != predicted }.map { threat.count($0.0.flips) }.min()
        #expect(found.attackCount == fewest)
        if let attack = found.attack {
          #expect(Set(attack.map(\.row)).count == attack.count)
          #expect(
            attack.allSatisfy {
              $0.from == labels[$0.row] && threat.allows(row: $0.row, from: $0.from, to: $0.to)
            })
          #expect(weights.predictedLabel(labels.applying(attack)) != predicted)
          #expect(threat.count(attack) == fewest)
        }
        let radius = fewest.map { $0 - 1 } ?? threat.total(rowCount: rowCount)
        // Where scores end in a tie with the next change, the slack costs the radius.
        let isTied = allowed.contains { changed, _ in
          let scores = weights.scores(changed.labels)
          return threat.count(changed.flips) == found.radius + 1
            && scores.indices.contains {
              $0 != predicted && scores[predicted] - scores[$0] <= weights.slack
            }
        }
        #expect(found.radius == radius || (found.radius < radius && isTied && weights.slack > 0))
        #expect(found.radius >= 0)
        var silent = found
        silent = search.radius(weights, namingAttack: false)
        #expect(silent.radius == found.radius && silent.attack == nil)
        for target in 0..<3 {
          let toward = search.changes(weights, toward: target)
          let passing = allowed.filter { $0.1 == target }.map { threat.count($0.0.flips) }.min()
          guard let toward else {
            #expect(passing == nil)
            continue
          }
          if let passing { #expect(toward.least <= passing) }
          guard let attack = toward.attack else { continue }
          #expect(weights.predictedLabel(labels.applying(attack)) == target)
          #expect(toward.attackCount == threat.count(attack))
          #expect(try #require(toward.attackCount) >= toward.least)
        }
      }
    }
  }

  @Test func `two classes have the fewest changes toward either`() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, key: "two")
      let labels = try SyntheticData.labels((0..<7).map { _ in generator.below(2) }, classCount: 2)
      let weights = LabelWeights.dense((0..<7).map { _ in generator.unitInterval() - 0.3 })
      let search = try LabelRadiusSearch(labels)
      let found = search.radius(weights)
      let other = search.changes(weights, toward: 1 - found.predictedLabel)
      #expect(other?.attackCount == found.attackCount && other?.attack == found.attack)
      #expect(search.changes(weights, toward: found.predictedLabel)?.attack == [])
    }
  }

  @Test func `a class must pass several others`() throws {
    // Ten and nine votes against two: five changes are needed, where passing the first takes four.
    let classes = [Int](repeating: 1, count: 10) + [Int](repeating: 2, count: 9) + [0, 0]
    let search = try LabelRadiusSearch(try SyntheticData.labels(classes, classCount: 3))
    let found = try #require(search.changes(.votes((0..<21).map(Int32.init)), toward: 0))
    #expect(found.least == 4 && found.attackCount == 5)
  }

  @Test func `golden values`() throws {
    let first = try LabelRadiusSearch(SyntheticData.labels([0, 1, 1, 0], classCount: 2))
      .radius(.dense([0.5, -0.2, 0.4, 0.3]))
    #expect(first.predictedLabel == 0 && first.radius == 0)
    #expect(first.attack == [Flip(row: 0, from: 0, to: 1)])
    let labels = try SyntheticData.labels([0, 0, 0, 0, 0, 1, 1], classCount: 2)
    let seventh = [Double](repeating: 1.0 / 7, count: 7)
    for weights in [.votes((0..<7).map(Int32.init)), .dense(seventh)] as [LabelWeights] {
      let found = try LabelRadiusSearch(labels).radius(weights)
      #expect(found.predictedLabel == 0 && found.radius == 1 && found.attackCount == 2)
    }
  }

  @Test func `what cannot be changed has all there is as its radius`() throws {
    let labels = try SyntheticData.labels([1, 0, 1], classCount: 2)
    let fixed = LabelThreat(trustedRows: [0, 1, 2], unit: .costs([2, 3, 4]))
    let found = try LabelRadiusSearch(labels, threat: fixed).radius(.dense([1, 1, 1]))
    #expect(found == LabelRadius(predictedLabel: 1, radius: 9))
    let one = try Labels(classIndices: [0, 0], classNames: ["only"])
    #expect(try LabelRadiusSearch(one).radius(.votes([1])).radius == 2)
    // A tie that no allowed change touches is kept.
    let tied = try SyntheticData.labels([0, 1], classCount: 2)
    let kept = LabelThreat(trustedRows: [0, 1])
    #expect(try LabelRadiusSearch(tied, threat: kept).radius(.dense([1, 1])).radius == 2)
    #expect(try LabelRadiusSearch(tied).radius(.dense([0, 0])).radius == 2)
  }

  @Test func `threats that do not fit are refused`() throws {
    let labels = try SyntheticData.labels([1, 0, 1], classCount: 2)
    func refused(_ threat: LabelThreat) {
      #expect(throws: ClassifierError.self) { try LabelRadiusSearch(labels, threat: threat) }
    }
    refused(LabelThreat(trustedRows: [3]))
    refused(LabelThreat(trustedRows: [-1]))
    refused(LabelThreat(allowedChanges: [.init(from: 0, to: 2)]))
    refused(LabelThreat(unit: .costs([1, 2])))
    refused(LabelThreat(unit: .costs([1, 0, 2])))
    refused(LabelThreat(unit: .groups(LabelGroups(["a"]))))
  }

  @Test func `more trusted rows never lower the radius`() throws {
    for seed in 0..<30 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, key: "trust")
      let labels = try SyntheticData.labels((0..<40).map { _ in generator.below(3) }, classCount: 3)
      let weights = Self.weights(Int(seed % 4), rowCount: 40, seed: seed)
      var (trusted, radius): (Set<Int>, Int) = ([], 0)
      for row in generator.permutation(count: 40).prefix(20) {
        trusted.insert(row)
        let next = try LabelRadiusSearch(labels, threat: LabelThreat(trustedRows: trusted))
          .radius(weights).radius
        #expect(next >= radius)
        radius = next
      }
    }
  }
}
