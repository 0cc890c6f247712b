internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Examples with the kernel of every pair of rows, as kernel machines learn from them.
struct KernelExamples: Sendable {
  /// n x d.
  let features: Matrix
  /// n labels.
  let labels: Labels
  /// What the scores stand for.
  let outputs: ClassOutputs
  /// The kernel, resolved.
  let kernel: SupportVectorKernel
  /// n x n, row-major; 8 · n² bytes.
  let products: [Double]

  /// The most rows: the kernel of all pairs takes 800 MB then.
  static let mostRows = 10_000

  /// Checks examples and computes the kernel.
  ///
  /// - Throws: ``DefenseError``.
  init(
    _ features: Matrix, _ labels: Labels, kernel: SupportVectorKernel, cost: Double,
    execution: Execution
  ) throws(DefenseError) {
    guard cost > 0, cost.isFinite else {
      throw .invalidParameter(name: "cost", value: "\(cost)", allowed: "a number above 0")
    }
    outputs = try ClassOutputs(features, labels)
    guard labels.count <= Self.mostRows else {
      throw .invalidParameter(
        name: "number of rows", value: "\(labels.count)",
        allowed: "\(Self.mostRows) or fewer for a kernel machine")
    }
    self.features = features
    self.labels = labels
    self.kernel = try kernel.resolved(for: features)
    products = self.kernel.products(features, features, execution: execution)
  }
}
