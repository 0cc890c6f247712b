public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips found by moving labels as if they were numbers, up the slope of a support vector machine's loss: ALFA-Cr.
///
/// The attack by continuous relaxation of Xiao, Biggio, Nelson, Xiao, Eckert and Roli (2015). Labels z start at the given
/// signs s and may be anything in -2...2; the machine has the hinge losses max(0, 1 - z_i f(x_i)). Raised is the mean
/// hinge loss on the attacker's validation set, along its slope by z, in steps of a fixed length. The slope follows from the
/// machine's optimality conditions: with b_i = a_i z_i, M the rows with 0 < a_i < C and E those with a_i = C,
///
///     sum_{j in M} K_ij b_j + b = 1 / z_i - C sum_{j in E} K_ij z_j  for i in M,   sum_{j in M} b_j = -C sum_{j in E} z_j
///
/// so that a label in M acts through 1 / z_i, one in E through C z_i, and the others not at all. After every T / p
/// steps, p being the budget, the labels are brought back to signs: flipped are the rows of the largest |z_i - s_i| above 0 (ties:
/// lowest row), at most one in the first turn, two in the second and so on. The machine is trained on these, and the search goes on from
/// them. The flips of the largest loss are kept.
///
/// Rows that may not be flipped keep their label. A budget is spent only as far as it raises the loss. Two
/// classes only. Nothing is random.
/// - Complexity: O(n² · d) for the kernel; a training, O(m · n) and O(|M|³) for each step.
public struct RelaxedLabelFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let machine: SupportVectorMachine
  /// Number of steps, T, 1 or more; at least as many as flips are taken.
  public let stepCount: Int
  /// Euclidean length of a step; above 0.
  public let stepLength: Double

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - machine: The learner that is attacked; linear with a cost of 1 by default.
  ///   - stepCount: Number of steps, 1 or more; 200 by default.
  ///   - stepLength: Length of a step, above 0; 1 by default.
  public init(
    machine: SupportVectorMachine = SupportVectorMachine(), stepCount: Int = 200,
    stepLength: Double = 1
  ) {
    self.machine = machine
    self.stepCount = stepCount
    self.stepLength = stepLength
  }

  /// The mean hinge loss.
  public var objectiveName: String? { "the mean hinge loss" }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    guard stepCount >= 1 else {
      throw .invalidParameter(name: "steps", value: "\(stepCount)", allowed: "1 or more")
    }
    guard stepLength > 0, stepLength.isFinite else {
      throw .invalidParameter(
        name: "length of a step", value: "\(stepLength)", allowed: "a number above 0")
    }
    let victim = try SupportVectorVictim(problem, machine: machine, execution: execution)
    let ascent = RelaxedAscent(
      victim, validation: try victim.validation(execution),
      allowance: problem.allowance(budget), stepLength: stepLength)
    let rows = try ascent.run(stepCount: stepCount, execution: execution)
    let objectives = try ascent.objectives(ofPrefixesOf: rows, execution: execution)
    execution.progress?(1)
    return FlipPlan(
      steps: victim.steps(flipping: rows, objectives: Array(objectives.dropFirst())),
      initialObjective: objectives[0])
  }
}

/// The ascent of ``RelaxedLabelFlip``.
struct RelaxedAscent: Sendable {
  private let victim: SupportVectorVictim
  private let validation: SupportVectorVictim.Validation
  private let allowance: FlipAllowance
  private let stepLength: Double

  init(
    _ victim: SupportVectorVictim, validation: SupportVectorVictim.Validation,
    allowance: FlipAllowance, stepLength: Double
  ) {
    self.victim = victim
    self.validation = validation
    self.allowance = allowance
    self.stepLength = stepLength
  }

  /// The flips of the largest loss, that of the label which moved most first.
  func run(stepCount: Int, execution: Execution) throws(AttackError) -> [Int] {
    let movable = (0..<victim.count).filter { allowance.allows(row: $0) }
    let mostFlips = allowance.allowed(among: movable).count
    guard mostFlips > 0 else { return [] }
    let stepCount = max(stepCount, mostFlips)
    let turn = stepCount / mostFlips
    var labels = victim.signs
    var best = (rows: [Int](), loss: try loss(victim.signs))
    var flipCount = 0
    for step in 1...stepCount {
      move(&labels, along: try slope(at: labels), movable)
      execution.progress?(0.99 * Double(step) / Double(stepCount))
      guard step.isMultiple(of: turn), flipCount < mostFlips else { continue }
      flipCount += 1
      let rows = flips(labels, count: flipCount)
      labels = victim.signs(flipping: rows)
      let loss = try loss(labels)
      if loss > best.loss { best = (rows, loss) }
    }
    return best.rows
  }

