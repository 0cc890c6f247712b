import Classifiers
import FlipguardTestSupport
import LabelCertificates
import LabelContracts
import LabelData
import Testing
import VectorKernels

@Suite struct CollectiveBoundTests {
  private func weights(_ kind: Int, _ generator: inout SeededGenerator) -> LabelWeights {
    switch kind {
    case 0: .votes(generator.permutation(count: 6).prefix(1 + generator.below(6)).map(Int32.init))
    case 1: .dense((0..<6).map { _ in generator.unitInterval() - 0.3 })
    default: .dense((0..<6).map { _ in Double(generator.below(4) - 1) })
    }
  }

  @Test(arguments: 0..<3, [2, 3])
  func `no set of changes alters more`(kind: Int, classCount: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, key: "collective/\(kind)")
      let labels = try SyntheticData.labels(
        (0..<6).map { _ in generator.below(classCount) }, classCount: classCount)
      let weights = (0..<8).map { _ in self.weights(kind, &generator) }
      let predicted = weights.map { $0.predictedLabel(labels) }
      let all = Relabelling.all(labels).map { changed in
        (
          changed: changed,
          altered: weights.indices.count {
            weights[$0].predictedLabel(changed.labels) != predicted[$0]
          }
        )
      }
      let costs = (0..<6).map { _ in 1 + generator.below(3) }
      let sources = LabelGroups((0..<6).map { _ in "\(generator.below(3))" })
      for unit in [.labels, .costs(costs), .groups(sources)] as [LabelThreat.Unit] {
        let threat = LabelThreat(trustedRows: seed % 2 == 0 ? [] : [2], unit: unit)
        let bound = try CollectiveBound(weights, labels: labels, threat: threat)
        var last = 0
        for budget in 0...6 {
          let damage = bound.damage(budget: budget)
          let worst =
            all.filter {
              $0.changed.isAllowed(by: threat) && threat.count($0.changed.flips) <= budget
            }.map(\.altered).max() ?? 0
          #expect(damage.most >= worst)
          #expect(damage.most <= damage.pointwise && damage.pointwise <= 8)
          #expect(damage.pointwise >= last)
          last = damage.pointwise
        }
        #expect(bound.damage(budget: 0).most == 0)
      }
    }
  }

  @Test func `predictions of rows apart cannot share an attack`() throws {
    // Ten queries, each with three voters of its own that agree: two changes are needed for each.
    let weights = (0..<10).map { query in
      LabelWeights.votes((0..<3).map { Int32(3 * query + $0) })
    }
    let labels = try SyntheticData.labels([Int](repeating: 0, count: 30), classCount: 2)
    let bound = try CollectiveBound(weights, labels: labels)
    let damages = (0...20).map { bound.damage(budget: $0) }
    #expect(damages.map(\.pointwise) == [0, 0] + [Int](repeating: 10, count: 19))
    #expect(damages.map(\.most) == [0, 0] + (2...20).map { $0 / 2 })
    #expect(
      bound.damage(budget: 7, execution: Execution(threadCount: 3)) == damages[7])
  }

  @Test func `a real classifier has a bound far below the pointwise one`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 120, featureCount: 2, separation: 2, seed: 3)
    let fitted = try NearestVote(neighborCount: 5).fit(
      features, seed: 1, execution: .serial)
    let weights = try fitted.labelWeights(features, rows: 0..<120, execution: .serial)
    let damage = try CollectiveBound(weights, labels: labels).damage(budget: 5)
    #expect(damage.pointwise == 120)
    #expect(damage.most < 60)
  }

  @Test(arguments: LabelLinears.all.map(\.id))
  func `the bound of a classifier is that of its weights`(id: String) throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 30, featureCount: 3, separation: 2, seed: 3)
    let queries = try SyntheticData.clusters(
      rowCount: 8, featureCount: 3, separation: 2, seed: 4
    ).features
    let classifier = try #require(LabelLinears.all.first { $0.id == id }).make(.init())
    let threat = LabelThreat(trustedRows: [1, 4])
    let bound = try CollectiveBound(
      classifier,
      CertificateProblem(features: features, labels: labels, queries: queries, threat: threat),
      queries: [0, 3, 7], seed: 2)
    let weights = try classifier.fit(features, seed: 2, execution: .serial)
      .labelWeights(queries.selecting(rows: [0, 3, 7]), rows: 0..<3, execution: .serial)
    let plain = try CollectiveBound(weights, labels: labels, threat: threat)
    for budget in [0, 1, 5, 12, 30] {
      #expect(bound.damage(budget: budget) == plain.damage(budget: budget))
    }
  }
}
