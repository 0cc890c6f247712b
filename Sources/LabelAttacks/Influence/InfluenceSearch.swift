internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A search for the flips that do most harm, in blocks that influence proposes and retraining decides upon.
struct InfluenceSearch: Sendable {
  let victim: any InfluenceVictim
  let objective: FlipObjective
  /// Largest number of flips.
  let flipCount: Int
  let execution: Execution
  /// Number of flips of a block.
  let blockSize: Int

  /// Makes a search.
  ///
  /// - Parameters:
  ///   - victim: The learner that is attacked.
  ///   - objective: What is raised.
  ///   - flipCount: Largest number of flips.
  ///   - blockSize: Number of flips of a block; by default a twentieth of them, but one where rows and flips are few.
  ///   - execution: Threads.
  init(
    victim: any InfluenceVictim, objective: FlipObjective, flipCount: Int, blockSize: Int? = nil,
    execution: Execution
  ) {
    self.victim = victim
    self.objective = objective
    self.flipCount = flipCount
    self.execution = execution
    let isSmall = victim.problem.labels.count * flipCount <= Self.mostSingly
    self.blockSize = blockSize ?? (isSmall ? 1 : max(1, flipCount / 20))
  }

  /// Rows, summed over the trainings, up to which shortlists are longer than the shortest.
  static let mostRowsTrained = 6_000_000
  /// Rows times flips up to which flips are chosen one by one.
  static let mostSingly = 40_000
  /// Most times that the flips are chosen anew all at once, and that every block is exchanged.
  static let rechoices = 10
  static let passes = 3
  /// Share by which the loss must grow for an exchange to be kept, and for another pass to be made.
  static let leastGain = 1e-6
  static let leastPassGain = 1e-3

  var problem: AttackProblem { victim.problem }

  /// Rows that are tried flipped alone for each block.
  ///
  /// At least 10, and as many as keep within ``mostRowsTrained`` over the whole budget, as all of 500 with 100 flips.
  var shortlist: Int {
    let blockCount = (flipCount + blockSize - 1) / blockSize
    return max(10, Self.mostRowsTrained / (problem.labels.count * max(1, blockCount)))
  }

  /// Rows that are tried alone where a block is exchanged; no more than in a shortlist.
  var substitutes: Int { min(shortlist, min(10, max(5, shortlist / 10)) * blockSize) }