  /// The loss without flips, then after each flip and all before it.
  func objectives(
    ofPrefixesOf rows: [Int], execution: Execution
  ) throws(AttackError) -> [Double] {
    let results = execution.silent.map(count: rows.count + 1) { count in
      victim.train(victim.signs(flipping: rows.prefix(count))).map { validation.damage($0).hinge }
    }
    var objectives: [Double] = []
    for result in results { objectives.append(try result.get()) }
    return objectives
  }

  /// The mean hinge loss on the validation set of the machine of some labels.
  func loss(_ labels: [Double]) throws(AttackError) -> Double {
    validation.damage(try victim.train(continuous: labels).get()).hinge
  }

  /// The rows that moved farthest, as many as may be flipped.
  private func flips(_ labels: [Double], count: Int) -> [Int] {
    let moved = zip(labels, victim.signs).map { abs($0 - $1) }
    let order = moved.indices.filter { moved[$0] > 0 }
      .sorted { (-moved[$0], $0) < (-moved[$1], $1) }
    return Array(allowance.allowed(among: order).prefix(count))
  }

  private func move(_ labels: inout [Double], along slope: [Double], _ movable: [Int]) {
    let length = movable.reduce(0) { $0 + slope[$1] * slope[$1] }.squareRoot()
    guard length > 0 else { return }
    for row in movable {
      labels[row] = min(2, max(-2, labels[row] + stepLength / length * slope[row]))
    }
  }

  /// The derivatives of ``loss(_:)`` by every label, where the sets of rows within their bounds and at them stay.
  ///
  /// - Complexity: O(m · n + |M|³ + |M| · n) beside a training.
  func slope(at labels: [Double]) throws(AttackError) -> [Double] {
    let count = victim.count
    let machine = try victim.train(continuous: labels).get()
    // What the loss gains with each row's kernel in the score, and with the bias.
    var byCoefficient = [Double](repeating: 0, count: count)
    var byBias = 0.0
    let share = 1 / Double(validation.signs.count)
    for (row, score) in validation.scores(machine).enumerated()
    where validation.signs[row] * score < 1 {
      let derivative = -validation.signs[row] * share
      byBias += derivative
      addScaled(derivative, table: validation.products, row: row, to: &byCoefficient)
    }
    let bounds = labels.map { victim.cost * abs($0) }
    let free = labels.indices.filter { machine.values[$0] > 0 && machine.values[$0] < bounds[$0] }
    // A label of 0 is among these: its hinge loss is 1 on either side of it.
    let bound = labels.indices.filter { machine.values[$0] == bounds[$0] }
    let solved = multipliers(free, byCoefficient: byCoefficient, byBias: byBias)
    var slope = [Double](repeating: 0, count: count)
    for (row, multiplier) in zip(free, solved.rows) {
      slope[row] = -multiplier / (labels[row] * labels[row])
    }
    for row in bound {
      var value = byCoefficient[row] - solved.bias
      for (other, multiplier) in zip(free, solved.rows) {
        value -= multiplier * victim.products[other * count + row]
      }
      slope[row] = victim.cost * value
    }
    return slope
  }

  /// The solution of `K_MM u + v 1 = g, 1'u = h`, with g the derivatives by the coefficients of M and h that by the bias.
  ///
  /// Without free rows the bias is taken to stay: all is 0.
  private func multipliers(
    _ free: [Int], byCoefficient: [Double], byBias: Double
  ) -> (rows: [Double], bias: Double) {
    guard !free.isEmpty else { return ([], 0) }
    let size = free.count
    let matrix = free.flatMap { row in free.map { victim.products[row * victim.count + $0] } }
    let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
    var ridge = 1e-12 * max(trace / Double(size), .leastNormalMagnitude)
    while true {
      var ridged = matrix
      for index in 0..<size { ridged[index * size + index] += ridge }
      if let factor = Cholesky(ridged, size: size) {
        let ones = factor.solve([Double](repeating: 1, count: size))
        let plain = factor.solve(free.map { byCoefficient[$0] })
        let bias = (plain.reduce(0, +) - byBias) / ones.reduce(0, +)
        return (zip(plain, ones).map { $0 - bias * $1 }, bias)
      }
      ridge *= 4
    }
  }
}
