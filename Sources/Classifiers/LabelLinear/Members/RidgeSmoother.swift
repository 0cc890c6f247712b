internal import LabelData
public import VectorKernels

/// Penalised least squares on codes of the labels, as weights of the labels.
///
/// With z = x less the mean of the training rows, and Z these rows, the weights of a query are
/// `a = Z (Zᵀ Z + lambda I)⁻¹ z + 1 / n`, or `1 / (n + lambda)` where the intercept is penalised like the other
/// coefficients. With an intercept that is not penalised it predicts what ``Ridge`` predicts.
public struct RidgeSmoother: LabelLinear, Equatable {
  /// Strength of the penalty, lambda, above 0; `nil` for a share of the sum of squares of Z.
  public var regularization: Double?
  /// Whether the intercept is penalised too.
  ///
  /// Under a strong penalty an intercept that is free outweighs the features, and the larger class wins everywhere.
  public var penalizesIntercept: Bool

  /// The share of the sum of squares that lambda is where it is not given.
  public static let squaresShare = 0.1

  /// Describes the classifier.
  ///
  /// - Parameters:
  ///   - regularization: lambda, above 0; by default a tenth of the sum of squares of the training features about
  ///     their means.
  ///   - penalizesIntercept: Whether the intercept is penalised too; by default it is.
  public init(regularization: Double? = nil, penalizesIntercept: Bool = true) {
    self.regularization = regularization
    self.penalizesIntercept = penalizesIntercept
  }

  /// Factors the equations.
  ///
  /// - Complexity: O(n · d² + d³), or O(n² · d + n³) with fewer rows than features.
  public func fit(
    _ features: Matrix, seed: UInt64, execution: Execution
  ) throws(ClassifierError) -> FittedRidgeSmoother {
    try LabelLinearInput.check("regularization", regularization)
    try LabelLinearInput.check(features)
    let examples = TrainingExamples(unlabelled: features)
    let n = Double(features.rowCount)
    let penalty = regularization ?? Self.defaultPenalty(examples)
    return FittedRidgeSmoother(
      features: features,
      system: try RidgeSystem(examples, penalty: penalty, execution: execution),
      intercept: 1 / (penalizesIntercept ? n + penalty : n))
  }

  private static func defaultPenalty(_ examples: TrainingExamples) -> Double {
    let variances = examples.variances(about: examples.means)
    let penalty = squaresShare * Double(examples.count) * variances.reduce(0, +)
    // Features that are all alike tell nothing, whatever the penalty.
    return penalty > 0 && penalty.isFinite ? penalty : 1
  }
}

/// The factored equations of penalised least squares.
public struct FittedRidgeSmoother: FittedLabelLinear {
  let features: Matrix
  let system: RidgeSystem
  /// What the intercept gives every label.
  let intercept: Double

  /// Number of training rows, n.
  public var rowCount: Int { features.rowCount }

  /// The weights for some queries.
  ///
  /// - Complexity: O(m · (n · d + d²)), or O(m · (n · d + n²)) with fewer rows than features.
  public func labelWeights(
    _ queries: Matrix, rows block: Range<Int>, execution: Execution
  ) throws(ClassifierError) -> [LabelWeights] {
    let queries = try LabelLinearInput.block(
      queries, block, featureCount: features.columnCount)
    let centered = (0..<block.count).map { row in
      zip(queries.row(row), system.means).map { Double($0) - $1 }
    }
    // In features the last unknown is the intercept, which is known already.
    let weights =
      system.isPrimal
      ? rowProducts(solved(centered.map { $0 + [0] }), execution)
      : solved(rowProducts(centered, execution))
    guard weights.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .diverged }
    return weights.map { .dense($0.map { $0 + intercept }) }
  }

  /// The products of vectors with every row of Z.
  private func rowProducts(_ vectors: [[Double]], _ execution: Execution) -> [[Double]] {
    zip(vectors, products(of: vectors, with: features, execution: execution)).map {
      vector, products in
      let shift = zip(vector, system.means).reduce(0) { $0 + $1.0 * $1.1 }
      return products.map { $0 - shift }
    }
  }

  /// The solutions of the equations for some right sides.
  private func solved(_ rights: [[Double]]) -> [[Double]] {
    let (size, count) = (system.factor.size, rights.count)
    var columns = [Double](repeating: 0, count: size * count)
    for (column, right) in rights.enumerated() {
      for (place, value) in right.enumerated() { columns[place * count + column] = value }
    }
    system.factor.solve(&columns, columnCount: count)
    return (0..<count).map { column in (0..<size).map { columns[$0 * count + column] } }
  }
}
