internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A support vector machine of two classes that is trained on many labellings of the same rows.
///
/// The kernel of all pairs of rows is computed once.
struct SupportVectorVictim: Sendable {
  /// The labels before the attack, +1 for class 1 and -1 for class 0.
  let signs: [Double]
  /// The kernel of all pairs of training rows, n x n.
  let products: [Double]
  /// C.
  let cost: Double
  private let tolerance: Double
  private let kernel: SupportVectorKernel
  private let problem: AttackProblem

  /// A machine that was trained.
  struct Trained: Sendable {
    /// The dual coordinates, a.
    let values: [Double]
    /// What each row's kernel counts in a score, a_i s_i.
    let coefficients: [Double]
    /// The bias.
    let bias: Double
    /// The score of every training row.
    let scores: [Double]
    /// |w|², the squared norm in the space of the kernel.
    let squaredNorm: Double
  }

  /// Checks a problem and computes its kernel.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where the problem has not exactly two classes, or no machine can be
  ///   trained on its rows.
  init(
    _ problem: AttackProblem, machine: SupportVectorMachine, execution: Execution
  ) throws(AttackError) {
    guard problem.labels.classCount == 2 else {
      throw .invalidProblem(
        "\(problem.labels.classCount) classes; this attack needs labels of exactly two classes")
    }
    let examples: KernelExamples
    do throws(ClassifierError) {
      examples = try KernelExamples(
        problem.features, problem.labels, kernel: machine.kernel, cost: machine.cost,
        execution: execution.silent)
    } catch {
      throw .invalidProblem(error.description)
    }
    self.problem = problem
    signs = problem.labels.signs()
    products = examples.products
    kernel = examples.kernel
    cost = machine.cost
    tolerance = machine.tolerance
  }

  /// Number of training rows, n.
  var count: Int { signs.count }

  /// The signs after some rows are flipped.
  func signs(flipping rows: some Sequence<Int>) -> [Double] {
    var flipped = signs
    for row in rows { flipped[row].negate() }
    return flipped
  }

  /// The steps of a plan that flips some rows.
  func steps(flipping rows: [Int], objectives: [Double]? = nil) -> [FlipPlan.Step] {
    rows.indices.map { index in
      let from = problem.labels[rows[index]]
      return FlipPlan.Step(
        flip: Flip(row: rows[index], from: from, to: 1 - from), objective: objectives?[index])
    }
  }

  /// Trains on labels.
  func train(_ signs: [Double]) -> Result<Trained, AttackError> {
    train(
      signs: signs, bounds: [Double](repeating: cost, count: count),
      linear: [Double](repeating: -1, count: count))
  }

  /// Trains on labels z that need not be +1 and -1: the hinge loss of a row is max(0, 1 - z f(x)).
  ///
  /// With a the dual coordinates, |z| a are those of a machine with the signs of z, bounds C |z| and linear terms
  /// -1 / |z|.
  func train(continuous labels: [Double]) -> Result<Trained, AttackError> {
    train(
      signs: labels.map { $0 < 0 ? -1 : 1 }, bounds: labels.map { cost * abs($0) },
      linear: labels.map { $0 == 0 ? -1 : -1 / abs($0) })
  }

  private func train(
    signs: [Double], bounds: [Double], linear: [Double]
  ) -> Result<Trained, AttackError> {
    Result { () throws(AttackError) -> Trained in
      let point: PairwiseDescent.Point
      do throws(ClassifierError) {
        point = try PairwiseDescent(
          kernel: products, signs: signs, bounds: bounds, linear: linear, tolerance: tolerance
        ).minimum()
      } catch {
        throw .invalidProblem(error.description)
      }
      let coefficients = zip(point.values, signs).map { $0 * $1 }
      var scores = [Double](repeating: point.offset, count: signs.count)
      for (row, value) in coefficients.enumerated() where value != 0 {
        addScaled(value, table: products, row: row, to: &scores)
      }
      return Trained(
        values: point.values, coefficients: coefficients, bias: point.offset, scores: scores,
        squaredNorm: zip(coefficients, scores).reduce(0) { $0 + $1.0 * ($1.1 - point.offset) })
    }
  }

  /// The attacker's validation rows, as the machine meets them.
  ///
  /// - Throws: ``/LabelContracts/AttackError`` where there are none, or they do not fit.
  func validation(_ execution: Execution) throws(AttackError) -> Validation {
    try problem.requireValidation()
    return Validation(
      products: kernel.products(
        problem.validationFeatures, problem.features, execution: execution.silent),
      signs: problem.validationLabels.signs())
  }

  /// Validation rows with their kernel.
  struct Validation: Sendable {
    /// The kernel of each validation row with each training row, m x n.
    let products: [Double]
    /// The correct labels, +1 or -1.
    let signs: [Double]

    /// The score of every row.
    func scores(_ machine: Trained) -> [Double] {
      signs.indices.map {
        dot(machine.coefficients, table: products, row: $0) + machine.bias
      }
    }

    /// How much harm a machine's labels did.
    func damage(_ machine: Trained) -> Damage {
      var (wrong, hinge) = (0, 0.0)
      for (score, sign) in zip(scores(machine), signs) {
        if (score > 0) != (sign > 0) { wrong += 1 }
        hinge += max(0, 1 - sign * score)
      }
      let count = Double(signs.count)
      return Damage(error: Double(wrong) / count, hinge: hinge / count)
    }
  }

  /// How wrong a machine is: by its error, and among equals by its hinge loss.
  struct Damage: Comparable, Sendable {
    /// Share of wrong predictions, 0...1.
    let error: Double
    /// Mean hinge loss, 0 or more.
    let hinge: Double

    static func < (left: Damage, right: Damage) -> Bool {
      (left.error, left.hinge) < (right.error, right.hinge)
    }
  }
}
