internal import LabelData
internal import VectorKernels

/// The normal equations of penalised least squares with a bias, factored once for all outputs.
///
/// With z = x - mean the squared error `sum_i weight_i (code_i - w.z_i - c)² + lambda |w|²` is smallest where
/// `(Zᵀ Z + lambda I) w = Zᵀ code`; with more features than rows, `w = Zᵀ (Z Zᵀ + lambda I)⁻¹ code`.
struct RidgeSystem {
  private let examples: TrainingExamples
  /// The weighted mean of every feature.
  let means: [Double]
  private let penalty: Double
  /// The factor of the equations.
  let factor: Cholesky
  /// Whether the unknowns are weights of features; else they are weights of rows.
  let isPrimal: Bool
  private let execution: Execution

  /// Rows that are solved for together.
  private static let blockSize = 64

  /// Sets up and factors the equations, of features or of rows, whichever are fewer.
  ///
  /// - Throws: ``ClassifierError/diverged`` where they are not definite in double precision.
  init(
    _ examples: TrainingExamples, penalty: Double, execution: Execution
  ) throws(ClassifierError) {
    self.examples = examples
    self.penalty = penalty
    self.execution = execution
    means = examples.means
    let d = examples.features.columnCount
    isPrimal = d <= examples.count
    var matrix: [Double]
    var size: Int
    if isPrimal {
      size = d + 1
      matrix = gramMatrix(
        examples.features, center: means, weights: examples.weights, execution: execution)
    } else {
      size = examples.count
      matrix = Self.rowGram(examples, means: means, execution: execution)
    }
    // In features the last unknown is the bias, which is not penalised.
    for index in 0..<(isPrimal ? d : size) { matrix[index * size + index] += penalty }
    guard let factor = Cholesky(matrix, size: size) else { throw .diverged }
    self.factor = factor
  }

  /// Z Zᵀ, each row times the square root of its weight.
  private static func rowGram(
    _ examples: TrainingExamples, means: [Double], execution: Execution
  ) -> [Double] {
    let features = examples.features
    let roots = (0..<examples.count).map { (examples.weights?[$0] ?? 1).squareRoot() }
    let rows = execution.silent.map(count: examples.count) { row in
      let centered = zip(features.row(row), means).map { Double($0) - $1 }
      let shift = zip(centered, means).reduce(0) { $0 + $1.0 * $1.1 }
      return (0..<examples.count).map { other in
        other > row
          ? 0 : roots[row] * roots[other] * (dot(centered, features, row: other) - shift)
      }
    }
    return Array(rows.joined())
  }

  /// The weights, then the bias, that come closest to some codes of the rows.
  func solve(_ codes: [Double]) -> [Double] {
    let d = means.count
    let weight = { (row: Int) in examples.weights?[row] ?? 1 }
    let total = examples.totalWeight
    let mean = codes.indices.reduce(0) { $0 + weight($1) * codes[$1] } / total
    var solution: [Double]
    if isPrimal {
      var right = [Double](repeating: 0, count: d + 1)
      for row in codes.indices {
        let code = weight(row) * (codes[row] - mean)
        addScaled(code, examples.features, row: row, to: &right)
        right[d] += code
      }
      for column in 0..<d { right[column] -= means[column] * right[d] }
      solution = factor.solve(right)
      solution[d] += mean
    } else {
      let multiples = factor.solve(
        codes.indices.map { weight($0).squareRoot() * (codes[$0] - mean) })
      solution = [Double](repeating: 0, count: d + 1)
      for row in codes.indices {
        let multiple = weight(row).squareRoot() * multiples[row]
        addScaled(multiple, examples.features, row: row, to: &solution)
        solution[d] += multiple
      }
      for column in 0..<d { solution[column] -= means[column] * solution[d] }
      solution[d] = mean
    }
    for column in 0..<d { solution[d] -= means[column] * solution[column] }
    return solution
  }

  /// (Z Zᵀ + lambda I)⁻¹ Z g for d numbers g, for rows that count alike and are fewer than the features.
  func rowMultiples(_ functional: some Collection<Double>) -> [Double] {
    let vector = Array(functional)
    let shift = zip(vector, means).reduce(0) { $0 + $1.0 * $1.1 }
    return factor.solve(
      (0..<examples.count).map { dot(vector, examples.features, row: $0) - shift })
  }

  /// 1 - the share that each row has in its own fitted value.
  func remainders() -> [Double] {
    Array(
      execution.silent.mapBlocks(of: examples.count, size: Self.blockSize) { rows in
        isPrimal ? featureRemainders(rows) : rowRemainders(rows)
      }.joined())
  }

  private func featureRemainders(_ rows: Range<Int>) -> [Double] {
    let d = means.count
    var columns = [Double](repeating: 1, count: (d + 1) * rows.count)
    for (place, row) in rows.enumerated() {
      for (column, value) in examples.features.row(row).enumerated() {
        columns[column * rows.count + place] = Double(value) - means[column]
      }
    }
    factor.solveLower(&columns, columnCount: rows.count)
    return rows.enumerated().map { place, row in
      1 - (examples.weights?[row] ?? 1) * squares(columns, place, of: rows.count)
    }
  }

  /// I - K (K + lambda I)⁻¹ = lambda (K + lambda I)⁻¹, less the share of the bias.
  private func rowRemainders(_ rows: Range<Int>) -> [Double] {
    var columns = [Double](repeating: 0, count: examples.count * rows.count)
    for (place, row) in rows.enumerated() { columns[row * rows.count + place] = 1 }
    factor.solveLower(&columns, columnCount: rows.count)
    let total = examples.totalWeight
    return rows.enumerated().map { place, row in
      penalty * squares(columns, place, of: rows.count) - (examples.weights?[row] ?? 1) / total
    }
  }

  private func squares(_ columns: [Double], _ place: Int, of count: Int) -> Double {
    stride(from: place, to: columns.count, by: count).reduce(0) { $0 + columns[$1] * columns[$1] }
  }
}
