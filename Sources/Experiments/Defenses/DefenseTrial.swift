internal import Classifiers
internal import LabelAttacks
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// One data set, one attack, one random split: the unit that is run on one thread, and kept once it is finished.
struct DefenseTrial: Sendable {
  let source: BenchmarkSource
  let attack: String
  /// Number of the split, from 0.
  let number: Int
  let plan: DefensePlan

  /// Names the trial among all others.
  var key: String { "\(source.identity)/\(attack)/\(number)" }

  /// The seed of the victim, which the attacker knows as in the reproduction; the same for all attacks and defenses,
  /// so that no difference is one of the seed's.
  var victimSeed: UInt64 {
    SeededGenerator.derivedSeed(plan.seed, key: "\(source.name)/learner/\(number)")
  }

  /// The seed of one part of the trial, so that neither order nor threads matter.
  func seed(_ part: String) -> UInt64 {
    SeededGenerator.derivedSeed(plan.seed, key: "\(source.name)/\(attack)/\(number)/\(part)")
  }

  /// What a trial gives.
  struct Outcome: TrialOutcome, Equatable {
    var key: String
    var rows: [DefenseRow] = []
    var omissions: [BenchmarkOmission] = []
  }

  /// The rows of the trial's split: 100 for training, 100 for the attacker, 100 for the defender, the rest to test.
  ///
  /// - Throws: ``BenchmarkError`` or ``/LabelData/DatasetError``.
  func split() throws -> BenchmarkSplit {
    try BenchmarkSplit(
      source, trainingCount: DefensePlan.trainingCount, seed: plan.seed, number: number,
      testLimit: .max)
  }

  /// Attacks the training labels, and lets every defense learn from them at every rate.
  ///
  /// What is not possible is told in the outcome and keeps nothing else from being run.
  ///
  /// - Returns: All that was measured.
  /// - Throws: ``/LabelData/DatasetError`` or ``BenchmarkError``.
  func run() throws -> Outcome {
    var outcome = Outcome(key: key)
    let split = try split()
    do {
      let graph = try ExactNeighbors.graph(
        of: split.training, count: min(Self.neighborCount, DefensePlan.trainingCount - 1),
        execution: .serial)
      for (rate, flips) in zip(plan.rates(of: attack), try craft(split, graph)) {
        let labelling = DefenseLabelling(
          split.truth.applying(flips),
          parts: DefenseLabelling.Parts(
            training: split.training, graph: graph,
            trusted: split.trusted(DefensePlan.trustedCount), test: split.test,
            victim: DefensePlan.victim, victimSeed: victimSeed),
          defenses: Defense.all
        ) { seed("\(rate)/\($0)") }
        for defense in Defense.all {
          for count in defense.trustedCounts {
            let method = DefenseMethod(name: defense.id, trusted: count)
            do {
              let found = try labelling.outcome(defense, trusting: count > 0)
              outcome.rows.append(
                DefenseRow(
                  dataset: source.name, attack: attack, poisoningRate: rate, split: number,
                  defense: defense.id, trusted: count, flips: flips.count, changes: found.changes,
                  error: found.error))
            } catch {
              omit(method.title, "\(error)", &outcome)
            }
          }
        }
      }
    } catch let fault as AttackError {
      omit(nil, fault.description, &outcome)
    } catch let fault as NeighborError {
      omit(nil, fault.description, &outcome)
    }
    return outcome
  }

  /// The flips of every rate.
  private func craft(_ split: BenchmarkSplit, _ graph: NeighborGraph) throws -> [[Flip]] {
    let rates = plan.rates(of: attack)
    guard let attack = DefenseAttack.all.first(where: { $0.id == attack }) else {
      return rates.map { _ in [] }
    }
    return try attack.made().flips(
      AttackProblem(
        features: split.training, labels: split.truth, validation: split.validation,
        neighborGraph: graph),
      rates: rates, seed: victimSeed)
  }

  /// Number of neighbors that the graph must list for all defenses and attacks.
  private static let neighborCount = Defense.all.map(\.neighborCount).reduce(
    BenchmarkPlan.leastNeighborCount, max)

  private func omit(_ method: String?, _ reason: String, _ outcome: inout Outcome) {
    outcome.omissions.append(
      BenchmarkOmission(dataset: source.name, attack: attack, method: method, reason: reason))
  }
}
