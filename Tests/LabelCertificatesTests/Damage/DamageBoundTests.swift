import Classifiers
import Foundation
import FlipguardTestSupport
import LabelAttacks
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelCertificates

@Suite struct DamageBoundTests {
  /// The penalised mean loss that learning leaves, from probabilities.
  private static func loss(
    _ features: Matrix, _ labels: Labels, regularization: Double
  ) throws -> Double {
    let model = try LogisticRegression(regularization: regularization, penalizesBias: true)
      .fit(features, labels, seed: 0)
    let found = model.probabilities(features, execution: .serial)
    let losses = (0..<labels.count).reduce(0.0) { $0 - log(found[$1, labels[$1]]) }
    let n = Double(labels.count)
    let mean = Matrix(
      rowCount: 1, columnCount: features.columnCount,
      elements: (0..<features.columnCount).map { column in
        Float((0..<labels.count).reduce(0.0) { $0 + Double(features[$1, column]) } / n)
      })
    let penalty = model.weights.indices.reduce(0.0) { sum, output in
      let score = model.scores(mean, output: output)[0]
      return model.weights[output].dropLast().reduce(sum + score * score) { $0 + $1 * $1 }
    }
    return (losses + regularization / 2 * penalty) / n
  }

  @Test(arguments: [2, 3], [0, 1, 2])
  func `no flips leave a larger loss, by trying all`(classCount: Int, budget: Int) throws {
    for seed in 0..<3 as Range<UInt64> {
      let (features, labels) = try SyntheticData.clusters(
        rowCount: 7, featureCount: 2, classCount: classCount, seed: seed)
      for trusted in [[], [0, 3]] as [Set<Int>] {
        let threat = LabelThreat(trustedRows: trusted)
        let found = try DamageBound().damage(
          features, labels, budget: .count(budget), threat: threat)
        let most = try Relabelling.all(labels)
          .filter { $0.isAllowed(by: threat) && $0.flips.count <= budget }
          .map { try Self.loss(features, $0.labels, regularization: 1) }
          .reduce(Self.loss(features, labels, regularization: 1), max)
        #expect(most <= found.upperBound + 1e-6)
        #expect(found.attackLoss <= most + 1e-6)
        #expect(found.attack.count <= budget)
        #expect(found.attack.allSatisfy { threat.allows(row: $0.row, from: $0.from, to: $0.to) })
        #expect(
          abs(
            try Self.loss(features, labels.applying(found.attack), regularization: 1)
              - found.attackLoss) < 1e-6)
        if budget == 0 { #expect(found.gap < 1e-9 && found.attack.isEmpty) }
      }
    }
  }

  @Test func `attacks of the catalogue stay below`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 80, featureCount: 3, separation: 3, seed: 4)
    let bound = try DamageBound().damage(features, labels, budget: .count(8))
    for id in ["random", "lfa-least-squares", "margin-farthest", "margin-nearest"] {
      let entry = try #require(Attacks.all.first { $0.id == id })
      let problem = AttackProblem(
        features: features, labels: labels, validation: (features, labels))
      let plan = try entry.make(Attacks.Options()).craft(
        problem, budget: .count(8), seed: 1, execution: .serial)
      let loss = try Self.loss(features, labels.applying(plan.flips), regularization: 1)
      #expect(loss <= bound.upperBound)
    }
    // Both sides are close, so that the bound says something.
    #expect(bound.attackLoss > bound.cleanLoss)
    #expect(bound.gap < 0.1 * bound.upperBound)
  }

  @Test func `steps lower the bound, and threads change nothing`() throws {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 60, featureCount: 3, classCount: 3, separation: 3, seed: 2)
    let none = try DamageBound(stepCount: 0).damage(features, labels, budget: .count(9))
    let many = try DamageBound().damage(features, labels, budget: .count(9))
    #expect(many.upperBound < none.upperBound && none.gap >= 0 && many.gap >= 0)
    let threads = try DamageBound().damage(
      features, labels, budget: .count(9), execution: Execution(threadCount: 3))
    #expect(threads == many)
  }

  @Test func `what does not fit is refused`() throws {
    let (features, labels) = try SyntheticData.clusters(rowCount: 6, featureCount: 2, seed: 0)
    for bound in [DamageBound(regularization: 0), DamageBound(stepCount: -1)] {
      #expect(throws: CertificateError.self) {
        try bound.damage(features, labels, budget: .count(1))
      }
    }
    #expect(throws: CertificateError.self) {
      try DamageBound().damage(
        features, labels, budget: .count(1),
        threat: LabelThreat(unit: .costs([1, 1, 1, 1, 1, 1])))
    }
  }
}
