import Flipguard

/// The naive ways to judge a candidate flip: train on it, and take the mean hinge loss on the validation rows.
enum NaiveTraining: String, CaseIterable {
  /// `LinearHinge.fit`, whose sums are Flipguard's vector kernels.
  case fit
  /// The loops as one would write them in Swift.
  case loop

  /// The mean hinge loss on the validation rows after training on these labels.
  func objective(
    _ problem: AttackProblem, labels: Labels, learner: LinearHinge, seed: UInt64
  ) throws -> Double {
    switch self {
    case .fit:
      try learner.fit(problem.features, labels, seed: seed)
        .meanHingeLoss(problem.validationFeatures, problem.validationLabels)
    case .loop:
      Self.loop(problem, labels: labels, learner: learner, seed: seed)
    }
  }

  private static func loop(
    _ problem: AttackProblem, labels: Labels, learner: LinearHinge, seed: UInt64
  ) -> Double {
    let d = problem.features.columnCount
    var weights = [Double](repeating: 0, count: d)
    var bias = 0.0
    func score(_ x: [Float], row: Int) -> Double {
      var sum = bias
      for k in 0..<d { sum += weights[k] * Double(x[row * d + k]) }
      return sum
    }
    let x = problem.features.elements
    let order = EpochOrder.visits(rowCount: labels.count, epochs: learner.epochs, seed: seed)
    for row in order.lazy.map(Int.init) {
      let sign = labels[row] == 1 ? 1.0 : -1.0
      if sign * score(x, row: row) < 1 {
        let step = learner.learningRate * sign
        for k in 0..<d { weights[k] += step * Double(x[row * d + k]) }
        bias += step
      }
    }
    let v = problem.validationFeatures.elements
    let losses = (0..<problem.validationLabels.count).map { row in
      let sign = problem.validationLabels[row] == 1 ? 1.0 : -1.0
      return max(0, 1 - sign * score(v, row: row))
    }
    return losses.reduce(0, +) / Double(losses.count)
  }
}
