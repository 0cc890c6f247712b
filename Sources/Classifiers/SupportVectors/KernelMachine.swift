public import VectorKernels

/// A fitted support vector machine.
///
/// A score is `sum_j coefficient_j kernel(x_j, x) + bias` over the support vectors x_j. Where two classes were learnt
/// from there is one score, positive for the second; where more were, one for each of them against the rest.
public struct KernelMachine: FittedClassifier {
  /// The kernel, with its rate.
  public let kernel: SupportVectorKernel
  /// Rows of which some coefficient is not 0.
  public let supports: Matrix
  /// For each score a coefficient of each support vector.
  public let coefficients: [[Double]]
  /// One for each score.
  public let biases: [Double]
  /// For each score d weights, where the kernel is linear: the sum of the support vectors by their coefficients.
  public let linearWeights: [[Double]]?
  private let outputs: ClassOutputs

  /// Makes a machine of kernel scores.
  ///
  /// - Parameters:
  ///   - examples: What was learnt from.
  ///   - scores: For each score n coefficients and the bias.
  package init(_ examples: KernelExamples, scores: [(coefficients: [Double], bias: Double)]) {
    let rows = (0..<examples.features.rowCount).filter { row in
      scores.contains { $0.coefficients[row] != 0 }
    }
    let supports = examples.features.selecting(rows: rows)
    let coefficients = scores.map { score in rows.map { score.coefficients[$0] } }
    outputs = examples.outputs
    kernel = examples.kernel
    self.supports = supports
    self.coefficients = coefficients
    biases = scores.map(\.bias)
    linearWeights =
      kernel == .linear
      ? coefficients.map { vector in
        var weights = [Double](repeating: 0, count: supports.columnCount)
        for (row, value) in vector.enumerated() {
          addScaled(value, supports, row: row, to: &weights)
        }
        return weights
      } : nil
  }

  /// Number of features expected.
  public var featureCount: Int { supports.columnCount }
  /// Number of classes.
  public var classCount: Int { outputs.classCount }

  /// The logistic function of one score, the softmax of several; not calibrated.
  public func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    LinearModel.probabilities(
      ofScores: outputs.scoresOfAllClasses(
        scores(features, execution: execution), rowCount: features.rowCount),
      rowCount: features.rowCount)
  }

  /// For each score that of every row.
  ///
  /// - Precondition: the matrix has ``featureCount`` columns.
  /// - Complexity: O(m · d) for each score where the kernel is linear, else O(m · support vectors · d).
  public func scores(_ features: Matrix, execution: Execution) -> [[Double]] {
    precondition(features.columnCount == featureCount, "as many features as were learnt from")
    let blocks = execution.silent.mapBlocks(of: features.rowCount, size: 256) { rows in
      if let linearWeights {
        return linearWeights.map { weights in rows.map { dot(weights, features, row: $0) } }
      }
      let products = kernel.products(
        features.selecting(rows: rows), supports, execution: .serial)
      return coefficients.map { vector in
        (0..<rows.count).map { dot(vector, table: products, row: $0) }
      }
    }
    return biases.indices.map { output in
      blocks.flatMap { $0[output].map { $0 + biases[output] } }
    }
  }
}
