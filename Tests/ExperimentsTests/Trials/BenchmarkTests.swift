import ArrayFiles
import FlipguardTestSupport
import LabelData
import Synchronization
import Testing
import VectorKernels

@testable import Experiments

@Suite struct BenchmarkTests {
  private static let plan = BenchmarkPlan(
    attacks: ["none", "random", "alfa-tilt"], poisoningRates: [0.1, 0.2], detectors: ["knn"],
    trustedCounts: [0, 20], seedCount: 2, trainingCount: 20, scorer: "ridge", seed: 5)

  /// Two and three clusters.
  private static func sources() throws -> [BenchmarkSource] {
    try [2, 3].map { classCount in
      let (features, labels) = try SyntheticData.clusters(
        rowCount: 280, featureCount: 3, classCount: classCount, separation: 6, seed: 1)
      return BenchmarkSource(
        try Dataset(features: features, labels: labels), name: "clusters-\(classCount)", digest: "")
    }
  }

  private func run(
    _ plan: BenchmarkPlan = plan, journal: BenchmarkJournal? = nil, export: BenchmarkExport? = nil,
    threads: Int = 2
  ) throws -> BenchmarkResults {
    try Benchmark(plan, sources: Self.sources()).run(
      journal: journal, export: export, version: "test", execution: Execution(threadCount: threads))
  }

