internal import Classifiers
internal import LabelData
internal import VectorKernels

/// A fitted support vector machine with a kernel that is not linear.
///
/// A score is `sum_j coefficient_j kernel(x_j, x) + bias` over the support vectors x_j.
struct KernelMachine: FittedClassifier {
  let outputs: ClassOutputs
  let kernel: SupportVectorKernel
  /// Rows of which some coefficient is not 0.
  let supports: Matrix
  /// For each score a coefficient of each support vector.
  let coefficients: [[Double]]
  /// One for each score.
  let biases: [Double]

  /// Number of features expected.
  var featureCount: Int { supports.columnCount }
  /// Number of classes.
  var classCount: Int { outputs.classCount }

  /// The logistic function of one score, the softmax of several; not calibrated.
  func probabilities(_ features: Matrix, execution: Execution) -> ClassProbabilities {
    let blocks = execution.mapBlocks(of: features.rowCount, size: 256) { rows in
      let part = features.selecting(rows: rows)
      let products = kernel.products(part, supports, execution: .serial)
      // The kernel machine is a linear model of the kernel's values.
      return coefficients.map { vector in
        (0..<rows.count).map { dot(vector, table: products, row: $0) }
      }
    }
    let columns = biases.indices.map { output in
      blocks.flatMap { $0[output].map { $0 + biases[output] } }
    }
    return LinearModel.probabilities(
      ofScores: outputs.scoresOfAllClasses(columns), rowCount: features.rowCount)
  }
}

extension ClassOutputs {
  /// One column of scores for two classes, else one for each class; classes that are not present have minus infinity.
  func scoresOfAllClasses(_ columns: [[Double]]) -> [[Double]] {
    if classCount == 2 { return columns }
    let own =
      columns.count == 1 ? [columns[0].map { -$0 / 2 }, columns[0].map { $0 / 2 }] : columns
    var all = [[Double]](
      repeating: columns[0].map { _ in -.infinity }, count: classCount)
    for (index, label) in presentClasses.enumerated() { all[label] = own[index] }
    return all
  }

  /// The classifier of kernel scores `sum_j coefficient_j kernel(x_j, x) + bias`; a linear model for the linear kernel.
  ///
  /// - Parameters:
  ///   - features: n x d.
  ///   - kernel: The kernel, resolved.
  ///   - scores: For each score n coefficients and the bias.
  /// - Returns: The classifier.
  func classifier(
    _ features: Matrix, kernel: SupportVectorKernel,
    scores: [(coefficients: [Double], bias: Double)]
  ) -> any FittedClassifier {
    if kernel == .linear {
      let outputs = scores.map { coefficients, bias in
        var vector = [Double](repeating: 0, count: features.columnCount)
        for (row, value) in coefficients.enumerated() where value != 0 {
          addScaled(value, features, row: row, to: &vector)
        }
        return vector + [bias]
      }
      return LinearModel(outputs: outputs, presentClasses: presentClasses, classCount: classCount)
    }
    let rows = (0..<features.rowCount).filter { row in
      scores.contains { $0.coefficients[row] != 0 }
    }
    return KernelMachine(
      outputs: self, kernel: kernel, supports: features.selecting(rows: rows),
      coefficients: scores.map { score in rows.map { score.coefficients[$0] } },
      biases: scores.map(\.bias))
  }
}
