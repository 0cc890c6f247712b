public import LabelData
public import VectorKernels

/// What each training label contributes to the scores of ``Ridge``, which the features alone decide.
///
/// The model is linear in the codes of the labels, and so is the score of any row: it is the sum of a_i code_i over
/// the training rows i. With z = x - ``means`` the score is w.z + c, and for any d + 1 numbers g the contributions
/// to g.(w, c) are `a = Z (Zᵀ Z + lambda I)⁻¹ g' + g_c / n`, Z being the training rows less their mean, g' the first d
/// numbers of g and g_c the last. A row's score is g = (z, 1).
public struct RidgeLabelWeights: Sendable {
  private let system: RidgeSystem
  private let features: Matrix

  /// Solves what is common to all labels.
  ///
  /// - Parameters:
  ///   - features: Training features, n x d, finite.
  ///   - labels: n labels; only their number of classes matters.
  ///   - learner: The learner.
  ///   - execution: Threads.
  /// - Throws: ``ClassifierError``.
  /// - Complexity: That of learning.
  public init(
    _ features: Matrix, _ labels: Labels, learner: Ridge, execution: Execution
  ) throws(ClassifierError) {
    system = try learner.system(
      TrainingExamples(features, labels, weights: nil), execution: execution)
    self.features = features
  }

  /// The mean of every feature, which training takes off the rows.
  public var means: [Double] { system.means }

  /// Whether there are at least as many rows as features, so that ``combination(of:)`` is cheap.
  public var isPrimal: Bool { system.isPrimal }

  /// The model that is learnt from codes of the labels.
  ///
  /// - Parameter codes: n numbers.
  /// - Returns: d weights, then the bias, for rows as they are.
  /// - Complexity: O(n · d), and O(d²) or O(n²), whichever is less.
  public func model(_ codes: [Double]) -> [Double] { system.solve(codes) }

  /// The contribution of every training label to g.(w, c).
  ///
  /// - Parameter functional: g, d + 1 numbers.
  /// - Returns: n numbers, a.
  /// - Complexity: O(n · d), and O(d²) or O(n²), whichever is less.
  public func weights(of functional: [Double]) -> [Double] {
    let d = features.columnCount
    precondition(functional.count == d + 1, "a number for each weight and for c")
    guard isPrimal else {
      let share = functional[d] / Double(features.rowCount)
      return system.rowMultiples(functional).map { $0 + share }
    }
    let combination = uncentered(combination(of: functional))
    return (0..<features.rowCount).map {
      dot(combination, features, row: $0) + combination[d]
    }
  }

  /// The d + 1 numbers q with a_i = q.(z_i, 1) for every training row, as a symmetric matrix maps g to them.
  ///
  /// - Parameter functional: g, d + 1 numbers.
  /// - Returns: q; for g = (z_i, 1) it is what a unit of row i's code adds to (w, c).
  /// - Precondition: ``isPrimal``.
  /// - Complexity: O(d²).
  public func combination(of functional: [Double]) -> [Double] {
    precondition(isPrimal, "at least as many rows as features")
    var solution = system.factor.solve(functional.dropLast() + [0])
    solution[solution.count - 1] = functional[functional.count - 1] / Double(features.rowCount)
    return solution
  }

  /// The d + 1 numbers whose product with (x, 1) is that of q with (z, 1).
  ///
  /// - Parameter combination: q, d + 1 numbers.
  /// - Returns: d + 1 numbers.
  /// - Complexity: O(d).
  public func uncentered(_ combination: [Double]) -> [Double] {
    var result = combination
    for (column, mean) in means.enumerated() {
      result[means.count] -= mean * combination[column]
    }
    return result
  }

  /// A row less the mean, with a 1 behind it: g of its score.
  ///
  /// - Complexity: O(d).
  public func functional(ofScore features: Matrix, row: Int) -> [Double] {
    zip(features.row(row), means).map { Double($0) - $1 } + [1]
  }
}
