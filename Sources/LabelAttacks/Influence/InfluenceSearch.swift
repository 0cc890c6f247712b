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

  /// Rows that are tried where one flip is chosen after the others.
  static let shortlist = 10
  /// Rows that are tried in the place of one that is taken back.
  static let substitutes = 5
  /// Most times that the flips are chosen anew all at once, and that every block is exchanged.
  static let rechoices = 10
  static let passes = 3
  /// Share by which the loss must grow for an exchange to be kept, and for another pass to be made.
  static let leastGain = 1e-6
  static let leastPassGain = 1e-3

  var problem: AttackProblem { victim.problem }

  /// Number of flips of a block.
  var blockSize: Int { max(1, flipCount / 20) }

  /// Trains on some labels.
  ///
  /// - Parameters:
  ///   - labels: The labels.
  ///   - near: A training on labels that differ little, whose curvature is taken over; `nil` to compute it.
  ///   - execution: Threads.
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

  /// More flips than some labels have, the best of several proposals by exact retraining.
  ///
  /// A single flip is the best of a shortlist by influence. Of several, the proposals are those of the largest
  /// influence; those of the largest mean of the influence before and after these; and those of the largest influence
  /// after the second proposal.
  ///
  /// - Parameters:
  ///   - start: The labels, with a curvature that is taken over.
  ///   - count: Largest number of flips.
  ///   - barred: Rows that are not to be flipped.
  ///   - shortlist: Rows that are tried for a single flip.
  /// - Returns: `nil` where nothing more may be flipped.
  func extended(
    _ start: PoisonedModel, count: Int, barred: Set<Int> = [], shortlist: Int = shortlist
  ) throws(AttackError) -> PoisonedModel? {
    let flipped = flippedRows(start.labels)
    let before = worths(start)
    if count == 1 {
      let allowance = allowance(besides: flipped, count: 1)
      let taken = barred.union(flipped)
      let flips = Array(
        before.ranking.lazy
          .filter { !taken.contains($0.row) && allowance.allows(row: $0.row) }.prefix(shortlist))
      return worst(
        try trained(count: flips.count) {
          start.labels.applying([flips[$0]])
        } near: {
          start
        })
    }
    var best: PoisonedModel?
    var proposal = before
    var last: [Flip]?
    for round in 0..<3 {
      let flips = chosen(proposal.ranking, count: count, besides: flipped, barred: barred)
      guard !flips.isEmpty, flips != last else { break }
      last = flips
      let trial = try poisoned(
        start.labels.applying(flips), near: start, execution: execution.silent)
      best = worst([best, trial].compactMap(\.self))
      guard round < 2 else { break }
      let after = worths(trial)
      proposal = round == 0 ? before.averaged(with: after) : after
    }
    return best
  }

  /// Trains on several labellings, each on one thread.
  private func trained(
    count: Int, labels: @Sendable (Int) -> Labels, near: @Sendable () -> PoisonedModel
  ) throws(AttackError) -> [PoisonedModel] {
    let tried = execution.silent.map(count: count) { index in
      Result { () throws(AttackError) in
        try poisoned(labels(index), near: near(), execution: .serial)
      }
    }
    var states: [PoisonedModel] = []
    for result in tried { states.append(try result.get()) }
    return states
  }

  /// Flips block after block, until nothing more may be flipped.
  func greedy(
    _ start: PoisonedModel, progress: (Double) -> Void = { _ in }
  ) throws(AttackError) -> PoisonedModel {
    var state = start
    while true {
      let left = flipCount - flippedRows(state.labels).count
      guard left > 0, let next = try extended(state, count: min(blockSize, left)) else {
        return state
      }
      state = next
      try refresh(&state)
      progress(1 - Double(left) / Double(flipCount))
    }
  }

  /// All flips chosen anew by their influence at the model that they make, as long as that does more harm.
  ///
  /// - Returns: The worst on the way, `start` included where it has flips.
  func rechosen(_ start: PoisonedModel) throws(AttackError) -> PoisonedModel {
    var best = start
    var state = start
    var seen: Set<[Int]> = [start.labels.classIndices]
    for _ in 0..<Self.rechoices {
      let flips = chosen(worths(state).ranking, count: flipCount, besides: [])
      let labels = problem.labels.applying(flips)
      guard seen.insert(labels.classIndices).inserted else { break }
      state = try poisoned(labels, near: state, execution: execution.silent)
      try refresh(&state)
      if best.labels == problem.labels || state.damage.exceeds(best.damage, objective) {
        best = state
      }
    }
    return best
  }

  /// Every block of flips, those worth least first, taken back and chosen anew, and kept where that does more harm.
  func exchanged(
    _ start: PoisonedModel, progress: (Double) -> Void
  ) throws(AttackError) -> PoisonedModel {
    var best = start
    for pass in 0..<Self.passes {
      try refresh(&best)
      let before = best
      let worths = worths(best)
      let rows = flippedRows(best.labels).map { row in
        (row: row, worth: worths.worth(row: row, to: before.labels[row]))
      }.sorted { ($0.worth, $0.row) < ($1.worth, $1.row) }.map(\.row)
      for first in stride(from: 0, to: rows.count, by: blockSize) {
        let block = rows[first..<min(rows.count, first + blockSize)]
        var labels = best.labels
        for row in block { labels[row] = problem.labels[row] }
        let without = try poisoned(labels, near: best, execution: execution.silent)
        let trial = try extended(
          without, count: block.count, barred: blockSize == 1 ? Set(block) : [],
          shortlist: Self.substitutes)
        if let trial, trial.damage.exceeds(best.damage, objective, by: Self.leastGain) {
          best = trial
        }
        progress(
          (Double(pass) + Double(first + block.count) / Double(rows.count)) / Double(Self.passes))
      }
      guard best.damage.exceeds(before.damage, objective, by: Self.leastPassGain) else { break }
    }
    return best
  }
}
