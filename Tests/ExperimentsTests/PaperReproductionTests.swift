import Experiments
import LabelData
import Testing
import VectorKernels

@Suite struct PaperReproductionTests {
  private func run(
    _ plan: PaperReproduction.Plan, threads: Int = 2
  ) throws -> PaperResults {
    try PaperReproduction(plan).run(
      version: "test", execution: Execution(threadCount: threads)
    ) { try #require(BundledDataset(rawValue: $0)).load() }
  }

  @Test func `one split of one data set has every point, whatever the threads`() throws {
    let plan = PaperReproduction.Plan(datasets: ["breastcancer"], splitCount: 1, seed: 5)
    let results = try run(plan)
    // Three scalings, 21 rates, three defenses.
    #expect(results.figure1.count == 3 * 21 * 3)
    #expect(results.figure2a.count == 31 * 6)
    #expect(results.figure2b.count == 31 * 7)
    #expect(results.trials.count == 3 * 21 * 3 + 31 * 13)
    #expect(results.trials.allSatisfy { (0...1).contains($0.error) })
    #expect(results.table1.map { $0.isEqual } == [true])
    let alone = try run(plan, threads: 1)
    #expect(alone.trials == results.trials)
    #expect(alone.figure1 == results.figure1)
    // The attack harms, and the defense helps.
    func error(_ defense: PaperDefense, _ flips: Int) throws -> Double {
      try #require(
        results.figure1.first {
          $0.scaling == "standardize" && $0.defense == defense && $0.flips == flips
        }
      ).meanError
    }
    let clean = try error(.none, 0)
    let attacked = try error(.none, 20)
    #expect(attacked > 2.5 * clean)
    let defended = try error(.knn, 20)
    #expect(defended < attacked)
    let (first, last) = try (error(.trustedOnly, 0), error(.trustedOnly, 20))
    #expect(first == last)
  }

  @Test func `figures and validation sets can be chosen`() throws {
    let shared = try run(
      .init(datasets: ["breastcancer"], figures: ["2a"], splitCount: 1, seed: 5))
    #expect(shared.figure1.isEmpty && shared.figure2b.isEmpty)
    #expect(shared.figure2a.count == 31 * 6)
    let separate = try run(
      .init(
        datasets: ["breastcancer"], figures: ["2a"], splitCount: 1, separateValidation: true,
        seed: 5))
    #expect(separate.settings.separateValidation)
    #expect(separate.trials != shared.trials)
    #expect(separate.figure2a.count == shared.figure2a.count)
  }

  @Test func `means and standard errors`() {
    let summary = MeanAndError([1, 2, 3, 4])
    #expect(summary.mean == 2.5)
    #expect(abs(summary.standardError - (5.0 / 3 / 4).squareRoot()) < 1e-15)
    #expect(MeanAndError([7]).standardError == 0)
  }
}
