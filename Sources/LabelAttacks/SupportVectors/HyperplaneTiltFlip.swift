public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// Flips that turn the hyperplane of a support vector machine as far as possible: ALFA-tilt.
///
/// The attack of Xiao, Biggio, Nelson, Xiao, Eckert and Roli (2015). Rows that the clean machine does not lean on, deep
/// inside their class, turn the hyperplane most once flipped. With a the dual coordinates of the clean machine, f its
/// scores and s the labels, a trial draws `r_i` uniform in 0...C and flips the rows of the smallest
///
///     v_i = a_i / C - b1 s_i f(x_i) / max_j |f(x_j)| - b2 q_i / max_j |q_j|,  q_i = s_i sum_j r_j s_j K_ij
///
/// (ties: lowest row), trains anew, and measures the angle between the two hyperplanes in the space of the kernel,
///
///     cos = <w', w> / (|w'| |w|),  <w', w> = sum_ij a'_i z_i K_ij s_j a_j
///
/// with z the flipped labels and a' the dual coordinates learnt from them. The trial of the largest angle is kept (ties:
/// the first). A machine without a hyperplane counts as not turned. The direction is q by weights alone; no bias
/// is drawn.
///
/// The budget is spent whole. Two classes only. No objective.
/// - Complexity: O(n² · d) for the kernel (8 · n² bytes, at most 10,000 rows); O(n²) and a training for each trial.
public struct HyperplaneTiltFlip: Attack {
  /// The learner that is attacked: the victim's, or a surrogate.
  public let machine: SupportVectorMachine
  /// Number of trials; 1 or more.
  public let trialCount: Int
  /// What the clean margin counts, b1; 0 or more.
  public let marginWeight: Double
  /// What the random direction counts, b2; 0 or more.
  public let randomWeight: Double

  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - machine: The learner that is attacked; linear with a cost of 1 by default.
  ///   - trialCount: Number of trials, 1 or more; 200 by default.
  ///   - marginWeight: b1, 0 or more; 0.1 by default, as in the source.
  ///   - randomWeight: b2, 0 or more; 0.1 by default, as in the source.
  public init(
    machine: SupportVectorMachine = SupportVectorMachine(), trialCount: Int = 200,
    marginWeight: Double = 0.1, randomWeight: Double = 0.1
  ) {
    self.machine = machine
    self.trialCount = trialCount
    self.marginWeight = marginWeight
    self.randomWeight = randomWeight
  }

  /// Chooses flips.
  public func craft(
    _ problem: AttackProblem, budget: FlipBudget, seed: UInt64, execution: Execution
  ) throws(AttackError) -> FlipPlan {
    guard trialCount >= 1 else {
      throw .invalidParameter(name: "trials", value: "\(trialCount)", allowed: "1 or more")
    }
    for (name, weight) in [
      ("weight of the margin", marginWeight), ("weight of the random direction", randomWeight),
    ] {
      guard weight >= 0, weight.isFinite else {
        throw .invalidParameter(name: name, value: "\(weight)", allowed: "0 or more")
      }
    }
    let victim = try SupportVectorVictim(problem, machine: machine, execution: execution)
    let clean = try victim.train(victim.signs).get()
    let allowance = problem.allowance(budget)
    var best: (rows: [Int], cosine: Double)?
    var tried = 0
    while tried < trialCount {
      let block = tried..<min(trialCount, tried + Self.blockSize)
      let outcomes = execution.silent.map(count: block.count) { index in
        let rows = allowance.allowed(
          among: order(victim, clean: clean, trial: block.lowerBound + index, seed: seed))
        return victim.train(victim.signs(flipping: rows)).map { trained in
          (rows: rows, cosine: victim.cosine(trained, clean))
        }
      }
      for outcome in outcomes {
        let outcome = try outcome.get()
        if best.map({ outcome.cosine < $0.cosine }) ?? true { best = outcome }
      }
      tried = block.upperBound
      execution.progress?(Double(tried) / Double(trialCount))
    }
    return FlipPlan(steps: victim.steps(flipping: best?.rows ?? []))
  }

  /// Trials after which progress is told.
  private static let blockSize = 32

  /// The rows in the order in which a trial flips them.
  private func order(
    _ victim: SupportVectorVictim, clean: SupportVectorVictim.Trained, trial: Int, seed: UInt64
  ) -> [Int] {
    var generator = SeededGenerator(seed: seed, key: "alfa-tilt/\(trial)")
    let drawn = victim.signs.map { victim.cost * generator.unitInterval() * $0 }
    let direction = victim.signs.indices.map {
      victim.signs[$0] * dot(drawn, table: victim.products, row: $0)
    }
    let margins = zip(clean.scores, victim.signs).map { $0 * $1 }
    let (inside, along) = (Self.normalized(margins), Self.normalized(direction))
    let keys = victim.signs.indices.map {
      clean.values[$0] / victim.cost - marginWeight * inside[$0] - randomWeight * along[$0]
    }
    return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }

  /// Values divided by the largest in size; 0 where all are.
  private static func normalized(_ values: [Double]) -> [Double] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return largest > 0 ? values.map { $0 / largest } : values
  }
}

extension SupportVectorVictim {
  /// The cosine of the angle between the hyperplanes of two machines, -1...1; 1 where one of them has none.
  func cosine(_ left: Trained, _ right: Trained) -> Double {
    let product = zip(left.coefficients, right.scores).reduce(0) {
      $0 + $1.0 * ($1.1 - right.bias)
    }
    let lengths = (left.squaredNorm * right.squaredNorm).squareRoot()
    return lengths > 0 ? min(1, max(-1, product / lengths)) : 1
  }
}
