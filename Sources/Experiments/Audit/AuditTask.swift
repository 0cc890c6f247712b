internal import Classifiers
internal import LabelAttacks
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

/// One attack of an audit at all rates, against all defenses or adapted to one: the unit that is run on one thread,
/// and kept once it is finished.
struct AuditTask: Sendable {
  let source: AuditSource
  let plan: AuditPlan
  let parts: AuditParts
  let graph: NeighborGraph
  /// The attack's entry; `nil` where nothing is flipped.
  let entry: Attacks.Entry?
  /// The defense that the attack adapts to; `nil` for attacks that adapt to none.
  let adaptedTo: Defense?
  /// Whether there is time left.
  let goesOn: @Sendable () -> Bool

  /// The attack's name.
  var attack: String { entry?.id ?? BenchmarkPlan.noAttack }

  /// Names the task among all others.
  var key: String { "\(attack)/\(adaptedTo?.id ?? "")" }

  /// What a task gives.
  struct Outcome: TrialOutcome, Equatable {
    var key: String
    var rows: [AuditRow] = []
    /// The flips at the largest rate, in the order chosen, by rows of the training part.
    var flips: [Step] = []
    var omissions: [BenchmarkOmission] = []
    /// Whether time ran out before it was finished; such an outcome is not kept.
    var isCutShort = false

    /// One flip.
    struct Step: Codable, Equatable, Sendable {
      let row: Int
      let from: Int
      let to: Int
    }
  }

  /// The seed of one part of the task, so that neither order nor threads matter.
  private func seed(_ part: String) -> UInt64 {
    SeededGenerator.derivedSeed(plan.seed, key: "audit/\(key)/\(part)")
  }

  /// The seed of the victim, the same for all tasks.
  private var victimSeed: UInt64 { SeededGenerator.derivedSeed(plan.seed, key: "audit/victim") }

  /// Crafts the flips of all rates, and lets every defense learn from them.
  ///
  /// What is not possible is told in the outcome and keeps nothing else from being run.
  func run() -> Outcome {
    var outcome = Outcome(key: key)
    guard goesOn() else {
      outcome.isCutShort = true
      return outcome
    }
    if let reason = tooSlow {
      omit(nil, reason, &outcome)
      return outcome
    }
    let rates = entry == nil ? [0] : plan.poisoningRates
    do throws(AttackError) {
      for (rate, flips) in zip(rates, try craft(rates)) {
        outcome.flips = flips.map { Outcome.Step(row: $0.row, from: $0.from, to: $0.to) }
        measure(rate, flips, &outcome)
        if outcome.isCutShort { break }
      }
    } catch {
      omit(nil, error.description, &outcome)
    }
    return outcome
  }

  /// Whether the attack would take very long, and nobody asked for it by name.
  var isLeftOut: Bool { tooSlow != nil }

  /// Most training rows on which attacks are run that nobody asked for by name.
  private static let rowLimits = ["lfa": 300]

  /// Why the attack is left out as long as nobody asks for it by name; `nil` where it is not.
  private var tooSlow: String? {
    guard let entry, plan.leavesOutSlowAttacks else { return nil }
    if let limit = Self.rowLimits[entry.id], parts.labels.count > limit {
      return
        "retrains for every row, too long for \(parts.labels.count) training rows (\(limit) at most unless "
        + "--attack \(entry.id) asks for it)"
    }
    if let adaptedTo, case .repair(let sanitizer) = adaptedTo.kind, !(sanitizer is KNNSanitizer) {
      return "runs a detector for every trial, too long unless --attack \(entry.id) asks for it"
    }
    return nil
  }

  /// The flips of every rate.
  private func craft(_ rates: [Double]) throws(AttackError) -> [[Flip]] {
    guard let entry else { return rates.map { _ in [] } }
    var options = Attacks.Options()
    switch adaptedTo?.kind {
    case .repair(let sanitizer): options.defenses = [.sanitizer(sanitizer)]
    case .learner(let learner): options.defenses = [.robustLearner(learner)]
    case .given, .trustedOnly, nil: break
    }
    if adaptedTo != nil, adaptedTo?.id != "knn" {
      // Every trial of another defense costs the run of a detector, or a training.
      options.restarts = 0
      options.candidateCount = 4
    }
    return try RatedAttack(entry, options: options).flips(
      AttackProblem(
        features: parts.training, labels: parts.labels, validation: parts.validation,
        neighborGraph: graph),
      rates: rates, seed: victimSeed)
  }

  private func measure(_ rate: Double, _ flips: [Flip], _ outcome: inout Outcome) {
    guard let victim = Classifiers.all.first(where: { $0.id == plan.victim }) else {
      preconditionFailure("no classifier is called \(plan.victim)")
    }
    let methods = plan.methods.filter { adaptedTo == nil || $0.defense.id == adaptedTo?.id }
    let labelling = DefenseLabelling(
      parts.labels.applying(flips),
      parts: DefenseLabelling.Parts(
        training: parts.training, graph: graph, trusted: parts.trusted, test: parts.test,
        victim: victim.make(), victimSeed: victimSeed),
      defenses: methods.map(\.defense)
    ) { seed("\(rate)/\($0)") }
    for (defense, isTrusting) in methods {
      guard goesOn() else {
        outcome.isCutShort = true
        return
      }
      let method = DefenseMethod(
        name: defense.id, trusted: isTrusting ? parts.trusted?.labels.count ?? 0 : 0)
      do {
        let found = try labelling.outcome(defense, trusting: isTrusting)
        outcome.rows.append(
          AuditRow(
            poisoningRate: rate, attack: attack, adaptedTo: adaptedTo?.id, defense: defense.id,
            trusted: method.trusted, flips: flips.count, changes: found.changes, error: found.error)
        )
      } catch {
        omit(method.title, "\(error)", &outcome)
      }
    }
  }

  private func omit(_ method: String?, _ reason: String, _ outcome: inout Outcome) {
    outcome.omissions.append(
      BenchmarkOmission(
        dataset: source.name,
        attack: adaptedTo.map { "\(attack) to \($0.id)" } ?? attack, method: method,
        reason: reason))
  }
}
