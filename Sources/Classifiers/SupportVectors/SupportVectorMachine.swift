public import LabelData
public import VectorKernels

/// A support vector machine, linear or with a radial kernel.
///
/// Minimised is `1/2 |w|² + C sum_i weight_i max(0, 1 - s_i (w.x_i + b))` in the space of the kernel, with s = +1 for class 1
/// and -1 for class 0, by its dual problem (Cortes and Vapnik 1995)
///
///     min 1/2 sum_ij a_i a_j s_i s_j K_ij - sum_i a_i,  0 <= a_i <= C weight_i,  sum_i s_i a_i = 0
///
/// to a violation of the optimality conditions of at most the tolerance, in units of the margin. Pairs of coordinates
/// are moved as Fan, Chen and Lin (2005) do. Class 1 is predicted where `sum_j a_j s_j K(x_j, x) + b > 0`. For more than
/// two classes, a machine for each against the rest; the largest score wins (ties: lowest class). A class that no row
/// carries is never predicted. Probabilities are the softmax of the scores and not calibrated.
///
/// A weight of 2 is as good as the row twice, up to the tolerance. Nothing is random.
public struct SupportVectorMachine: Classifier, Equatable {
  /// How alike rows are.
  public var kernel: SupportVectorKernel
  /// What the hinge loss of a row counts against half the squared norm, C; above 0.
  public var cost: Double
  /// The largest violation of the optimality conditions that is let stand, in units of the margin; above 0.
  public var tolerance: Double

  /// Makes a learner.
  ///
  /// - Parameters:
  ///   - kernel: How alike rows are; linear by default.
  ///   - cost: C, above 0; 1 by default.
  ///   - tolerance: The violation that is let stand, above 0; 1e-4 by default.
  public init(
    kernel: SupportVectorKernel = .linear, cost: Double = 1, tolerance: Double = 1e-4
  ) {
    self.kernel = kernel
    self.cost = cost
    self.tolerance = tolerance
  }

  /// Learns from examples.
  ///
  /// - Complexity: O(n² · d) for the kernel, which takes 8 · n² bytes (at most 10,000 rows), and O(n) for each of some
  ///   times n steps of each machine, a machine a thread.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Double]?, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> KernelMachine {
    guard tolerance > 0, tolerance.isFinite else {
      throw .invalidParameter(
        name: "tolerance", value: "\(tolerance)", allowed: "a number above 0")
    }
    let examples = try KernelExamples(
      features, labels, weights: weights, kernel: kernel, cost: cost, execution: execution.silent)
    let scores = try examples.outputs.map(execution) { output in
      let signs = examples.outputs.signs(examples.labels, output: output)
      return Result { () throws(ClassifierError) -> (coefficients: [Double], bias: Double) in
        let point = try PairwiseDescent(
          machine: examples.products, signs: signs, bounds: examples.bounds, tolerance: tolerance
        ).minimum()
        return (zip(point.values, signs).map { $0 * $1 }, point.offset)
      }
    }
    return KernelMachine(examples, scores: scores)
  }
}
