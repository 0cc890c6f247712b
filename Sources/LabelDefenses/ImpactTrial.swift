internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// A ridge classifier of a few rows, and what one more row does to its answers about others.
///
/// With z a row less the mean of the b rows of the base, Z those of the base, `M = Z Zᵀ + penalty I`, Y the codes
/// of their labels (1 - 1/K for the class, -1/K for others) and Ȳ their mean, the scores of a row are `f(x) = (M⁻¹
/// (Y - Ȳ))ᵀ Z z + Ȳ`. With `s(q, x) = (z_q · z_x - (Z z_q)ᵀ M⁻¹ Z z_x) / penalty + 1 / b`, adding row x of code y
/// turns f(q) into `f(q) + s(q, x) (y - f(x)) / (1 + s(x, x))` (Sherman and Morrison 1950). The bias is not
/// penalised.
struct ImpactTrial: Sendable {
  /// What adding a row does.
  struct Impact {
    /// The change of the number of right answers, with the row's label.
    let correct: Int
    /// The change of the sum of squared differences between scores and codes, with each class as the label.
    let lossChanges: [Double]
  }

  private let classCount: Int
  private let penalty: Double
  private let mean: [Double]
  /// The centered rows of the base, and each one's product with the mean.
  private let base: [(row: [Double], shift: Double)]
  private let factor: Cholesky
  /// M⁻¹ (Y - Ȳ), a vector for each row of the base.
  private let coefficients: [[Double]]
  private let meanCode: [Double]
  private let quiz: [Question]
  private let correctCount: Int

  /// A row that is asked about.
  private struct Question {
    /// The centered row, and its product with the mean.
    let row: [Double]
    let shift: Double
    /// M⁻¹ Z z.
    let solved: [Double]
    /// f before a row is added.
    let scores: [Double]
    let label: Int
  }

  /// Trains; `nil` where the equations are not definite in double precision.
  ///
  /// - Parameters:
  ///   - base: Rows to train on.
  ///   - quiz: Rows to be asked about.
  ///   - penalty: L2 penalty, above 0.
  init?(base: TrustedRows, quiz: TrustedRows, penalty: Double) {
    let count = base.labels.count
    let classCount = base.labels.classCount
    self.classCount = classCount
    self.penalty = penalty
    var mean = [Double](repeating: 0, count: base.features.columnCount)
    for row in 0..<count {
      addScaled(1 / Double(count), base.features, row: row, to: &mean)
    }
    self.mean = mean
    let rows = (0..<count).map { Self.centered(base.features, $0, mean) }
    self.base = rows
    var matrix: [Double] = []
    for (index, left) in rows.enumerated() {
      for (other, right) in rows.enumerated() {
        matrix.append(Self.product(left.row, right.row) + (index == other ? penalty : 0))
      }
    }
    guard let factor = Cholesky(matrix, size: count) else { return nil }
    self.factor = factor
    let codes = (0..<count).map { Self.code(base.labels[$0], classCount) }
    let meanCode = (0..<classCount).map { label in
      codes.reduce(0) { $0 + $1[label] } / Double(count)
    }
    self.meanCode = meanCode
    let solved = (0..<classCount).map { label in
      factor.solve(codes.map { $0[label] - meanCode[label] })
    }
    let coefficients = (0..<count).map { row in solved.map { $0[row] } }
    self.coefficients = coefficients
    self.quiz = (0..<quiz.labels.count).map { number in
      let (row, shift) = Self.centered(quiz.features, number, mean)
      let products = rows.map { Self.product($0.row, row) }
      return Question(
        row: row, shift: shift, solved: factor.solve(products),
        scores: Self.scores(products, coefficients, meanCode), label: quiz.labels[number])
    }
    correctCount = self.quiz.count { Self.largest($0.scores) == $0.label }
  }

  /// What adding a row does.
  ///
  /// - Complexity: O(d) for each row of base and quiz, O(b) and O(K) for each row of the quiz.
  func impact(of features: Matrix, row: Int, label: Int) -> Impact {
    let products = base.map { dot($0.row, features, row: row) - $0.shift }
    var square = 0.0
    for (column, value) in features.row(row).enumerated() {
      square += (Double(value) - mean[column]) * (Double(value) - mean[column])
    }
    let constant = 1 / Double(base.count)
    let own = (square - Self.product(products, factor.solve(products))) / penalty + constant
    let scores = Self.scores(products, coefficients, meanCode)
    let scale = 1 / (1 + max(0, own))
    let code = Self.code(label, classCount)
    let step = (0..<classCount).map { (code[$0] - scores[$0]) * scale }
    var correct = 0
    var sensitivity = 0.0
    var pull = [Double](repeating: 0, count: classCount)
    for question in quiz {
      let product = dot(question.row, features, row: row) - question.shift
      let share = (product - Self.product(products, question.solved)) / penalty + constant
      var (best, largest) = (0, -Double.infinity)
      for index in 0..<classCount {
        let score = question.scores[index] + share * step[index]
        if score > largest { (best, largest) = (index, score) }
        let target = (question.label == index ? 1.0 : 0) - 1 / Double(classCount)
        pull[index] += share * (question.scores[index] - target)
      }
      if best == question.label { correct += 1 }
      sensitivity += share * share
    }
    let changes = (0..<classCount).map { label in
      let step = zip(Self.code(label, classCount), scores).map { ($0 - $1) * scale }
      return 2 * Self.product(step, pull) + Self.product(step, step) * sensitivity
    }
    return Impact(correct: correct - correctCount, lossChanges: changes)
  }

  private static func centered(
    _ features: Matrix, _ row: Int, _ mean: [Double]
  ) -> (row: [Double], shift: Double) {
    let centered = zip(features.row(row), mean).map { Double($0) - $1 }
    return (centered, product(centered, mean))
  }

  private static func code(_ label: Int, _ classCount: Int) -> [Double] {
    (0..<classCount).map { ($0 == label ? 1 : 0) - 1 / Double(classCount) }
  }

  private static func scores(
    _ products: [Double], _ coefficients: [[Double]], _ meanCode: [Double]
  ) -> [Double] {
    var scores = meanCode
    for (product, own) in zip(products, coefficients) {
      for index in scores.indices { scores[index] += product * own[index] }
    }
    return scores
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
  }

  private static func largest(_ scores: [Double]) -> Int {
    scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
  }
}
