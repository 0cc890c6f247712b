internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The game of an attacker who flips labels and a learner who steps against the flips; see ``DamageBound``.
struct DamageGame: Sendable {
  private let problem: CertificateProblem
  private let budget: Int
  private let regularization: Double
  private let execution: Execution
  private let means: [Double]
  /// By class the classes that its labels may be flipped to.
  private let targets: [[Int]]

  /// The worst flips for a model, the loss that it has after them, and the slope of that loss.
  private struct Response {
    let bound: Double
    let flips: [Flip]
    let gradient: [[Double]]
  }

  /// Rows whose derivatives are summed together; part of the result's bits.
  private static let blockSize = 256

  init(
    _ problem: CertificateProblem, budget: Int, regularization: Double, execution: Execution
  ) {
    self.problem = problem
    self.budget = budget
    self.regularization = regularization
    self.execution = execution
    let n = Double(problem.labels.count)
    var sums = [Double](repeating: 0, count: problem.features.columnCount)
    for row in 0..<problem.labels.count { addScaled(1, problem.features, row: row, to: &sums) }
    means = sums.map { $0 / n }
    targets = problem.targetsByClass
  }

  /// The penalised mean loss of a model.
  func loss(_ model: LinearModel, _ labels: Labels) -> Double {
    let penalty = model.weights.reduce(0) { sum, vector in
      centered(vector).reduce(sum) { $0 + $1 * $1 }
    }
    let losses = execution.silent.mapBlocks(of: labels.count, size: Self.blockSize) { rows in
      rows.reduce(0) { sum, row in
        var scores = scores(model.weights, row)
        return sum + CrossEntropy().replaceByResiduals(&scores, label: labels[row])
      }
    }
    return (losses.reduce(0, +) + regularization / 2 * penalty) / Double(labels.count)
  }

  /// Weights, then the score of the mean row.
  private func centered(_ vector: [Double]) -> [Double] {
    var vector = vector
    for (column, mean) in means.enumerated() { vector[means.count] += vector[column] * mean }
    return vector
  }

  /// Weights, then the bias: the other way.
  private func uncentered(_ vector: [Double]) -> [Double] {
    var vector = vector
    for (column, mean) in means.enumerated() { vector[means.count] -= vector[column] * mean }
    return vector
  }

  private func scores(_ outputs: [[Double]], _ row: Int) -> [Double] {
    outputs.map { dot($0, problem.features, row: row) + $0[means.count] }
  }

  /// Plays from a model.
  ///
  /// - Returns: The smallest bound of all models, the flips there, and those that were picked most often.
  func play(
    from model: LinearModel, stepCount: Int
  ) -> (bound: Double, flips: [[Flip]]) {
    var parameters = model.weights.map(centered)
    let largest = parameters.joined().reduce(0) { max($0, abs($1)) }
    var squares = parameters.map { $0.map { _ in 0.0 } }
    var mean = parameters.map { $0.map { _ in 0.0 } }
    var best = response(to: parameters)
    var picks = [Int](repeating: 0, count: problem.labels.count)
    var targets = [Int](repeating: 0, count: problem.labels.count)
    for step in 0..<stepCount {
      let response = response(to: parameters)
      if response.bound < best.bound { best = response }
      for flip in response.flips {
        picks[flip.row] += 1
        targets[flip.row] = flip.to
      }
      for output in parameters.indices {
        for index in parameters[output].indices {
          mean[output][index] += parameters[output][index] / Double(stepCount)
          let slope = response.gradient[output][index]
          squares[output][index] += slope * slope
          guard slope != 0 else { continue }
          // Models against flips are smaller than the first one, so its largest parameter is the scale.
          parameters[output][index] -=
            Self.rate * max(largest, 1e-3) * slope / squares[output][index].squareRoot()
        }
      }
      execution.progress?(Double(step + 1) / Double(stepCount))
    }
    if stepCount > 0 {
      let last = response(to: mean)
      if last.bound < best.bound { best = last }
    }
    let often = picks.indices.filter { picks[$0] > 0 }
      .sorted { (picks[$1], $0) < (picks[$0], $1) }.prefix(budget)
      .map { Flip(row: $0, from: problem.labels[$0], to: targets[$0]) }
    return (best.bound, [best.flips, often])
  }

  /// Step of online learning, in units of the largest parameter of the first model.
  private static let rate = 0.1

  /// The worst flips for a model.
  private func response(to parameters: [[Double]]) -> Response {
    let outputs = parameters.map(uncentered)
    let labels = problem.labels
    let n = labels.count
    let rows = (0..<n).map { $0 }
    let all = execution.silent.mapBlocks(of: n, size: Self.blockSize) { block in
      block.map { scores(outputs, $0) }
    }.flatMap { $0 }
    let gains = rows.compactMap { row -> (gain: Double, flip: Flip)? in
      guard !problem.threat.trustedRows.contains(row) else { return nil }
      return worstFlip(row, all[row])
    }
    let worst = gains.sorted { ($1.gain, $0.flip.row) < ($0.gain, $1.flip.row) }.prefix(budget)
    let flips = worst.map(\.flip)
    let flipped = labels.applying(flips)
    let blocks = execution.silent.mapBlocks(of: n, size: Self.blockSize) { block in
      var loss = 0.0
      var sums = parameters.map { $0.map { _ in 0.0 } }
      for row in block {
        var residuals = all[row]
        loss += CrossEntropy().replaceByResiduals(&residuals, label: flipped[row])
        for (output, residual) in residuals.enumerated() {
          addScaled(residual, problem.features, row: row, to: &sums[output])
          sums[output][means.count] += residual
        }
      }
      return (loss: loss, sums: sums)
    }
    var value = 0.0
    var gradient = parameters.map { $0.map { $0 * regularization } }
    for output in parameters.indices {
      value += parameters[output].reduce(0) { $0 + regularization / 2 * $1 * $1 }
      for block in blocks {
        let residual = block.sums[output][means.count]
        for column in means.indices {
          gradient[output][column] += block.sums[output][column] - means[column] * residual
        }
        gradient[output][means.count] += residual
      }
    }
    value = blocks.reduce(value) { $0 + $1.loss } / Double(n)
    // A bound must not be below the truth by rounding.
    return Response(bound: value * (1 + 1e-12), flips: flips, gradient: gradient)
  }

  /// The flip of a row that raises its loss most; `nil` where none does.
  private func worstFlip(_ row: Int, _ scores: [Double]) -> (gain: Double, flip: Flip)? {
    let label = problem.labels[row]
    let all = scores.count == 1 ? [0, scores[0]] : scores
    guard let target = targets[label].min(by: { (all[$0], $0) < (all[$1], $1) }),
      all[label] > all[target]
    else { return nil }
    // The losses of two labels differ by their scores.
    return (all[label] - all[target], Flip(row: row, from: label, to: target))
  }
}
