internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// How a greedy attack finds the next flip, with the labels as they are after the flips kept so far.
protocol GreedySteps {
  /// The harm with the labels as they are.
  var damage: Damage { get }

  /// The flip of some rows that does most harm, with that harm; ties go to the lowest row, then class.
  ///
  /// - Parameters:
  ///   - rows: Rows not flipped, ascending; one or more.
  ///   - execution: Threads.
  /// - Returns: The flip and the harm after it.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func best(
    among rows: [Int], execution: Execution
  ) throws(AttackError) -> (flip: Flip, damage: Damage)

  /// Makes a flip part of the labels.
  mutating func keep(_ flip: Flip, _ damage: Damage)
}

/// The definition as it is written: any learner is trained anew for every row and class.
struct RetrainedSteps: GreedySteps {
  private let training: Retraining
  private let objective: FlipObjective
  private var labels: Labels
  private(set) var damage: Damage

  init(
    _ training: Retraining, objective: FlipObjective, execution: Execution
  ) throws(AttackError) {
    self.training = training
    self.objective = objective
    labels = training.problem.labels
    damage = try training.damage(labels, execution: execution.silent)
  }

  func best(
    among rows: [Int], execution: Execution
  ) throws(AttackError) -> (flip: Flip, damage: Damage) {
    let labels = labels
    let flips = rows.flatMap { row in
      (0..<labels.classCount).filter { $0 != labels[row] }.map {
        Flip(row: row, from: labels[row], to: $0)
      }
    }
    let damages = try training.damages(count: flips.count, execution: execution.silent) {
      labels.applying([flips[$0]])
    }
    let best = damages.indices.reduce(0) {
      damages[$1].exceeds(damages[$0], objective) ? $1 : $0
    }
    return (flips[best], damages[best])
  }

  mutating func keep(_ flip: Flip, _ damage: Damage) {
    labels[flip.row] = flip.to
    self.damage = damage
  }
}

/// The linear hinge learner of two classes: candidates are trained together, and the plain loop has the last word.
struct HingeSteps: GreedySteps {
  private let plain: PlainTraining
  private var candidates: any CandidateTraining.Form
  private var labels: Labels
  private(set) var damage: Damage

  init(
    _ problem: AttackProblem, learner: LinearHinge, objective: FlipObjective, seed: UInt64,
    execution: Execution
  ) throws(AttackError) {
    do throws(ClassifierError) { try learner.checkParameters(rowCount: problem.labels.count) } catch
    {
      throw .invalidProblem(error.description)
    }
    let order = EpochOrder.visits(
      rowCount: problem.labels.count, epochs: learner.epochs, seed: seed)
    plain = PlainTraining(problem, learner: learner, order: order, objective: objective)
    labels = problem.labels
    damage = plain.damage(labels: labels)
    guard damage.loss.isFinite else { throw Retraining.divergence }
    candidates = CandidateTraining.make(
      problem, learner: learner, order: order, execution: execution)
  }

  func best(
    among rows: [Int], execution: Execution
  ) throws(AttackError) -> (flip: Flip, damage: Damage) {
    let tried = candidates.outcomes(flipping: rows, execution: execution.silent)
    guard let best = plain.best(of: tried, labels: labels, execution: execution.silent) else {
      throw Retraining.divergence
    }
    return (Flip(row: best.row, from: labels[best.row], to: 1 - labels[best.row]), best.damage)
  }

  mutating func keep(_ flip: Flip, _ damage: Damage) {
    labels[flip.row] = flip.to
    candidates.keep(flip)
    self.damage = damage
  }
}
