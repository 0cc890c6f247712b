public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips found by merging sets of rows whose flips together do most harm to a support vector machine.
///
/// The attack by correlated clusters of Xiao, Biggio, Nelson, Xiao, Eckert and Roli (2015). At first every row is a
/// set of its own. Then again and again the two sets are merged after whose flips together the machine trained anew has the
/// largest error on the attacker's validation set (ties: the larger mean hinge loss, then the sets made first), until a
/// set has as many rows as the budget. Sets larger than the budget, or that break a limit, are not made. Where no two sets
/// fit together any more, the largest one is kept and rows of the others are added to it, one by one, each time the one of the largest
/// error. So pairs of flips that are harmless alone and harmful together are seen, which a greedy choice misses.
///
/// The budget is spent whole, even if the error falls. Two classes only. Nothing is random.
/// - Complexity: O(n²) trainings, or n + c² with c candidates; O(n² · d) for the kernel (8 · n² bytes).
public struct CorrelatedClusterFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let machine: SupportVectorMachine
  /// The number of rows that take part, those whose flip alone does most harm; `nil` for all.
  public let candidateCount: Int?

  /// The most rows without a number of candidates: a machine is trained for every pair of rows.
  public static let mostRows = 200

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - machine: The learner that is attacked; linear with a cost of 1 by default.
  ///   - candidateCount: The number of rows that take part, at least the budget; all by default, which are at most
  ///     ``mostRows``.
  public init(
    machine: SupportVectorMachine = SupportVectorMachine(), candidateCount: Int? = nil
  ) {
    self.machine = machine
    self.candidateCount = candidateCount
  }

  /// The share of wrong predictions.
  public var objectiveName: String? { "the share of wrong predictions" }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    let victim = try SupportVectorVictim(problem, machine: machine, execution: execution)
    let validation = try victim.validation(execution)
    let allowance = problem.allowance(budget)
    if let candidateCount {
      guard candidateCount >= max(1, allowance.remaining) else {
        throw .invalidParameter(
          name: "number of candidates", value: "\(candidateCount)",
          allowed: "\(max(1, allowance.remaining)) or more, the number of flips")
      }
    } else {
      guard victim.count <= Self.mostRows else {
        throw .invalidProblem(
          "\(victim.count) rows; this attack trains a machine for every pair of rows, which are at most "
            + "\(Self.mostRows) unless a number of candidates is given")
      }
    }
    var merging = ClusterMerging(
      victim, validation: validation, allowance: allowance, execution: execution)
    let rows = try merging.run(candidateCount: candidateCount)
    let prefixes = try merging.damages(
      of: rows.indices.map { Array(rows.prefix($0 + 1)) } + [[]])
    let objectives = prefixes.map(\.error)
    execution.progress?(1)
    return FlipPlan(
      steps: victim.steps(flipping: rows, objectives: objectives),
      initialObjective: objectives.last)
  }
}

/// The merging of ``CorrelatedClusterFlip``.
struct ClusterMerging {
  private typealias Damage = SupportVectorVictim.Damage

  /// Rows that are flipped together.
  private struct Cluster {
    /// In the order in which they were merged.
    let rows: [Int]
    let damage: Damage
  }

  /// Two clusters by their numbers, the lower first.
  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  private let victim: SupportVectorVictim
  private let validation: SupportVectorVictim.Validation
  private let allowance: FlipAllowance
  private let execution: Execution
  /// Every cluster ever made; merged ones stay in their place.
  private var clusters: [Cluster] = []
  /// The numbers of the clusters that are not merged, ascending.
  private var open: [Int] = []
  /// The damage of every two open clusters that fit together.
  private var pairs: [Pair: Damage] = [:]

  init(
    _ victim: SupportVectorVictim, validation: SupportVectorVictim.Validation,
    allowance: FlipAllowance, execution: Execution
  ) {
    self.victim = victim
    self.validation = validation
    self.allowance = allowance
    self.execution = execution
  }

