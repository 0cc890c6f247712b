public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips in the order of the margins of a clean linear model.
///
/// The baselines of Xiao, Biggio, Nelson, Xiao, Eckert and Roli (2015).
/// The learner is fitted to the labels before the attack. The margin of a row is the score of its label minus the
/// largest score of another class; for two classes it is s f(x). Nearest first flips the rows with the smallest
/// margin in size, farthest first those with the largest margin (ties: lowest row). Farthest first hurts a linear
/// model far more; nearest first is nearly harmless, and hard to tell from honest doubt. No objective.
/// - Complexity: one training and O(n · d · K + n log n).
public struct MarginOrderedFlip<Learner: Classifier>: Attack where Learner.Fitted == LinearModel {
  /// The learner whose margins order the rows: the victim's, or a surrogate.
  public let learner: Learner
  /// Which rows come first.
  public let order: MarginOrder
  /// The class that a row is flipped to.
  public let newLabel: MarginLabel

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - learner: The learner whose margins order the rows.
  ///   - order: Which rows come first.
  ///   - newLabel: The class that a row is flipped to; the runner-up by default. With two classes it is the other.
  public init(learner: Learner, order: MarginOrder, newLabel: MarginLabel = .runnerUp) {
    self.learner = learner
    self.order = order
    self.newLabel = newLabel
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    try problem.requireClasses()
    let model: LinearModel
    do throws(ClassifierError) {
      model = try learner.fit(
        problem.features, problem.labels, weights: nil, seed: seed, execution: execution.silent)
    } catch {
      throw .invalidProblem(error.description)
    }
    let columns = model.weights.indices.map { model.scores(problem.features, output: $0) }
    let flips = (0..<problem.labels.count).map { row in
      // One score tells class 1 from class 0: half of it for one, half against the other.
      let scores =
        columns.count == 1
        ? [-columns[0][row] / 2, columns[0][row] / 2] : columns.map { $0[row] }
      return Candidate(scores: scores, row: row, given: problem.labels[row], newLabel)
    }
    let sorted = flips.sorted { ($0.key(order), $0.flip.row) < ($1.key(order), $1.flip.row) }
    return FlipPlan(
      steps: problem.allowance(budget).allowed(among: sorted.map(\.flip.row)).map {
        FlipPlan.Step(flip: flips[$0].flip)
      })
  }

  /// A row with its margin and the flip that it may get.
  private struct Candidate {
    let margin: Double
    let flip: Flip

    init(scores: [Double], row: Int, given: Int, _ newLabel: MarginLabel) {
      let others = scores.indices.filter { $0 != given }
      let best = others.reduce(others[0]) { scores[$1] > scores[$0] ? $1 : $0 }
      let worst = others.reduce(others[0]) { scores[$1] < scores[$0] ? $1 : $0 }
      margin = scores[given] - scores[best]
      flip = Flip(row: row, from: given, to: newLabel == .runnerUp ? best : worst)
    }

    /// What rows are sorted by, ascending.
    func key(_ order: MarginOrder) -> Double {
      order == .nearestFirst ? margin.magnitude : -margin
    }
  }
}

/// Which rows an attack by margins flips first.
public enum MarginOrder: Sendable {
  /// Those nearest to the border of their class, on either side of it.
  case nearestFirst
  /// Those deepest inside their class.
  case farthestFirst
}

/// The class that an attack by margins flips a row to.
public enum MarginLabel: String, CaseIterable, Sendable {
  /// The class with the largest score but for the row's own (ties: lowest).
  case runnerUp = "runner-up"
  /// The class with the smallest score but for the row's own (ties: lowest).
  case leastLikely = "least-likely"
}
