package import LabelData
package import VectorKernels

/// Examples with the kernel of every pair of rows, as kernel machines learn from them.
package struct KernelExamples: Sendable {
  /// n x d, without rows of weight 0.
  package let features: Matrix
  /// n labels.
  package let labels: Labels
  /// What the scores stand for.
  package let outputs: ClassOutputs
  /// The kernel, resolved.
  package let kernel: SupportVectorKernel
  /// n x n, row-major; 8 · n² bytes.
  package let products: [Double]
  /// What the hinge loss of each row counts: the cost times its weight.
  package let bounds: [Double]

  /// The most rows: the kernel of all pairs takes 800 MB then.
  package static let mostRows = 10_000

  /// Checks examples and computes the kernel.
  ///
  /// - Throws: ``ClassifierError``.
  package init(
    _ features: Matrix, _ labels: Labels, weights: [Double]? = nil, kernel: SupportVectorKernel,
    cost: Double, execution: Execution
  ) throws(ClassifierError) {
    guard cost > 0, cost.isFinite else {
      throw .invalidParameter(name: "cost", value: "\(cost)", allowed: "a number above 0")
    }
    let examples = try TrainingExamples(features, labels, weights: weights)
    guard examples.count <= Self.mostRows else {
      throw .invalidParameter(
        name: "number of rows", value: "\(examples.count)",
        allowed: "\(Self.mostRows) or fewer for a kernel machine")
    }
    self.features = examples.features
    self.labels = examples.labels
    outputs = ClassOutputs(
      presentClasses: examples.presentClasses, classCount: labels.classCount)
    self.kernel = try kernel.resolved(for: examples.features, weights: examples.weights)
    products = self.kernel.products(examples.features, examples.features, execution: execution)
    bounds =
      examples.weights.map { $0.map { cost * $0 } }
      ?? [Double](repeating: cost, count: examples.count)
  }
}
