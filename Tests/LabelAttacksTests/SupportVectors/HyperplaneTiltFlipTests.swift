import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct HyperplaneTiltFlipTests {
  private func problem(featureCount: Int = 3, seed: UInt64) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: 40, featureCount: featureCount, separation: 2, seed: seed)
    return AttackProblem(features: features, labels: labels)
  }

  @Test(arguments: [1, 2, 3])
  func `the cosine is that of the weights of linear machines`(seed: UInt64) throws {
    let problem = try problem(seed: seed)
    let machine = SupportVectorMachine(tolerance: 1e-9)
    let victim = try SupportVectorVictim(problem, machine: machine, execution: .serial)
    let rows = [0, 3, 7, 8, 21]
    let tainted = problem.labels.applying(
      rows.map { Flip(row: $0, from: problem.labels[$0], to: 1 - problem.labels[$0]) })
    let weights = try [problem.labels, tainted].map {
      try #require(try machine.fit(problem.features, $0, seed: 1).linearWeights)[0]
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let plain =
      product(weights[0], weights[1])
      / (product(weights[0], weights[0]) * product(weights[1], weights[1])).squareRoot()
    let cosine = victim.cosine(
      try victim.train(victim.signs(flipping: rows)).get(),
      try victim.train(victim.signs).get())
    #expect(abs(cosine - plain) < 1e-6 && plain < 0.999)
  }

  @Test func `the cosine is that of the sums over all pairs of rows`() throws {
    let problem = try problem(seed: 4)
    let victim = try SupportVectorVictim(
      problem, machine: SupportVectorMachine(kernel: .radial(rate: 0.3), cost: 5),
      execution: .serial)
    let flipped = victim.signs(flipping: [1, 2, 30])
    let machines = try [flipped, victim.signs].map { try victim.train($0).get() }
    let labels = [flipped, victim.signs]
    func sum(_ left: Int, _ right: Int) -> Double {
      var sum = 0.0
      for i in 0..<40 {
        for j in 0..<40 {
          sum +=
            machines[left].values[i] * labels[left][i] * victim.products[i * 40 + j]
            * labels[right][j] * machines[right].values[j]
        }
      }
      return sum
    }
    let plain = sum(0, 1) / (sum(0, 0) * sum(1, 1)).squareRoot()
    #expect(abs(victim.cosine(machines[0], machines[1]) - plain) < 1e-9)
  }

  @Test func `more trials turn the hyperplane more, and more than random flips do`() throws {
    // The sums of the cosines of one trial, of thirty, and of random flips.
    var sums = [0.0, 0.0, 0.0]
    for seed in 1...5 as ClosedRange<UInt64> {
      let problem = try problem(featureCount: 10, seed: seed)
      let victim = try SupportVectorVictim(
        problem, machine: SupportVectorMachine(), execution: .serial)
      let clean = try victim.train(victim.signs).get()
      let attacks: [any Attack] = [
        HyperplaneTiltFlip(trialCount: 1), HyperplaneTiltFlip(trialCount: 30), RandomFlip(),
      ]
      var cosines: [Double] = []
      for attack in attacks {
        let rows = try attack.craft(problem, budget: .count(8), seed: seed, execution: .serial)
          .flips.map(\.row)
        let tainted = try victim.train(victim.signs(flipping: rows)).get()
        cosines.append(victim.cosine(tainted, clean))
      }
      // The first trial is among the thirty.
      #expect(cosines[1] <= cosines[0])
      for index in sums.indices { sums[index] += cosines[index] }
    }
    #expect(sums[1] < sums[0] && sums[1] < sums[2], "\(sums)")
  }

  @Test func `machines without a hyperplane are not turned`() throws {
    let problem = try problem(seed: 6)
    let victim = try SupportVectorVictim(
      problem, machine: SupportVectorMachine(), execution: .serial)
    let ones = try victim.train([Double](repeating: 1, count: 40)).get()
    #expect(ones.squaredNorm == 0)
    #expect(victim.cosine(ones, try victim.train(victim.signs).get()) == 1)
  }
}
