import Classifiers
import FlipguardTestSupport
import LabelContracts
import LabelData
import Testing
import VectorKernels

@testable import LabelAttacks

@Suite struct RelaxedLabelFlipTests {
  private func problem(_ rowCount: Int, seed: UInt64) throws -> AttackProblem {
    let (features, labels) = try SyntheticData.clusters(
      rowCount: rowCount, featureCount: 3, separation: 2, seed: seed)
    return AttackProblem(
      features: features, labels: labels,
      validation: try SyntheticData.clusters(
        rowCount: 60, featureCount: 3, separation: 2, seed: seed + 20))
  }

  @Test(
    arguments: [1, 2, 3],
    [SupportVectorKernel.linear, .radial(rate: 0.2)])
  func `the slope is that of central differences`(
    seed: UInt64, kernel: SupportVectorKernel
  ) throws {
    let problem = try problem(20, seed: seed)
    let victim = try SupportVectorVictim(
      problem, machine: SupportVectorMachine(kernel: kernel, tolerance: 1e-12), execution: .serial)
    let ascent = RelaxedAscent(
      victim, validation: try victim.validation(.serial),
      allowance: problem.allowance(.count(5)), stepLength: 1)
    var generator = SeededGenerator(seed: seed)
    let labels = victim.signs.map { $0 * (0.6 + 0.8 * generator.unitInterval()) }
    let slope = try ascent.slope(at: labels)
    var close = 0
    for row in 0..<20 {
      let step = 1e-5
      var (up, down) = (labels, labels)
      up[row] += step
      down[row] -= step
      let difference = (try ascent.loss(up) - ascent.loss(down)) / (2 * step)
      if abs(difference - slope[row]) < 1e-5 { close += 1 }
    }
    // A difference may step over a kink of the loss or of the sets of rows at their bounds.
    #expect(close >= 19, "\(close)")
    #expect(slope.contains { abs($0) > 1e-3 })
  }

  @Test func `labels that are no signs are a machine of their own`() throws {
    // A label of 2 asks for a margin of 1/2 at twice the price; checked by the optimality conditions.
    let problem = try problem(30, seed: 4)
    let victim = try SupportVectorVictim(
      problem, machine: SupportVectorMachine(cost: 3, tolerance: 1e-8), execution: .serial)
    let labels = (0..<30).map { victim.signs[$0] * [0.5, 1, 2, -0.7, 0][$0 % 5] }
    let machine = try victim.train(continuous: labels).get()
    #expect(abs(machine.coefficients.reduce(0, +)) < 1e-9)
    for row in 0..<30 {
      let margin = labels[row] * machine.scores[row]
      let bound = 3 * abs(labels[row])
      if machine.values[row] < bound { #expect(margin > 1 - 1e-5) }
      if machine.values[row] > 0 { #expect(margin < 1 + 1e-5) }
    }
  }

  @Test func `it harms more than random flips, in the mean over ten seeds`() throws {
    var sums = [0.0, 0.0]
    let machine = SupportVectorMachine()
    for seed in 1...10 as ClosedRange<UInt64> {
      let problem = try problem(40, seed: seed)
      let test = try SyntheticData.clusters(
        rowCount: 300, featureCount: 3, separation: 2, seed: seed + 100)
      let attacks: [any Attack] = [RelaxedLabelFlip(stepCount: 60), RandomFlip()]
      for (index, attack) in attacks.enumerated() {
        let plan = try attack.craft(problem, budget: .count(10), seed: seed, execution: .serial)
        #expect(plan.flips.count <= 10)
        if let last = plan.steps.last?.objective, let first = plan.initialObjective {
          #expect(last > first)
        }
        sums[index] +=
          try machine.fit(
            problem.features, problem.labels.applying(plan.flips), seed: 1
          ).error(test.features, test.labels) / 10
      }
    }
    #expect(sums[0] > sums[1] + 0.05, "\(sums)")
  }
}
