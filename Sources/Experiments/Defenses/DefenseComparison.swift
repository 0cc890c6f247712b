public import VectorKernels

/// Holds all defenses against each other by the test error that they leave, in the protocol of the reproduction.
///
/// A trial is a data set, an attack and a random split: 100 training rows whose labels are attacked, 100 rows on which
/// the attacker judges the damage, 100 trusted rows of the defender, and all others to test. The paper's defender shares
/// the attacker's validation rows; here nobody shares any, so that no defense profits from what the attack was made for.
/// Splits and victims are those of ``PaperReproduction`` with separate validation sets. Every defense of a trial sees
/// the same flips, so differences are paired.
public struct DefenseComparison: Sendable {
  /// What is run.
  public let plan: DefensePlan
  /// The data sets, each of another name.
  public let sources: [BenchmarkSource]

  /// Makes a comparison.
  ///
  /// - Precondition: the data sets' names differ.
  public init(_ plan: DefensePlan, sources: [BenchmarkSource]) {
    precondition(Set(sources.map(\.name)).count == sources.count, "data sets of different names")
    self.plan = plan
    self.sources = sources
  }

  /// Every trial, in the order of the results; one without flips serves all attacks.
  private var trials: [DefenseTrial] {
    sources.flatMap { source in
      ([DefensePlan.noAttack] + plan.attacks).flatMap { attack in
        (0..<plan.splitCount).map { number in
          DefenseTrial(source: source, attack: attack, number: number, plan: plan)
        }
      }
    }
  }

  /// Runs all trials that the journal does not hold, each on one thread.
  ///
  /// - Parameters:
  ///   - journal: Keeps finished trials; `nil` for nobody.
  ///   - version: The version that the results name.
  ///   - execution: Threads and progress; no result depends on them.
  /// - Returns: All results, whether measured now or before.
  /// - Throws: ``BenchmarkError``, ``/ArrayFiles/FileError`` or ``/LabelData/DatasetError``.
  public func run(
    journal: DefenseJournal? = nil, version: String, execution: Execution
  ) throws -> DefenseResults {
    let trials = trials
    let described = try sources.map { source in
      // Whether a data set can be split is known before the first trial.
      BenchmarkResults.Source(
        source,
        try DefenseTrial(
          source: source, attack: DefensePlan.noAttack, number: 0, plan: plan
        ).split())
    }
    // The largest data sets first, so that no thread is left alone with one at the end.
    let pending = trials.filter { journal?.outcome(of: $0) == nil }
      .enumerated().sorted { left, right in
        (right.element.source.cost, left.offset) < (left.element.source.cost, right.offset)
      }.map(\.element)
    let found = try execution.map(count: pending.count) { index in
      Result {
        let outcome = try pending[index].run()
        try journal?.keep(outcome)
        return outcome
      }
    }.map { try $0.get() }
    let outcomes = Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
    let ordered = trials.compactMap { outcomes[$0.key] ?? journal?.outcome(of: $0) }
    return DefenseResults(
      plan: plan, sources: described, rows: ordered.flatMap(\.rows),
      omissions: ordered.flatMap(\.omissions), version: version)
  }
}
