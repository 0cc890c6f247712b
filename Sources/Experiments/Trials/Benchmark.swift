public import VectorKernels

/// Runs detectors against attacks over data sets, poisoning rates and seeds, and judges them by the true labels.
///
/// A trial is a data set, an attack and a seed. The rows are split first: training rows, the attacker's validation
/// rows, the defender's trusted rows and test rows have nothing in common. Every method of a trial sees the same
/// flips, and evidence is computed once for all of them.
public struct Benchmark: Sendable {
  /// What is run.
  public let plan: BenchmarkPlan
  /// The data sets, each of another name.
  public let sources: [BenchmarkSource]

  /// Makes a benchmark.
  ///
  /// - Precondition: the data sets' names differ.
  public init(_ plan: BenchmarkPlan, sources: [BenchmarkSource]) {
    precondition(Set(sources.map(\.name)).count == sources.count, "data sets of different names")
    self.plan = plan
    self.sources = sources
  }

  /// Every trial, in the order of the results.
  private var trials: [BenchmarkTrial] {
    sources.flatMap { source in
      plan.attacks.flatMap { attack in
        (0..<plan.seedCount).map { number in
          BenchmarkTrial(source: source, attack: attack, number: number, plan: plan)
        }
      }
    }
  }

  /// Runs all trials that the journal does not hold, each on one thread.
  ///
  /// - Parameters:
  ///   - journal: Keeps finished trials; `nil` for nobody.
  ///   - export: Where the labels and scores of each trial go; `nil` for nowhere.
  ///   - version: The version that the results name.
  ///   - execution: Threads and progress; no result but the timings depends on them.
  /// - Returns: All results, whether measured now or before.
  /// - Throws: ``BenchmarkError``, ``/ArrayFiles/FileError`` or ``/LabelData/DatasetError``.
  public func run(
    journal: BenchmarkJournal? = nil, export: BenchmarkExport? = nil, version: String,
    execution: Execution
  ) throws -> BenchmarkResults {
    let described = try sources.map { source in
      // Whether a data set can be split is known before the first trial.
      let split = try BenchmarkSplit(
        source, trainingCount: plan.trainingCount, seed: plan.seed, number: 0)
      return BenchmarkResults.Source(source, split)
    }
    let trials = trials
    // The largest data sets first, so that no thread is left alone with one at the end.
    let pending = trials.filter { journal?.outcome(of: $0) == nil }
      .enumerated().sorted { left, right in
        (right.element.source.cost, left.offset) < (left.element.source.cost, right.offset)
      }.map(\.element)
    let found = try execution.map(count: pending.count) { index in
      Result {
        let outcome = try pending[index].run(export: export)
        try journal?.keep(outcome)
        return outcome
      }
    }.map { try $0.get() }
    let outcomes = Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
    let ordered = trials.compactMap { outcomes[$0.key] ?? journal?.outcome(of: $0) }
    return BenchmarkResults(
      plan: plan, sources: described, rows: ordered.flatMap(\.rows),
      timings: ordered.flatMap(\.timings), omissions: ordered.flatMap(\.omissions),
      version: version)
  }
}
