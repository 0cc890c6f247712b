public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Flips of whole neighborhoods together, so that the neighbors of a flipped row agree with it.
///
/// A construction of this project; Paudice, Muñoz-González and Lupu (2018) name attackers who collude as what
/// their defense does not cover. It is the hardest case for everything that asks the neighbors of a row.
///
/// - ``Shape/clusters(rowsEach:)``: the rows are clustered by k-means. The whole of a cluster gets one class, other
///   than its most frequent one: its rows of other classes are flipped, nearest to the center first. At each step
///   the cluster and class are taken that raise the mean squared loss of ridge regression on the attacker's
///   validation set most for each flip (ties: lowest cluster, then class). Of a cluster only the rows count that the
///   limits allow, nearest to the center first; the last cluster is cut where the budget ends.
/// - ``Shape/ball(center:to:)``: the rows nearest to a point that do not carry a class get it, nearest first. No
///   objective. Rows that the limits forbid are left out.
///
/// The plan of a smaller budget is a prefix of that of a larger one.
/// - Complexity: for clusters of ``/Classifiers/KMeans``, what ``LeastSquaresFlip`` costs once, and O(n · d) for
///   each cluster taken. For a ball O(n · d + n log n).
public struct ColludingFlip: Attack {
  /// Which rows collude.
  public enum Shape: Equatable, Sendable {
    /// Clusters of so many rows on average, 1 or more.
    case clusters(rowsEach: Int)
    /// The rows around a point of d features, scaled as the training rows; they get the class `to`.
    case ball(center: [Float], to: Int)
  }

  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// Which rows collude.
  public let shape: Shape

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked.
  ///   - shape: Which rows collude; clusters of 20 rows on average by default.
  public init(learner: Ridge = Ridge(), shape: Shape = .clusters(rowsEach: 20)) {
    self.learner = learner
    self.shape = shape
  }

  /// The mean squared loss, for clusters.
  public var objectiveName: String? {
    if case .clusters = shape { "the mean squared loss" } else { nil }
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    switch shape {
    case .clusters(let rowsEach):
      guard rowsEach >= 1 else {
        throw .invalidParameter(
          name: "rows of a cluster", value: "\(rowsEach)", allowed: "1 or more")
      }
      return try flipClusters(
        problem, count: max(1, problem.labels.count / rowsEach),
        flipCount: budget.flipCount(rowCount: problem.labels.count), seed: seed,
        execution: execution)
    case .ball(let center, let to):
      guard center.count == problem.features.columnCount, center.allSatisfy(\.isFinite) else {
        throw .invalidParameter(
          name: "center of the ball", value: "\(center.count) numbers",
          allowed: "\(problem.features.columnCount) finite numbers, one for each feature")
      }
      guard (0..<problem.labels.classCount).contains(to) else {
        throw .invalidParameter(
          name: "target class", value: "\(to)",
          allowed: "a class index below \(problem.labels.classCount)")
      }
      return flipBall(problem, center: center, to: to, allowance: problem.allowance(budget))
    }
  }

  private func flipBall(
    _ problem: AttackProblem, center: [Float], to: Int, allowance: FlipAllowance
  ) -> FlipPlan {
    let squares = (0..<problem.labels.count).map { row in
      zip(problem.features.row(row), center).reduce(0) {
        let difference = Double($1.0) - Double($1.1)
        return $0 + difference * difference
      }
    }
    let rows = squares.indices.filter { problem.labels[$0] != to }
      .sorted { (squares[$0], $0) < (squares[$1], $1) }
    return FlipPlan(
      steps: allowance.allowed(among: rows).map {
        FlipPlan.Step(flip: Flip(row: $0, from: problem.labels[$0], to: to))
      })
  }

  private func flipClusters(
    _ problem: AttackProblem, count: Int, flipCount: Int, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    var current = try SquaredLossGains(problem, learner: learner, execution: execution)
    let initialObjective = current.objective
    var clusters = try clusters(problem, count: count, seed: seed, execution: execution)
    // The budget has no say in the choice, so that plans nest: it only ends them.
    var allowance = problem.allowance(.count(problem.labels.count))
    var steps: [FlipPlan.Step] = []
    while steps.count < flipCount {
      clusters = clusters.map { $0.map { Self.allowed($0, allowance) } }
        .filter { $0.contains { !$0.isEmpty } }
      guard !clusters.isEmpty else { break }
      let (candidates, now) = (clusters, current)
      let choices = execution.silent.map(count: candidates.count) { place in
        candidates[place].map { $0.isEmpty ? -.infinity : now.gain($0) / Double($0.count) }
      }
      var best = (place: 0, choice: 0)
      for (place, gains) in choices.enumerated() {
        for (choice, gain) in gains.enumerated() where gain > choices[best.place][best.choice] {
          best = (place, choice)
        }
      }
      for flip in clusters[best.place][best.choice].prefix(flipCount - steps.count) {
        allowance.take(row: flip.row)
        current.keep(flip)
        steps.append(FlipPlan.Step(flip: flip, objective: current.objective))
      }
      clusters.remove(at: best.place)
      execution.progress?(Double(steps.count) / Double(flipCount))
    }
    // Where no cluster is left, the work is done all the same.
    if steps.count < flipCount { execution.progress?(1) }
    return FlipPlan(steps: steps, initialObjective: initialObjective)
  }

  /// The flips of a cluster that may be made together, nearest to the center first.
  private static func allowed(_ flips: [Flip], _ allowance: FlipAllowance) -> [Flip] {
    let rows = Set(allowance.allowed(among: flips.map(\.row)))
    return flips.filter { rows.contains($0.row) }
  }

  /// For every cluster the flips that would make it one class, for each class but its most frequent one.
  private func clusters(
    _ problem: AttackProblem, count: Int, seed: UInt64, execution: Execution
  ) throws(AttackError) -> [[[Flip]]] {
    let members: [[Int]]
    do throws(NeighborError) {
      members = try KMeans(clusterCount: count)
        .fit(problem.features, seed: seed, execution: execution).members
    } catch {
      throw .invalidProblem(error.description)
    }
    return members.filter { !$0.isEmpty }.map { rows in
      let sizes = problem.labels.selecting(rows: rows).classSizes
      let largest = sizes.max() ?? 0
      let majority = sizes.firstIndex(of: largest) ?? 0
      return sizes.indices.filter { $0 != majority }.map { to in
        rows.filter { problem.labels[$0] != to }
          .map { Flip(row: $0, from: problem.labels[$0], to: to) }
      }
    }
  }
}
