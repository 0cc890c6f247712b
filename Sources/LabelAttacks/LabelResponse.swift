internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// How the scores of the attacker's validation rows respond to the training labels of ``/Classifiers/Ridge``.
///
/// With M_i the change of the m validation scores for one unit of the code of training row i, it answers for
/// M_i . r, M_i . M_j and r + f M_i. Where m is small, M itself is kept, n x m, and the state of r is r. Else the state is
/// the d + 1 numbers v with M_i . r = v.(x_i, 1), and what is kept is the step that v makes when r moves by
/// M_i, n x (d + 1).
struct LabelResponse: Sendable {
  /// Length of a state: m or d + 1.
  let width: Int
  /// |M_i|² of every training row.
  let squares: [Double]
  /// n x width: how the state moves for one unit of every row's code.
  private let steps: [Double]
  /// The training features, where products with them give M_i.r; `nil` where products with the steps do.
  private let features: Matrix?
  private let problem: AttackProblem
  private let system: RidgeLabelWeights

  /// Some units of the code of a row.
  struct Term {
    let row: Int
    let factor: Double
  }

  /// Most values of a table of scores, 1.6 GB.
  private static let mostScores = 200_000_000

  /// Computes the response.
  ///
  /// - Parameters:
  ///   - problem: Features and labels of training and validation rows.
  ///   - learner: The learner that is attacked.
  ///   - keepingScores: Whether the state must be r itself, so that steps are moves of scores.
  ///   - execution: Threads.
  /// - Throws: ``/LabelContracts/AttackError``.
  /// - Complexity: O(n · d · width) time; 8 n · width bytes.
  init(
    _ problem: AttackProblem, learner: Ridge, keepingScores: Bool = false, execution: Execution
  ) throws(AttackError) {
    try problem.requireClasses()
    try problem.requireValidation()
    do throws(ClassifierError) {
      system = try RidgeLabelWeights(
        problem.features, problem.labels, learner: learner, execution: execution)
    } catch {
      throw .invalidProblem(error.description)
    }
    let (n, m) = (problem.labels.count, problem.validationLabels.count)
    let isDirect = keepingScores || !system.isPrimal || m <= problem.features.columnCount + 1
    guard !isDirect || n <= Self.mostScores / m else {
      throw .invalidProblem(
        "\(n) training and \(m) validation rows; this attack keeps a number for each pair, at most "
          + "\(Self.mostScores); give a smaller validation set")
    }
    self.problem = problem
    if isDirect {
      width = m
      steps = Self.scoreSteps(problem, system, execution: execution)
      features = nil
    } else {
      width = problem.features.columnCount + 1
      steps = Self.stateSteps(problem, system, execution: execution)
      features = problem.features
    }
    let (table, width, features) = (steps, width, features)
    squares = execution.silent.mapBlocks(of: n, size: 1024) { block in
      block.map { row in
        let step = Array(table[row * width..<(row + 1) * width])
        return Self.alignment(row: row, state: step, features: features, steps: table)
      }
    }.flatMap(\.self)
  }

  /// M, a row for each training row.
  private static func scoreSteps(
    _ problem: AttackProblem, _ system: RidgeLabelWeights, execution: Execution
  ) -> [Double] {
    let (n, m) = (problem.labels.count, problem.validationLabels.count)
    let functionals = (0..<m).map {
      system.functional(ofScore: problem.validationFeatures, row: $0)
    }
    if system.isPrimal {
      let combinations = execution.silent.map(count: m) { system.combination(of: functionals[$0]) }
      return table(problem.features, combinations.map(system.uncentered), execution: execution)
    }
    let columns = execution.silent.map(count: m) { system.weights(of: functionals[$0]) }
    var table = [Double](repeating: 0, count: n * m)
    for (column, values) in columns.enumerated() {
      for (row, value) in values.enumerated() { table[row * m + column] = value }
    }
    return table
  }

  /// J K J (z_i, 1) for every training row, for rows as they are: J is the map of
  /// ``RidgeLabelWeights/combination(of:)``, and K the sum of (z, 1) (z, 1)ᵀ over the validation rows.
  private static func stateSteps(
    _ problem: AttackProblem, _ system: RidgeLabelWeights, execution: Execution
  ) -> [Double] {
    let size = problem.features.columnCount + 1
    let gram = gramMatrix(problem.validationFeatures, center: system.means, execution: execution)
    // J is symmetric: the image under J of a row of J K is that row of J K J.
    let rows = execution.silent.map(count: size) { row in
      var unit = [Double](repeating: 0, count: size)
      unit[row] = 1
      let combination = system.combination(of: unit)
      return system.combination(of: (0..<size).map { dot(combination, table: gram, row: $0) })
    }
    // The last number of a step is turned into that for rows as they are, as it is for a combination.
    var turned = rows[size - 1]
    for (column, mean) in system.means.enumerated() {
      for place in 0..<size { turned[place] -= mean * rows[column][place] }
    }
    return table(
      problem.features, (rows.dropLast() + [turned]).map(system.uncentered), execution: execution)
  }

  /// The products of every row (x, 1) with some vectors, row-major.
  private static func table(
    _ features: Matrix, _ vectors: [[Double]], execution: Execution
  ) -> [Double] {
    let blocks = execution.silent.mapBlocks(of: features.rowCount, size: 128) { block in
      var table = [Double](repeating: 0, count: block.count * vectors.count)
      for (column, vector) in vectors.enumerated() {
        for row in block {
          table[(row - block.lowerBound) * vectors.count + column] =
            dot(vector, features, row: row) + vector[features.columnCount]
        }
      }
      return table
    }
    return Array(blocks.joined())
  }

  /// The product M_i.r.
  func alignment(row: Int, state: [Double]) -> Double {
    Self.alignment(row: row, state: state, features: features, steps: steps)
  }

  private static func alignment(
    row: Int, state: [Double], features: Matrix?, steps: [Double]
  ) -> Double {
    guard let features else { return dot(state, table: steps, row: row) }
    return dot(state, features, row: row) + state[features.columnCount]
  }

  /// |sum of f_i M_i|².
  func square(_ terms: [Term]) -> Double {
    var sum = [Double](repeating: 0, count: width)
    for term in terms { add(term.factor, row: term.row, to: &sum) }
    return terms.reduce(0) { $0 + $1.factor * alignment(row: $1.row, state: sum) }
  }

  /// Moves r by f M_i.
  func add(_ factor: Double, row: Int, to state: inout [Double]) {
    addScaled(factor, table: steps, row: row, to: &state)
  }

  /// The residual r = t - S for codes of the training and the validation labels.
  func residual(
    _ codes: [Double], _ validationCodes: [Double]
  ) -> (state: [Double], squaredNorm: Double) {
    let model = system.model(codes)
    let features = problem.validationFeatures
    let d = features.columnCount
    var functional = [Double](repeating: 0, count: d + 1)
    var residual = validationCodes
    var squaredNorm = 0.0
    for row in residual.indices {
      residual[row] -= dot(model, features, row: row) + model[d]
      squaredNorm += residual[row] * residual[row]
      addScaled(residual[row], features, row: row, to: &functional)
      functional[d] += residual[row]
    }
    if self.features == nil { return (residual, squaredNorm) }
    for (column, mean) in system.means.enumerated() {
      functional[column] -= mean * functional[d]
    }
    return (system.uncentered(system.combination(of: functional)), squaredNorm)
  }
}
