public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// A support vector machine trained on what its kernel is expected to be after random flips.
///
/// The method of Biggio, Nelson and Laskov (2011). If every label is flipped with probability mu by itself, the expectation
/// of `s_i s_j K_ij` in the dual problem is
///
///     (1 - 4 mu (1 - mu)) s_i s_j K_ij  for i != j, and K_ii for i = j
///
/// The machine is trained on that kernel: `min 1/2 a'Qa - 1'a` with `0 <= a_i <= C` and `s'a = 0`, to a violation of
/// the optimality conditions of at most 1e-4 margins. Its diagonal weighs more, so more rows share the weight and none
/// decides alone. It stays positive semidefinite, as a share of K plus the other share of its diagonal. A
/// new row is no training row, so its kernel values count `1 - 4 mu (1 - mu)` times, as off the diagonal; the bias
/// fits that scale. With mu 0 it is the plain machine. For more than two classes, a machine for each against
/// the rest; the largest score wins. Probabilities are the softmax of the scores and not calibrated.
///
/// Takes an estimate of the share of wrong labels into account. Nothing is random.
/// - Complexity: O(n² · d) for the kernel, which takes 8 · n² bytes (at most 10,000 rows), and O(n) for each of some
///   times n steps of each machine, a machine a thread.
public struct NoiseRobustSVM: RobustLearner, Equatable {
  /// How alike rows are.
  public var kernel: SupportVectorKernel
  /// What the hinge loss of a row counts against half the squared norm, C; above 0.
  public var cost: Double
  /// The probability of a flip, mu, 0...0.5; `nil` for the estimated share of wrong labels.
  public var flipProbability: Double?

  /// Makes the learner.
  ///
  /// - Parameters:
  ///   - kernel: How alike rows are; linear by default.
  ///   - cost: C, above 0; 1 by default.
  ///   - flipProbability: Mu, 0 to 0.5; by default the evidence's share of wrong labels, at most 0.4, or 0.1 where that
  ///     is not known.
  public init(
    kernel: SupportVectorKernel = .linear, cost: Double = 1, flipProbability: Double? = nil
  ) {
    self.kernel = kernel
    self.cost = cost
    self.flipProbability = flipProbability
  }

  /// How many labels are wrong.
  public var uses: Set<Evidence.Kind> { [.noiseRate] }

  /// Learns from examples.
  public func fit(
    _ features: Matrix, _ labels: Labels, evidence: Evidence, seed: UInt64, execution: Execution
  ) throws(DefenseError) -> any FittedClassifier {
    let share = try AssumedShare.resolve(
      flipProbability, name: "probability of a flip", labels, evidence: evidence)
    let outputs = try ClassOutputs(features, labels)
    return try learning { () throws(ClassifierError) in
      let examples = try KernelExamples(
        features, labels, kernel: kernel, cost: cost, execution: execution)
      let kept = 1 - 4 * share * (1 - share)
      let expected = Self.expected(examples.products, rowCount: labels.count, kept: kept)
      let scores = try outputs.map(execution) { output in
        let signs = outputs.signs(labels, output: output)
        return Result { () throws(ClassifierError) -> (coefficients: [Double], bias: Double) in
          let point = try PairwiseDescent(
            machine: expected, signs: signs, bounds: examples.bounds
          ).minimum()
          return (zip(point.values, signs).map { kept * $0 * $1 }, point.offset)
        }
      }
      return KernelMachine(examples, scores: scores)
    }
  }

  /// The kernel that is expected after flips: what lies off the diagonal is multiplied by the share kept.
  static func expected(_ products: [Double], rowCount: Int, kept: Double) -> [Double] {
    var expected = products.map { kept * $0 }
    for row in 0..<rowCount {
      expected[row * rowCount + row] = products[row * rowCount + row]
    }
    return expected
  }

  /// What users see of it.
  static let entry = RobustLearners.Entry(
    id: "robust-svm", summary: "support vector machine on the kernel expected after random flips",
    cost: "O(n² d) and some times n steps of O(n); 8 n² bytes, at most 10,000 rows",
    failure: "flips that are chosen, not random; many rows",
    drawsAtRandom: false
  ) {
    NoiseRobustSVM()
  }
}
