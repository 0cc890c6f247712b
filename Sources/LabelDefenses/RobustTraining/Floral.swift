public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// A support vector machine trained against an adversary that flips the labels of its support vectors.
///
/// FLORAL of Bal, Cevher and Muehlebach (2025). From the plain machine, in each of T rounds:
///
/// 1. The adversary takes the 2 k rows of the largest a_i above 0, draws k of them, and flips them in a copy s~ of the
///    given labels s (+1 or -1); k is the share of flips times n, rounded.
/// 2. The learner steps along the gradient of the dual problem with these labels and projects:
///    `a <- P(a - rate (Q~ a - 1))`, with `Q~_ij = s~_i s~_j K_ij` and P the nearest point of
///    `0 <= a_i <= C, s~'a = 0`, found by bisection on the multiplier.
///
/// The machine of a round has the score `sum_j a_j s~_j K(x_j, x) + b` with b the mean of `s~_i - sum_j a_j s~_j K_ij` over the
/// support vectors, the rows with a_i > 0. The source takes the machine of the last round, which hangs on one draw of the
/// flips; here the scores of the second half of the rounds are averaged. The rate is the learning rate divided by the trace
/// of K, which is at least the largest second derivative. Nothing is guaranteed but that every a is feasible: with the
/// labels changing, the rounds need not settle. With a share of 0 it is the plain machine. For more than two classes, a
/// machine for each against the rest, as the source has it; the largest score wins. Probabilities are the softmax of the
/// scores and not calibrated.
///
/// The defaults are those of the source's configuration. It helps where the plain machine fits wrong labels, with a radial
/// kernel and a high cost; a linear machine of few features it makes worse more often than better.
///
/// Needs no evidence. What is flipped is drawn at random.
/// - Complexity: as ``NoiseRobustSVM``, and O(n · support vectors) for each round of each machine.
public struct Floral: RobustLearner, Equatable {
  /// How alike rows are.
  public var kernel: SupportVectorKernel
  /// What the hinge loss of a row counts against half the squared norm, C; above 0.
  public var cost: Double
  /// Share of the labels that the adversary flips in each round, 0...0.5.
  public var flipShare: Double
  /// Number of rounds, T; 1 or more.
  public var rounds: Int
  /// Step size in units of one over the trace of the kernel matrix; above 0 and below 2.
  public var learningRate: Double

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - kernel: How alike rows are; radial by default.
  ///   - cost: C, above 0; 10 by default.
  ///   - flipShare: 0 to 0.5, times n and rounded; 0.05 by default, as in the source's configuration.
  ///   - rounds: T, 1 or more; 500 by default.
  ///   - learningRate: Above 0 and below 2; 0.05 by default, the source's 1e-4 for its 500 rows and radial kernel.
  public init(
    kernel: SupportVectorKernel = .radial(), cost: Double = 10, flipShare: Double = 0.05,
    rounds: Int = 500, learningRate: Double = 0.05
  ) {
    self.kernel = kernel
    self.cost = cost
    self.flipShare = flipShare
    self.rounds = rounds
    self.learningRate = learningRate
  }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    guard (0...0.5).contains(flipShare) else {
      throw .invalidParameter(name: "share of flips", value: "\(flipShare)", allowed: "0 to 0.5")
    }
    guard rounds >= 1 else {
      throw .invalidParameter(name: "rounds", value: "\(rounds)", allowed: "1 or more")
    }
    guard learningRate > 0, learningRate < 2 else {
      throw .invalidParameter(
        name: "learning rate", value: "\(learningRate)", allowed: "above 0 and below 2")
    }
    let outputs = try ClassOutputs(features, labels)
    return try learning { () throws(ClassifierError) in
      let examples = try KernelExamples(
        features, labels, kernel: kernel, cost: cost, execution: execution)
      let count = labels.count
      let trace = (0..<count).reduce(0) { $0 + examples.products[$1 * count + $1] }
      let game = FlippingGame(
        kernel: examples.products, bound: cost,
        flipCount: Int((flipShare * Double(count)).rounded()), rounds: rounds,
        rate: trace > 0 ? learningRate / trace : 0)
      let scores = try outputs.map(execution) { output in
        let signs = outputs.signs(labels, output: output)
        return Result { () throws(ClassifierError) -> (coefficients: [Double], bias: Double) in
          let start = try PairwiseDescent(
            machine: examples.products, signs: signs, bounds: examples.bounds
          ).minimum()
          return game.play(
            from: start, signs: signs, generator: SeededGenerator(seed: seed, key: "floral"))
        }
      }
      return KernelMachine(examples, scores: scores)
    }
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "floral", summary: "support vector machine trained against flips of its support vectors",
    cost: "a support vector machine and 500 rounds of O(n · support vectors); 8 n² bytes",
    failure:
      "linear machines of few features, which it spoils; rounds that do not settle; many rows",
    drawsAtRandom: true
  ) {
    Floral()
  }
}

