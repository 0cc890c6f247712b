public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// The fewest flips that change one prediction.
///
/// Where there are several validation rows the one is taken that is nearest to the border: whose prediction needs the
/// fewest flips (ties: lowest row), leaving out rows where nothing is to be gained because the prediction is so
/// already. A problem that is ``/LabelContracts/AttackProblem/judged(on:)`` a single row names the row.
///
/// - A victim whose scores are linear in the labels, f_c = sum of a_i over the rows with label c: a flip of row i takes
///   at most red_i off the lead of the right class p over a rival c, and the flips with the largest red_i are
///   taken until c passes p. Sorting is exact: no fewer flips let any class pass p. It stays so under
///   limits of one kind (classes, groups or rows); where classes and groups are limited at once it is greedy. The rival
///   that needs the fewest flips is taken (ties: lowest class). A target class must pass all others: with two
///   classes that is the same, with more one flip at a time is taken that gains most on the class ahead, which need
///   not be the smallest set.
/// - Any other victim: the flips come in that order by the weights of a surrogate, the class ahead being what the
///   victim predicts, and after each the victim is trained anew, until its prediction has changed. The rival is the
///   target, or the most probable class but the right one.
///
/// The attack and the certificate of a classifier that is linear in the labels are the same computation; Meyer,
/// Albarghouthi and D'Antoni (2023) give it for least squares. It ends when the prediction has changed, the budget is
/// spent, or nothing more is allowed that helps; the plan of a smaller budget is a prefix of that of a larger one.
/// - Complexity: for a victim that is linear in the labels, its weights and O(n · K) for each validation row (for a target
///   among more than two classes O(n · flips)), then O(n · (K log n + flips)). For others a training for each flip.
public struct TargetedFlip: Attack {
  /// Whose prediction is attacked.
  public enum Victim: Sendable {
    /// A classifier that is linear in the labels.
    case labelLinear(any LabelLinear)
    /// A classifier that is trained after each flip; a surrogate that is linear in the labels names the flips.
    case retrained(any Classifier, surrogate: any LabelLinear)
  }

  /// Whose prediction is attacked.
  public let victim: Victim
  /// The class index that is to be predicted; `nil` for any but the right one.
  public let target: Int?

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - victim: Whose prediction is attacked; least squares with the penalty of ``/Classifiers/Ridge`` by default.
  ///   - target: The class index that is to be predicted; any but the right one by default.
  public init(victim: Victim = .labelLinear(Self.leastSquares(Ridge())), target: Int? = nil) {
    self.victim = victim
    self.target = target
  }

  /// Least squares as weights of the labels.
  public static func leastSquares(_ learner: Ridge) -> RidgeSmoother {
    RidgeSmoother(regularization: learner.regularization, penalizesIntercept: false)
  }

  /// The lead at the attacked row.
  public var objectiveName: String? {
    let lead =
      target == nil
      ? "the lead of the best wrong class over the right one" : "the lead of the target class"
    return "\(lead) in the attacked prediction"
  }

  /// Chooses flips.
  ///
  /// - Parameters:
  ///   - problem: Its validation rows are those whose prediction may be attacked.
  ///   - budget: The largest number of flips.
  ///   - seed: Where randomness in the victim starts.
  ///   - execution: Threads and progress.
  /// - Returns: The flips. Where there are fewer than the budget allows, the last objective is 0 or above if the
  ///   prediction has changed, and below 0 if it cannot be changed.
  /// - Throws: ``/LabelContracts/AttackError``.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    try problem.requireValidation()
    if let target, !(0..<problem.labels.classCount).contains(target) {
      throw .invalidParameter(
        name: "target class", value: "\(target)",
        allowed: "a class index below \(problem.labels.classCount)")
    }
    let goal = TargetedGoal(problem, target: target)
    let plan: FlipPlan
    do throws(ClassifierError) {
      switch victim {
      case .labelLinear(let victim):
        plan = try LabelLinearVictim(goal, problem)
          .plan(victim, budget: budget, seed: seed, execution: execution.silent)
      case .retrained(let victim, let surrogate):
        plan = try RetrainedVictim(goal, problem)
          .plan(victim, surrogate, budget: budget, seed: seed, execution: execution.silent)
      }
    } catch {
      throw .invalidProblem(error.description)
    }
    execution.progress?(1)
    return plan
  }
}
