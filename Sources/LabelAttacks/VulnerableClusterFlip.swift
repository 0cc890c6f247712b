public import Classifiers
public import LabelContracts
public import LabelData
internal import Neighbors
public import VectorKernels

/// Flips of whole agglomerative clusters, those first that do most harm for each flip.
///
/// After Li, Wang, Wang and Wang (2022), who look for vulnerable examples by agglomerative hierarchical clustering.
/// What is followed is that idea; the choice of clusters and of labels is this project's, in closed form.
///
/// The rows are clustered by ``/Classifiers/WardClustering``, which never looks at labels. The whole of a cluster gets
/// one class, other than its most frequent one: its rows of other classes are flipped, nearest to the center first. At
/// each step the cluster and class are taken that raise the mean squared loss of ridge regression on the attacker's
/// validation set most for each flip (ties: the cluster of the lowest row, then the lowest class). Of a cluster only
/// the rows count that the limits allow; the last cluster is cut where the budget ends.
///
/// The plan of a smaller budget is a prefix of that of a larger one. Any number of classes.
/// - Complexity: that of the clustering, what ``LeastSquaresFlip`` costs once, and O(n · d) for each cluster taken.
public struct VulnerableClusterFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let learner: Ridge
  /// Number of rows of a cluster on average, 1 or more.
  public let rowsEach: Int
  /// Most rows that are joined one by one, 2 or more; more are brought to that many cells first.
  public let leafLimit: Int

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner that is attacked.
  ///   - rowsEach: Number of rows of a cluster on average, 1 or more; 20 by default.
  ///   - leafLimit: Most rows that are joined one by one, 2 or more; 1,000 by default.
  public init(learner: Ridge = Ridge(), rowsEach: Int = 20, leafLimit: Int = 1_000) {
    self.learner = learner
    self.rowsEach = rowsEach
    self.leafLimit = leafLimit
  }

  /// The mean squared loss.
  public var objectiveName: String? { "the mean squared loss" }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    for (name, value, least) in [
      ("rows of a cluster", rowsEach, 1), ("rows that are joined one by one", leafLimit, 2),
    ] where value < least {
      throw .invalidParameter(name: name, value: "\(value)", allowed: "\(least) or more")
    }
    let start = try SquaredLossGains(problem, learner: learner, execution: execution)
    let members: [[Int]]
    do throws(NeighborError) {
      members = try WardClustering(
        clusterCount: max(1, problem.labels.count / rowsEach), leafLimit: leafLimit
      ).fit(problem.features, seed: seed, execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
    return ClusterFlips(wholeClusters: members, problem.labels)
      .plan(problem, from: start, budget: budget, execution: execution)
  }
}