  @Test func `every method is judged in every trial, whatever the threads`() throws {
    let results = try run()
    // Two seeds, six methods; one rate without attack, two of random flips, and of an attack that takes two classes.
    #expect(results.rows.count == 2 * 6 * (5 + 3))
    #expect(
      results.methods.map(\.title) == [
        "no-defense", "oracle", "random", "ceiling", "trusted-only (20 trusted)", "knn",
      ])
    #expect(results.omissions.map(\.dataset) == ["clusters-3"])
    #expect(results.omissions.allSatisfy { $0.attack == "alfa-tilt" && $0.method == nil })
    let alone = try run(threads: 1)
    #expect(alone.rows == results.rows && alone.omissions == results.omissions)
    #expect(alone.timings.map(\.part) == results.timings.map(\.part))
    for row in results.rows {
      let count = Int((row.poisoningRate * 20).rounded())
      #expect(row.flips == count)
      #expect((row.averagePrecision == nil) == (count == 0 || row.method == "no-defense"))
      let errors = [row.errorRemoved, row.errorRelabeled].compactMap(\.self)
      #expect(errors.allSatisfy { (0...1).contains($0) })
      // What flips along a hyperplane leave may be one class alone.
      #expect(errors.count == 2 || row.attack == "alfa-tilt")
    }
  }

  @Test func `baselines are what they say`() throws {
    let all = try run().rows
    func rows(_ method: String) -> [BenchmarkRow] { all.filter { $0.method == method } }
    for row in rows("oracle") where row.flips > 0 {
      #expect(row.averagePrecision == 1 && row.recall == 1 && row.precision == 1)
      #expect(row.residualFlipRate == 0 && row.harm == 0 && row.flags == row.flips)
    }
    for row in rows("no-defense") {
      #expect(row.flags == 0 && row.errorRemoved == row.errorRelabeled)
      #expect(row.residualFlipRate == Double(row.flips) / 20)
    }
    for row in rows("random") {
      #expect(row.flags == row.flips && row.relabelAccuracy != nil || row.flips == 0)
    }
    // The trusted model never sees the labels, and relabelling to the truth undoes the attack.
    for method in ["trusted-only", "oracle"] {
      for group in Dictionary(grouping: rows(method), by: { "\($0.dataset)/\($0.seed)" }).values {
        #expect(Set(group.map(\.errorRelabeled)).count == 1)
      }
    }
    let ceiling = rows("ceiling").filter { $0.dataset == "clusters-2" && $0.attack == "random" }
    #expect(ceiling.allSatisfy { ($0.averagePrecision ?? 0) > 0.9 })
  }

  @Test func `what is said of a detector does not depend on the others`() throws {
    var plan = Self.plan
    plan.attacks = ["random"]
    plan.seedCount = 1
    plan.detectors = ["knn", "self-confidence", "small-loss", "influence", "editing:renn"]
    let together = try run(plan).rows
    // Influence looks at trusted rows where there are some.
    #expect(
      Set(together.filter { $0.method == "influence" }.map(\.trusted)) == [0, 20])
    for detector in plan.detectors {
      plan.detectors = [detector]
      plan.poisoningRates = [0.2]
      let rows = try run(plan).rows.filter { $0.method == detector }
      #expect(!rows.isEmpty)
      #expect(rows == together.filter { $0.method == detector && $0.poisoningRate == 0.2 })
    }
  }

  @Test func `a journal keeps trials, and a run takes up where it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept")
    func journal(_ plan: BenchmarkPlan = Self.plan) throws -> BenchmarkJournal {
      try BenchmarkJournal(path: path, plan: plan, exportFolder: nil, version: "test")
    }
    var first = Self.plan
    first.attacks = ["none", "random"]
    do {
      let journal = try journal()
      #expect(journal.trialCount == 0)
      _ = try run(first, journal: journal)
      #expect(journal.trialCount == 8)
    }
    // A torn record, as a kill leaves it, is dropped.
    var bytes = try folder.rawBytes("kept")
    bytes.removeLast(3)
    var torn = try OutputFile(path: path)
    try torn.write(bytes)
    try torn.commit()
    let journal = try journal()
    #expect(journal.trialCount == 7)
    let progress = Progress()
    let resumed = try Benchmark(Self.plan, sources: Self.sources()).run(
      journal: journal, version: "test",
      execution: Execution(threadCount: 1) { _ in progress.add() })
    // Five of twelve trials were left.
    #expect(progress.count == 5)
    #expect(resumed.rows == (try run()).rows)
    try journal.remove()
    #expect(folder.contents.isEmpty)
  }

  @Test func `the journal of another run is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept")
    var small = Self.plan
    small.attacks = ["none"]
    do {
      let journal = try BenchmarkJournal(
        path: path, plan: small, exportFolder: nil, version: "test")
      _ = try run(small, journal: journal)
    }
    var other = small
    other.poisoningRates = [0.3]
    #expect(throws: FileError.self) {
      try BenchmarkJournal(path: path, plan: other, exportFolder: nil, version: "test")
    }
    #expect(throws: FileError.self) {
      try BenchmarkJournal(path: path, plan: small, exportFolder: nil, version: "newer")
    }
    // More attacks and seeds are no other run.
    #expect(
      try BenchmarkJournal(path: path, plan: Self.plan, exportFolder: nil, version: "test")
        .trialCount == 4)
  }

  @Test func `labellings are exported as they were judged`() throws {
    let folder = try TemporaryFolder()
    var plan = Self.plan
    plan.attacks = ["random"]
    plan.seedCount = 1
    let results = try run(plan, export: BenchmarkExport(folder: folder.path))
    #expect(
      folder.contents == [
        "clusters-2_random_0.1_0.npz", "clusters-2_random_0.2_0.npz", "clusters-3_random_0.1_0.npz",
        "clusters-3_random_0.2_0.npz",
      ])
    let archive = try NPZArchive(
      ByteReader(path: folder.file("clusters-2_random_0.2_0.npz")))
    func doubles(_ key: String) throws -> [Double] {
      let array = try #require(try archive.array(key))
      return (0..<array.count).map { place in
        switch array[place] {
        case .real(let value): value
        case .whole(let value): Double(value)
        default: .nan
        }
      }
    }
    let (given, truth) = (try doubles("y"), try doubles("truth"))
    let isWrong = zip(given, truth).map { $0 != $1 }
    #expect(isWrong.count { $0 } == 4)
    let row = try #require(
      results.rows.first {
        $0.dataset == "clusters-2" && $0.poisoningRate == 0.2 && $0.method == "knn"
      })
    let ranking = RankingMetrics(labelScores: try doubles("score/knn"), isWrong: isWrong)
    #expect(ranking.averagePrecision == row.averagePrecision)
    #expect(try doubles("flag/knn").count { $0 == 1 } == row.flags)
    #expect(try #require(try archive.array("X")).shape == [20, 3])
  }
}

/// Counts calls from any thread.
private final class Progress: Sendable {
  private let calls = Mutex(0)
  func add() { calls.withLock { $0 += 1 } }
  var count: Int { calls.withLock(\.self) }
}
