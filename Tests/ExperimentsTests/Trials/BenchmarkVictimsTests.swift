import Testing

@testable import Experiments

@Suite struct BenchmarkVictimsTests {
  private let results = MadeUpBenchmark.make()

  @Test func `harm, and what is won back of it`() throws {
    let victims = BenchmarkVictims(results, .removed)
    let plain = victims.figures(BenchmarkMethod(name: "no-defense", trusted: 0))
    // Errors 0.1, 0.25 and 0.4 at rates 0, 0.1 and 0.2.
    #expect(plain.clean.isClose(to: 0.1) && plain.worst.isClose(to: 0.4))
    #expect(plain.area.isClose(to: 0.25) && (plain.recovered ?? 1).magnitude < 1e-12)
    let knn = BenchmarkMethod(name: "knn", trusted: 0)
    let defended = victims.figures(knn)
    // 0.11, 0.185, 0.26: (0.25 - 0.185) of 0.15 and (0.4 - 0.26) of 0.3.
    #expect(defended.area.isClose(to: 0.185))
    #expect(defended.recovered.isClose(to: (0.065 + 0.14) / (0.15 + 0.3)))
    #expect(victims.cleanCost(knn).isClose(to: 0.01))
    #expect(victims.meanError(knn, attack: "random").isClose(to: (0.185 + 0.26) / 2))
    let relabeled = BenchmarkVictims(results, .relabeled).figures(knn)
    #expect(relabeled.worst.isClose(to: 0.11 + 0.075))
  }

  @Test func `an attack that was left out on a data set hides no other`() {
    let partial = BenchmarkResults(
      plan: results.plan, sources: results.sources,
      rows: results.rows.filter { $0.attack != "<colluding>" || $0.dataset == "set 0" },
      timings: [], omissions: [], version: "test")
    let plain = BenchmarkVictims(partial, .removed)
      .figures(BenchmarkMethod(name: "no-defense", trusted: 0))
    #expect(plain.worst.isClose(to: 0.4) && plain.area.isClose(to: 0.25))
  }

  @Test func `without trials that are not attacked nothing is won back`() {
    let attacked = BenchmarkResults(
      plan: results.plan, sources: results.sources,
      rows: results.rows.filter { $0.attack != "none" }, timings: [], omissions: [],
      version: "test")
    let knn = BenchmarkMethod(name: "knn", trusted: 0)
    let figures = BenchmarkVictims(attacked, .removed).figures(knn)
    #expect(figures.clean == nil && figures.area == nil && figures.recovered == nil)
    #expect(figures.worst.isClose(to: 0.26))
    #expect(BenchmarkVictims(attacked, .removed).cleanCost(knn) == nil)
  }
}
