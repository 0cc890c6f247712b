import ArrayFiles
import FlipguardTestSupport
import LabelData
import Synchronization
import Testing
import VectorKernels

@testable import Experiments

@Suite struct DefenseComparisonTests {
  private static let plan = DefensePlan(
    attacks: ["colluding"], poisoningRates: [0.2], splitCount: 2, seed: 5)

  /// Clusters, a data set for each number of them.
  private static func sources(_ classCounts: [Int]) throws -> [BenchmarkSource] {
    try classCounts.map { classCount in
      let (features, labels) = try SyntheticData.clusters(
        rowCount: 400, featureCount: 3, classCount: classCount, separation: 6, seed: 1)
      return BenchmarkSource(
        try Dataset(features: features, labels: labels), name: "clusters-\(classCount)", digest: "")
    }
  }

  private func run(
    _ plan: DefensePlan = plan, classes: [Int] = [2], journal: DefenseJournal? = nil,
    threads: Int = 2
  ) throws -> DefenseResults {
    try DefenseComparison(plan, sources: Self.sources(classes)).run(
      journal: journal, version: "test", execution: Execution(threadCount: threads))
  }

  @Test func `every defense is judged in every trial, whatever the threads`() throws {
    let results = try run()
    #expect(try run(threads: 1) == results)
    for (attack, rate) in [("none", 0.0), ("colluding", 0.2)] {
      let rows = results.rows.filter { $0.attack == attack }
      #expect(Set(rows.map(\.poisoningRate)) == [rate])
      for split in 0..<2 {
        let found = rows.filter { $0.split == split }
        #expect(Set(found.map(\.method)).count == found.count)
        #expect(Set(found.map(\.flips)).count == 1 && found[0].flips <= Int(100 * rate))
        // What is missing is told with a reason.
        for method in Set(DefenseMethod.all).subtracting(found.map(\.method)) {
          #expect(
            results.omissions.contains {
              $0.method == method.title && $0.attack == attack && !$0.reason.isEmpty
            }, "\(method) under \(attack)")
        }
      }
      for row in rows {
        #expect((0...1).contains(row.error))
        #expect((row.changes != nil) == Self.repairs.contains(row.defense))
      }
    }
    // The trusted rows do not depend on the attack.
    for group in Dictionary(
      grouping: results.rows.filter { $0.method == .trustedOnly },
      by: { "\($0.dataset)/\($0.split)" }
    ).values {
      #expect(group.count == 2 && Set(group.map(\.error)).count == 1)
    }
  }

  private static let repairs = ["knn", "relabel", "remove", "weight", "auto"]

  @Test func `splits, flips and errors are those of the reproduction`() throws {
    let paper = try PaperReproduction(
      PaperReproduction.Plan(
        datasets: ["breastcancer"], figures: ["1", "2a"], splitCount: 1, separateValidation: true,
        seed: 7)
    ).run(version: "test", execution: Execution(threadCount: 2)) { _ in
      try BundledDataset.breastcancer.load()
    }.trials.filter { $0.scaling == "standardize" }
    let rows = try DefenseComparison(
      DefensePlan(attacks: ["lfa"], splitCount: 1, seed: 7),
      sources: [BenchmarkSource(.breastcancer)]
    ).run(version: "test", execution: Execution(threadCount: 2)).rows
    func ours(_ method: DefenseMethod, flips: Int, split: Int) -> Double? {
      rows.first { $0.method == method && $0.flips == flips && $0.split == split }?.error
    }
    func theirs(_ figure: String, _ defense: PaperDefense, k: Int?, flips: Int, split: Int)
      -> Double?
    {
      let found = paper.first { trial in
        trial.figure == figure && trial.defense == defense && trial.split == split
          && trial.flips == flips && trial.k == k
      }
      return found?.error
    }
    let knn = DefenseMethod(name: "knn", trusted: 0)
    for split in [0] {
      for flips in [0, 10, 20, 30] {
        let plain = try #require(theirs("2a", .none, k: nil, flips: flips, split: split))
        #expect(ours(.none, flips: flips, split: split) == plain)
        let sanitized = try #require(theirs("2a", .knn, k: 10, flips: flips, split: split))
        #expect(ours(knn, flips: flips, split: split) == sanitized)
      }
      let trusted = try #require(theirs("1", .trustedOnly, k: nil, flips: 20, split: split))
      #expect(ours(.trustedOnly, flips: 20, split: split) == trusted)
    }
  }

  @Test func `a journal keeps trials, and a run takes up where it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept")
    func journal(_ plan: DefensePlan = Self.plan) throws -> DefenseJournal {
      try DefenseJournal(path: path, plan: plan, version: "test")
    }
    var plan = Self.plan
    plan.splitCount = 1
    var first = plan
    first.attacks = []
    do {
      let journal = try journal()
      _ = try run(first, journal: journal)
      #expect(journal.trialCount == 1)
    }
    var other = Self.plan
    other.poisoningRates = [0.3]
    #expect(throws: FileError.self) { try journal(other) }
    other = Self.plan
    other.seed = 6
    #expect(throws: FileError.self) { try journal(other) }
    let journal = try journal()
    let progress = Mutex(0)
    let resumed = try DefenseComparison(plan, sources: Self.sources([2])).run(
      journal: journal, version: "test",
      execution: Execution(threadCount: 1) { _ in progress.withLock { $0 += 1 } })
    // One of two trials was left.
    #expect(progress.withLock(\.self) == 1)
    #expect(resumed == (try run(plan)))
    try journal.remove()
    #expect(folder.contents.isEmpty)
  }
}