  /// Trains on some labels.
  ///
  /// - Parameters:
  ///   - labels: The labels.
  ///   - near: A training on labels that differ little, whose curvature is taken over; `nil` to compute it.
  ///   - execution: Threads.
  /// - Returns: What was learnt, the harm and the curvature.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func poisoned(
    _ labels: Labels, near: PoisonedModel?, execution: Execution
  ) throws(AttackError) -> PoisonedModel {
    let model = try victim.train(labels, near: near, execution: execution)
    let damage = victim.loss.damage(
      model, problem.validationFeatures, problem.validationLabels)
    guard damage.loss.isFinite else { throw Retraining.divergence }
    let curvature: Cholesky
    if let near {
      curvature = near.curvature
    } else {
      curvature = try victim.curvature(model, labels, execution: execution)
    }
    return PoisonedModel(labels: labels, model: model, damage: damage, curvature: curvature)
  }

  /// Computes the curvature anew.
  func refresh(_ state: inout PoisonedModel) throws(AttackError) {
    state.curvature = try victim.curvature(
      state.model, state.labels, execution: execution.silent)
  }

  func worths(_ state: PoisonedModel) -> FlipWorths {
    LabelInfluence(victim, at: state).worths(objective, execution: execution)
  }

  /// The rows that are flipped, ascending.
  func flippedRows(_ labels: Labels) -> [Int] {
    (0..<labels.count).filter { labels[$0] != problem.labels[$0] }
  }

  /// What may be flipped besides some rows.
  func allowance(besides rows: [Int], count: Int) -> FlipAllowance {
    var allowance = FlipAllowance(
      .count(rows.count + count), limits: problem.limits, labels: problem.labels)
    for row in rows { allowance.take(row: row) }
    return allowance
  }

  /// The first flips of a ranking that are allowed besides those of some rows.
  func chosen(
    _ ranking: [Flip], count: Int, besides rows: [Int], barred: Set<Int> = []
  ) -> [Flip] {
    let taken = barred.union(rows)
    let flips = Dictionary(uniqueKeysWithValues: ranking.map { ($0.row, $0) })
    return allowance(besides: rows, count: count)
      .allowed(among: ranking.lazy.map(\.row).filter { !taken.contains($0) })
      .compactMap { flips[$0] }
  }

  /// The worst of some trainings for the victim, the first among equals.
  func worst(_ states: [PoisonedModel]) -> PoisonedModel? {
    guard var worst = states.first else { return nil }
    for state in states where state.damage.exceeds(worst.damage, objective) { worst = state }
    return worst
  }

  /// The most harmful first, in the order given among equals.
  func sorted<Choice>(_ choices: [Choice], by damage: (Choice) -> Damage) -> [Choice] {
    let damages = choices.map(damage)
    return choices.indices.sorted { left, right in
      damages[left].exceeds(damages[right], objective)
        || (left < right && !damages[right].exceeds(damages[left], objective))
    }.map { choices[$0] }
  }

  /// More flips than some labels have, the best of several proposals by exact retraining.
  ///
  /// A single flip is the best of a shortlist by influence. Of several, the proposals are those of the largest
  /// influence; those of the largest mean of the influence before and after these; those of the largest influence after
  /// the second proposal; and, where the shortlist is longer than the block, those of it that do most harm alone.
  ///
  /// - Parameters:
  ///   - start: The labels, with a curvature that is taken over.
  ///   - count: Largest number of flips.
  ///   - barred: Rows that are not to be flipped.
  ///   - shortlist: Rows that are tried alone.
  /// - Returns: `nil` where nothing more may be flipped.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func extended(
    _ start: PoisonedModel, count: Int, barred: Set<Int> = [], shortlist: Int
  ) throws(AttackError) -> PoisonedModel? {
    let flipped = flippedRows(start.labels)
    let before = worths(start)
    var proposals: [PoisonedModel] = []
    var tried: Set<[Int]> = []
    func propose(_ ranking: [Flip]) throws(AttackError) -> PoisonedModel? {
      let flips = chosen(ranking, count: count, besides: flipped, barred: barred)
      guard !flips.isEmpty,
        tried.insert(flips.map { $0.row * problem.labels.classCount + $0.to }.sorted()).inserted
      else { return nil }
      let state = try poisoned(
        start.labels.applying(flips), near: start, execution: execution.silent)
      proposals.append(state)
      return state
    }
    let ranking = before.ranking
    if count == 1 || shortlist > count {
      _ = try propose(
        ranked(ranking, in: start, besides: barred.union(flipped), count: shortlist))
    }
    if count > 1, let first = try propose(ranking),
      let second = try propose(before.averaged(with: worths(first)).ranking)
    {
      _ = try propose(worths(second).ranking)
    }
    return worst(proposals)
  }

  /// The first flips of a ranking that are allowed one by one, by the harm that each does alone.
  private func ranked(
    _ ranking: [Flip], in start: PoisonedModel, besides rows: Set<Int>, count: Int
  ) throws(AttackError) -> [Flip] {
    let allowance = allowance(besides: flippedRows(start.labels), count: 1)
    let flips = Array(
      ranking.lazy.filter { !rows.contains($0.row) && allowance.allows(row: $0.row) }
        .prefix(count))
    let damages = try victim.damages(flips, in: start, execution: execution.silent)
    return sorted(Array(zip(flips, damages)), by: \.1).map(\.0)
  }

  /// Flips block after block, until nothing more may be flipped.
  func greedy(
    _ start: PoisonedModel, progress: (Double) -> Void = { _ in }
  ) throws(AttackError) -> PoisonedModel {
    var state = start
    while true {
      let left = flipCount - flippedRows(state.labels).count
      guard left > 0,
        let next = try extended(state, count: min(blockSize, left), shortlist: shortlist)
      else {
        return state
      }
      state = next
      try refresh(&state)
      progress(Double(flippedRows(state.labels).count) / Double(flipCount))
    }
  }
}
