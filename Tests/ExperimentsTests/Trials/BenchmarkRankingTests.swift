import Testing

@testable import Experiments

@Suite struct BenchmarkRankingTests {
  private let results = MadeUpBenchmark.make()
  private let knn = BenchmarkMethod(name: "knn", trusted: 0)
  private let other = BenchmarkMethod(name: "other", trusted: 0)
  private let trusted = BenchmarkMethod(name: "other", trusted: 60)

  @Test func `means are over all trials, and of parts of them`() throws {
    let ranking = BenchmarkRanking(results)
    // Seeds add 0.001 on average, the second data set takes away 0.05 in half of the trials.
    #expect(ranking.mean(knn, attack: "random").isClose(to: 0.9 + 0.001 - 0.025))
    #expect(ranking.mean(knn, dataset: "set 0").isClose(to: 0.5 + 0.001))
    #expect(ranking.mean(knn).isClose(to: 0.5 + 0.001 - 0.025))
    #expect(ranking.mean(.noDefense) == nil)
    #expect(ranking.mean(.trustedOnly, trusted: 60).isClose(to: 0.6 + 0.001 - 0.025))
    #expect(ranking.detectors == [trusted, knn, other])
    #expect(ranking.attacks == ["random", "<colluding>"])
    #expect(ranking.best(withTrusted: false) == knn && ranking.best(withTrusted: true) == trusted)
    #expect(ranking.best(withTrusted: false, attack: "<colluding>") == other)
    #expect(BenchmarkRanking(results, rate: 0.3).detectors.isEmpty)
  }

  @Test func `what misses trials is incomplete, and no leader`() {
    let rows = results.rows.filter { $0.who != knn || $0.attack == "random" }
    let fewer = BenchmarkResults(
      plan: results.plan, sources: results.sources, rows: rows, timings: [], omissions: [],
      version: "test")
    let ranking = BenchmarkRanking(fewer)
    #expect(!ranking.isComplete(knn) && ranking.isComplete(other))
    #expect(ranking.best(withTrusted: false) == other)
  }

  @Test func `methods are held against the leader in the same trials`() throws {
    let comparison = try #require(BenchmarkComparison(results, BenchmarkRanking(results)))
    #expect(comparison.leader == knn && comparison.pairs.map(\.method) == [trusted, other])
    let pair = comparison.pairs[1]
    // 0.5 - 0.9 and 0.3 - 0.1, in equal parts; no seed differs from another.
    #expect(pair.differences.mean.isClose(to: -0.1))
    let (student, bootstrap) = (try #require(pair.student), try #require(pair.bootstrap))
    #expect(student.low.isClose(to: -0.1, relative: 1e-9))
    #expect(bootstrap.high.isClose(to: -0.1, relative: 1e-9))
    // Two data sets and two rates: as many wins under one attack as losses under the other.
    #expect(pair.record == WinTieLoss([1, 1, 1, 1, -1, -1, -1, -1]))
    #expect(pair.signedRank.count == 2 && pair.signedRank.pValue == 0.5 && pair.correctedP == 1)
    #expect(comparison.ranked == [trusted, knn, other])
    #expect(comparison.friedman?.meanRanks == [1, 2, 3])
    #expect(comparison.friedman?.criticalDifference == nil)
  }
}