/// The rounds of ``Floral`` for one machine.
struct FlippingGame: Sendable {
  /// n x n, row-major.
  let kernel: [Double]
  /// The largest weight of a row, C.
  let bound: Double
  /// Number of labels flipped in each round, k.
  let flipCount: Int
  /// Number of rounds.
  let rounds: Int
  /// Step size.
  let rate: Double

  /// Plays all rounds.
  ///
  /// - Parameters:
  ///   - start: The plain machine.
  ///   - signs: The given labels, +1 or -1.
  ///   - generator: Draws the flips.
  /// - Returns: What each row's kernel counts in a score, and the bias: means over the second half of the rounds.
  func play(
    from start: PairwiseDescent.Point, signs: [Double], generator: SeededGenerator
  ) -> (coefficients: [Double], bias: Double) {
    guard flipCount > 0 else { return (zip(start.values, signs).map { $0 * $1 }, start.offset) }
    var generator = generator
    var weights = start.values
    var total = (coefficients: [Double](repeating: 0, count: signs.count), bias: 0.0)
    let first = rounds / 2
    for round in 0..<rounds {
      let flipped = flips(of: signs, weights: weights, generator: &generator)
      let before = scores(weights, flipped)
      let moved = weights.indices.map { weights[$0] - rate * (flipped[$0] * before[$0] - 1) }
      weights = BoxProjection.project(moved, signs: flipped, bound: bound)
      guard round >= first else { continue }
      for row in signs.indices { total.coefficients[row] += weights[row] * flipped[row] }
      total.bias += bias(weights, flipped)
    }
    let count = Double(rounds - first)
    return (total.coefficients.map { $0 / count }, total.bias / count)
  }

  /// The mean of what the scores of the support vectors lack.
  private func bias(_ weights: [Double], _ signs: [Double]) -> Double {
    let scores = scores(weights, signs)
    let supports = weights.indices.filter { weights[$0] > 0 }
    let sum = supports.reduce(0) { $0 + signs[$1] - scores[$1] }
    return supports.isEmpty ? 0 : sum / Double(supports.count)
  }

  /// The adversary's labels.
  func flips(
    of signs: [Double], weights: [Double], generator: inout SeededGenerator
  ) -> [Double] {
    let order = weights.indices.filter { weights[$0] > 0 }
      .sorted { (-weights[$0], $0) < (-weights[$1], $1) }
    var drawn = Array(order.prefix(2 * flipCount))
    generator.shuffle(&drawn)
    var flipped = signs
    for row in drawn.prefix(flipCount) { flipped[row] = -signs[row] }
    return flipped
  }

  /// Every row's score without the bias.
  private func scores(_ weights: [Double], _ signs: [Double]) -> [Double] {
    let count = weights.count
    var scores = [Double](repeating: 0, count: count)
    for row in 0..<count where weights[row] != 0 {
      addScaled(weights[row] * signs[row], table: kernel, row: row, to: &scores)
    }
    return scores
  }
}
