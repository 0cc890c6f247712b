internal import LabelData
public import VectorKernels

/// Kernel ridge regression on codes of the labels, as weights of the labels.
///
/// It is ``RidgeSmoother`` on the features that a kernel gives about landmarks (Nyström's method; Williams and Seeger
/// 2001): training rows drawn from the seed, or all of them, with which it is kernel ridge regression up to a jitter of
/// 1e-6.
public struct KernelRidgeSmoother: LabelLinear, Equatable {
  /// The kernel; `nil` for a Gaussian one of half the median distance of two training rows.
  public var kernel: RowKernel?
  /// Strength of the penalty, lambda, above 0; `nil` for the default of ``RidgeSmoother``.
  public var regularization: Double?
  /// Number of landmarks, 1 or more; at most all training rows.
  public var landmarkCount: Int
  /// Whether the intercept is penalised too.
  public var penalizesIntercept: Bool

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - kernel: The kernel; by default a Gaussian one, as wide as half the median distance of two of at most 300
  ///     training rows.
  ///   - regularization: lambda, above 0; by default a tenth of the sum of squares of the kernel's features.
  ///   - landmarkCount: Number of landmarks, 1 or more; 1,000 by default.
  ///   - penalizesIntercept: Whether the intercept is penalised too; by default it is.
  public init(
    kernel: RowKernel? = nil, regularization: Double? = nil, landmarkCount: Int = 1000,
    penalizesIntercept: Bool = true
  ) {
    self.kernel = kernel
    self.regularization = regularization
    self.landmarkCount = landmarkCount
    self.penalizesIntercept = penalizesIntercept
  }

  /// Makes the features and factors the equations.
  ///
  /// - Complexity: O(n · m · (d + m) + m³) for m landmarks.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedKernelRidgeSmoother {
    try LabelLinearInput.check("number of landmarks", landmarkCount)
    if case .gaussian(let width) = kernel { try LabelLinearInput.check("width", width) }
    try LabelLinearInput.check(features)
    var generator = SeededGenerator(seed: seed, key: "kernel-ridge")
    let landmarks =
      landmarkCount >= features.rowCount
      ? features
      : features.selecting(
        rows: generator.permutation(count: features.rowCount).prefix(landmarkCount).sorted())
    let map = KernelMap(
      landmarks: landmarks,
      kernel: kernel
        ?? .gaussian(width: 0.5 * KernelMap.medianDistance(features, seed: seed)))
    let smoother = RidgeSmoother(
      regularization: regularization, penalizesIntercept: penalizesIntercept)
    return FittedKernelRidgeSmoother(
      map: map, featureCount: features.columnCount,
      smoother: try smoother.fit(
        map.features(of: features, execution: execution), seed: seed, execution: execution))
  }
}

/// The factored equations of kernel ridge regression.
public struct FittedKernelRidgeSmoother: FittedLabelLinear {
  let map: KernelMap
  let featureCount: Int
  let smoother: FittedRidgeSmoother

  /// Number of training rows, n.
  public var rowCount: Int { smoother.rowCount }

  /// The weights for some queries.
  ///
  /// - Complexity: O(q · m · (d + n + m)) for q queries and m landmarks.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(queries, block, featureCount: featureCount)
    return try smoother.labelWeights(
      map.features(of: queries, execution: execution), rows: 0..<block.count,
      execution: execution)
  }
}
