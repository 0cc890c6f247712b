public import LabelData
public import VectorKernels

extension SupportVectorMachine {
  /// The costs that are tried by default.
  public static let usualCosts: [Double] = [0.01, 0.1, 1, 10, 100]
  /// The multiples of the default rate of a radial kernel that are tried by default.
  public static let usualRateFactors: [Double] = [0.1, 1, 10]

  /// The machine whose cost, and rate where it is not given, have the smallest error in cross-validation.
  ///
  /// Every cost is tried with every rate on the same folds; the error is the share of rows whose prediction by the model
  /// that did not see them differs from the label. Among equals the smallest cost is taken, then the smallest rate.
  ///
  /// - Parameters:
  ///   - features: n x d, finite.
  ///   - labels: n labels of at least two classes.
  ///   - costs: Costs to try, above 0; 0.01 to 100 by tens by default.
  ///   - rateFactors: Multiples of the default rate to try where a radial kernel has none, above 0.
  ///   - validation: How rows are held out; five folds by default.
  ///   - seed: Where the random order of the folds starts.
  ///   - execution: Threads.
  /// - Returns: This machine with another cost, and a rate.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: one training for each fold, cost and rate.
  public func tuned(
    _ features: Matrix, _ labels: Labels, costs: [Double] = usualCosts,
    rateFactors: [Double] = usualRateFactors, validation: CrossValidation = CrossValidation(),
    seed: UInt64, execution: Execution = .serial
  ) throws(ClassifierError) -> SupportVectorMachine {
    _ = try TrainingExamples(features, labels, weights: nil)
    var kernels = [try kernel.resolved(for: features)]
    if kernel == .radial(), case .radial(let rate) = kernels[0], let rate {
      kernels = rateFactors.sorted().map { .radial(rate: $0 * rate) }
    }
    var best: (machine: SupportVectorMachine, wrong: Int)?
    for cost in costs.sorted() {
      for kernel in kernels {
        var machine = self
        machine.cost = cost
        machine.kernel = kernel
        let found = try validation.probabilities(
          of: machine, features, labels, seed: seed, execution: execution.silent
        ).probabilities
        let wrong = zip(found.predictedLabels, labels.classIndices).count { $0 != $1 }
        if best.map({ wrong < $0.wrong }) ?? true { best = (machine, wrong) }
      }
    }
    guard let best else {
      throw .invalidParameter(
        name: "costs and rates to try", value: "none", allowed: "at least one of each")
    }
    return best.machine
  }
}
