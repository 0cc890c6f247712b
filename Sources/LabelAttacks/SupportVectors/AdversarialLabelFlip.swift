public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips that a support vector machine fits though the machine of the clean labels contradicts them: ALFA.
///
/// The attack of Xiao, Xiao and Eckert (2012). With q_i = 1 for flipped rows and 0 for others, lowered is
///
///     g(q, w) = sum_i [ (1 - q_i) (e_i - x_i) + q_i (e'_i - x'_i) ] + |w|² / (2 C)
///
/// where e and e' are the hinge losses of the row with its own and with the other label by the machine w that is attacked,
/// and x and x' those by the clean machine. Two half steps take turns. With q fixed, w is a support vector
/// machine of the flipped labels. With w fixed, g is linear in q, and with every flip at the same price the best q flips the
/// rows of the smallest `d_i = (e'_i - x'_i) - (e_i - x_i)` that are below 0 (ties: lowest row), as far as budget and
/// limits reach. At first e = e' = 0, so the rows that the clean machine is surest of are flipped. It ends where the flips
/// no longer change or g no longer falls, or after the largest number of rounds; the flips of the smallest g are kept.
///
/// Where limits of classes and of groups both bind, taking rows in order need not be the best q; g still never rises.
/// A budget is spent only as far as flips lower g. Two classes only. Nothing is random. No objective: g is that of the
/// whole plan.
/// - Complexity: O(n² · d) for the kernel (8 · n² bytes, at most 10,000 rows) and a training for each round.
public struct AdversarialLabelFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let machine: SupportVectorMachine
  /// The largest number of rounds; 1 or more.
  public let mostRounds: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - machine: The learner that is attacked; linear with a cost of 1 by default.
  ///   - mostRounds: The largest number of rounds, 1 or more; 50 by default.
  public init(machine: SupportVectorMachine = SupportVectorMachine(), mostRounds: Int = 50) {
    self.machine = machine
    self.mostRounds = mostRounds
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    guard mostRounds >= 1 else {
      throw .invalidParameter(name: "rounds", value: "\(mostRounds)", allowed: "1 or more")
    }
    let victim = try SupportVectorVictim(problem, machine: machine, execution: execution)
    let search = try AlternatingSearch(victim, allowance: problem.allowance(budget))
    let found = try search.run(mostRounds: mostRounds, execution: execution)
    return FlipPlan(steps: victim.steps(flipping: found.rows))
  }
}

/// The two half steps of ``AdversarialLabelFlip``.
struct AlternatingSearch: Sendable {
  private let victim: SupportVectorVictim
  private let allowance: FlipAllowance
  /// Hinge losses by the clean machine, of each row with its own and with the other label.
  private let clean: (own: [Double], other: [Double])

  /// What a search found.
  struct Found: Sendable {
    /// The flips of the smallest objective, the one that lowers it most first.
    let rows: [Int]
    /// The objective after each half step, from the first machine on.
    let objectives: [Double]
  }

  init(_ victim: SupportVectorVictim, allowance: FlipAllowance) throws(AttackError) {
    self.victim = victim
    self.allowance = allowance
    clean = Self.losses(try victim.train(victim.signs).get(), victim.signs)
  }

  /// Takes half steps in turn.
  func run(mostRounds: Int, execution: Execution) throws(AttackError) -> Found {
    let none = [Double](repeating: 0, count: victim.count)
    var rows = flips(changes((none, none)))
    var objectives: [Double] = []
    var best: (rows: [Int], objective: Double) = ([], .infinity)
    var seen: Set<Set<Int>> = []
    for round in 0..<mostRounds {
      seen.insert(Set(rows))
      let machine = try victim.train(victim.signs(flipping: rows)).get()
      let losses = Self.losses(machine, victim.signs)
      let changes = changes(losses)
      let rest =
        victim.signs.indices.reduce(machine.squaredNorm / (2 * victim.cost)) {
          $0 + losses.own[$1] - clean.own[$1]
        }
      func objective(_ rows: [Int]) -> Double { rows.reduce(rest) { $0 + changes[$1] } }
      let reached = objective(rows)
      objectives.append(reached)
      if reached < best.objective { best = (rows, reached) }
      execution.progress?(Double(round + 1) / Double(mostRounds))
      let next = flips(changes)
      guard objective(next) < reached, !seen.contains(Set(next)) else { break }
      rows = next
      objectives.append(objective(next))
    }
    execution.progress?(1)
    return Found(rows: best.rows, objectives: objectives)
  }

  /// By how much the objective changes with each flip.
  private func changes(_ losses: (own: [Double], other: [Double])) -> [Double] {
    victim.signs.indices.map {
      (losses.other[$0] - clean.other[$0]) - (losses.own[$0] - clean.own[$0])
    }
  }

  /// The flips that lower the objective most.
  private func flips(_ changes: [Double]) -> [Int] {
    let order = changes.indices.filter { changes[$0] < 0 }
      .sorted { (changes[$0], $0) < (changes[$1], $1) }
    return allowance.allowed(among: order)
  }

  /// The hinge losses of every row with its own and with the other label.
  private static func losses(
    _ machine: SupportVectorVictim.Trained, _ signs: [Double]
  ) -> (own: [Double], other: [Double]) {
    let margins = zip(machine.scores, signs).map { $0 * $1 }
    return (margins.map { max(0, 1 - $0) }, margins.map { max(0, 1 + $0) })
  }
}