  /// Merges until a cluster has as many rows as are allowed.
  ///
  /// - Returns: The rows of that cluster.
  mutating func run(candidateCount: Int?) throws(AttackError) -> [Int] {
    let wanted = allowance.remaining
    guard wanted > 0 else { return [] }
    try start(candidateCount: candidateCount)
    guard var largest = best(among: open) else { return [] }
    while clusters[largest].rows.count < wanted, let pair = bestPair {
      try merge(pair)
      largest = best(among: open) ?? largest
    }
    return try filled(clusters[largest].rows, wanted: wanted)
  }

  /// The damage of the flips of some rows together.
  func damages(of sets: [[Int]]) throws(AttackError) -> [SupportVectorVictim.Damage] {
    let results = execution.silent.map(count: sets.count) { index in
      victim.train(victim.signs(flipping: sets[index])).map { validation.damage($0) }
    }
    var damages: [Damage] = []
    for result in results { damages.append(try result.get()) }
    return damages
  }

  /// Makes a cluster of each candidate, and looks at all pairs.
  private mutating func start(candidateCount: Int?) throws(AttackError) {
    let rows = (0..<victim.count).filter { allowance.allows(row: $0) }
    let alone = try damages(of: rows.map { [$0] })
    let chosen = rows.indices.sorted { (alone[$1], $0) < (alone[$0], $1) }
      .prefix(candidateCount ?? rows.count).sorted()
    clusters = chosen.map { Cluster(rows: [rows[$0]], damage: alone[$0]) }
    open = Array(clusters.indices)
    guard allowance.remaining > 1 else { return }
    for first in open {
      try look(at: open.dropFirst(first + 1).map { Pair(first: first, second: $0) })
      // Pairs are most of the work; what comes after is told at the end.
      let done = Double(first + 1) / Double(open.count)
      execution.progress?(0.9 * done * (2 - done))
    }
  }

  /// Finds the damage of the pairs that fit together.
  private mutating func look(at candidates: [Pair]) throws(AttackError) {
    let fitting = candidates.filter { allowance.allows(rows: rows(of: $0)) }
    let found = try damages(of: fitting.map(rows))
    for (pair, damage) in zip(fitting, found) { pairs[pair] = damage }
  }

  private func rows(of pair: Pair) -> [Int] {
    let (first, second) = (clusters[pair.first], clusters[pair.second])
    // Within a merged set the more harmful part comes first.
    return first.damage < second.damage ? second.rows + first.rows : first.rows + second.rows
  }

  /// The pair of the largest damage; among equals that of the lowest numbers.
  private var bestPair: Pair? {
    pairs.max {
      ($0.value, $1.key.first, $1.key.second) < ($1.value, $0.key.first, $0.key.second)
    }?.key
  }

  /// The largest cluster; among equals the one of the largest damage, then the lowest number.
  private func best(among numbers: [Int]) -> Int? {
    numbers.max {
      (clusters[$0].rows.count, clusters[$0].damage, $1)
        < (clusters[$1].rows.count, clusters[$1].damage, $0)
    }
  }

  private mutating func merge(_ pair: Pair) throws(AttackError) {
    guard let damage = pairs[pair] else { return }
    clusters.append(Cluster(rows: rows(of: pair), damage: damage))
    open.removeAll { $0 == pair.first || $0 == pair.second }
    pairs = pairs.filter { item in
      [item.key.first, item.key.second].allSatisfy { $0 != pair.first && $0 != pair.second }
    }
    let new = clusters.count - 1
    try look(at: open.map { Pair(first: $0, second: new) })
    open.append(new)
  }

  /// Adds rows of other clusters one by one, as far as the allowance reaches.
  private func filled(_ start: [Int], wanted: Int) throws(AttackError) -> [Int] {
    var rows = start
    var others = open.flatMap { clusters[$0].rows }.filter { !start.contains($0) }.sorted()
    while rows.count < wanted {
      others = others.filter { allowance.allows(rows: rows + [$0]) }
      let found = try damages(of: others.map { rows + [$0] })
      let best = others.indices.max { (found[$0], others[$1]) < (found[$1], others[$0]) }
      guard let best else { break }
      rows.append(others.remove(at: best))
    }
    return rows
  }
}
