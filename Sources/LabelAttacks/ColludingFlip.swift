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
/// - ``Shape/opposing(rowsEach:)``: of the same clusters, pairs of different most frequent classes that lie near each
///   other: each cluster with the 5 whose centers are nearest. All rows of each get the most frequent class of the
///   other, one of each by turns, nearest to the center first. At each step the pair is taken that gains most for
///   each flip, and both clusters are gone (ties: lowest cluster, then the nearer one); the limits as above.
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
    /// Pairs of clusters of so many rows on average, 1 or more, each flipped to the class of the other.
    case opposing(rowsEach: Int)
    /// The rows around a point of d features, scaled as the training rows; they get the class `to`.
    case ball(center: [Float], to: Int)
  }

  /// The shapes that need no point, with their usual sizes.
  public enum Pattern: String, CaseIterable, Sendable {
    /// Clusters of 20 rows on average.
    case clusters
    /// Pairs of opposing clusters of 20 rows on average.
    case opposing

    /// The shape.
    public var shape: Shape {
      switch self {
      case .clusters: .clusters(rowsEach: 20)
      case .opposing: .opposing(rowsEach: 20)
      }
    }
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
  public init(learner: Ridge = Ridge(), shape: Shape = Pattern.clusters.shape) {
    self.learner = learner
    self.shape = shape
  }

  /// The mean squared loss, but for a ball.
  public var objectiveName: String? {
    if case .ball = shape { nil } else { "the mean squared loss" }
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    switch shape {
    case .clusters(let rowsEach):
      return try flipClusters(
        problem, rowsEach: rowsEach, budget: budget, seed: seed, execution: execution
      ) { ClusterFlips(wholeClusters: $0.members.filter { !$0.isEmpty }, problem.labels) }
    case .opposing(let rowsEach):
      return try flipClusters(
        problem, rowsEach: rowsEach, budget: budget, seed: seed, execution: execution
      ) { ClusterFlips(choices: OpposingClusters.choices($0, problem.labels)) }
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
    _ problem: AttackProblem, rowsEach: Int, budget: FlipBudget, seed: UInt64,
    execution: Execution, choices: (KMeans.Clusters) -> ClusterFlips
  ) throws(AttackError) -> FlipPlan {
    guard rowsEach >= 1 else {
      throw .invalidParameter(
        name: "rows of a cluster", value: "\(rowsEach)", allowed: "1 or more")
    }
    let start = try SquaredLossGains(problem, learner: learner, execution: execution)
    let clusters: KMeans.Clusters
    do throws(NeighborError) {
      clusters = try KMeans(clusterCount: max(1, problem.labels.count / rowsEach))
        .fit(problem.features, seed: seed, execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
    return choices(clusters).plan(problem, from: start, budget: budget, execution: execution)
  }
}
