internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// The influence of labels on the attacker's objective near a model (Koh and Liang 2017).
///
/// With H the second derivatives of the training loss and v the gradient of the objective, u = H⁻¹ v. A flip of row i
/// from a to b changes the gradient of the training loss by D = f_i (e_a - e_b) ⊗ (x_i, 1), so the model moves by about
/// -H⁻¹ D and the objective by -u.D.
struct LabelInfluence: Sendable {
  let victim: any InfluenceVictim
  let state: PoisonedModel
  let factors: [Double]?

  init(_ victim: any InfluenceVictim, at state: PoisonedModel) {
    self.victim = victim
    self.state = state
    factors = victim.gradientFactors(state.model)
  }

  private var problem: AttackProblem { victim.problem }
  private var outputCount: Int { state.model.weights.count }
  private var width: Int { problem.features.columnCount + 1 }

  /// What every flip is worth.
  func worths(_ objective: FlipObjective, execution: Execution) -> FlipWorths {
    worths(direction: direction(slopes(objective)), execution: execution)
  }

  /// H⁻¹ v for the v that these derivatives by the scores of every validation row make.
  ///
  /// - Parameter slopes: For each validation row one number for each score.
  /// - Returns: Weights and bias for each score, for centered rows.
  func direction(_ slopes: [Double]) -> [Double] {
    let features = problem.validationFeatures
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: outputCount)
    for row in 0..<features.rowCount {
      for output in sums.indices {
        let slope = slopes[row * outputCount + output]
        guard slope != 0 else { continue }
        addScaled(slope, features, row: row, to: &sums[output])
        sums[output][width - 1] += slope
      }
    }
    for output in sums.indices {
      for (column, mean) in victim.center.enumerated() {
        sums[output][column] -= mean * sums[output][width - 1]
      }
    }
    return state.curvature.solve(Array(sums.joined()))
  }

  /// What every flip is worth along a direction u.
  func worths(direction: [Double], execution: Execution) -> FlipWorths {
    let vectors = vectors(direction)
    let blocks = execution.silent.mapBlocks(of: problem.labels.count, size: 1024) { rows in
      rows.flatMap { row in
        vectors.map { vector in
          (dot(vector, problem.features, row: row) + vector[width - 1]) * (factors?[row] ?? 1)
        }
      }
    }
    return FlipWorths(labels: problem.labels, table: Array(blocks.joined()))
  }

  /// The model that flips would make, to first order.
  ///
  /// - Parameter flips: Flips of rows that still have the label that they had before the attack.
  /// - Returns: The model moved by -H⁻¹ times the change of the gradient.
  func model(after flips: [Flip]) -> LinearModel {
    var change = [Double](repeating: 0, count: outputCount * width)
    for flip in flips {
      let factor = factors?[flip.row] ?? 1
      let parts: [(output: Int, factor: Double)] =
        outputCount == 1
        ? [(0, flip.to == 1 ? factor : -factor)] : [(flip.to, factor), (flip.from, -factor)]
      for part in parts {
        let start = part.output * width
        for (column, value) in problem.features.row(flip.row).enumerated() {
          change[start + column] += part.factor * (Double(value) - victim.center[column])
        }
        change[start + width - 1] += part.factor
      }
    }
    let moves = vectors(state.curvature.solve(change))
    return LinearModel(
      weights: zip(state.model.weights, moves).map { weights, move in
        zip(weights, move).map(+)
      })
  }

  /// The vector of each score, for rows that are not centered.
  private func vectors(_ parameters: [Double]) -> [[Double]] {
    (0..<outputCount).map { output in
      var vector = Array(parameters[output * width..<(output + 1) * width])
      for (column, mean) in victim.center.enumerated() {
        vector[width - 1] -= mean * vector[column]
      }
      return vector
    }
  }

  /// The derivatives of the objective by the scores of every validation row, one number for each score.
  ///
  /// The share of wrong predictions has none; in its place stands the mean of 1 - p, p being the probability of the
  /// label.
  func slopes(_ objective: FlipObjective) -> [Double] {
    let labels = problem.validationLabels
    let share = 1 / Double(labels.count)
    let scores =
      victim.loss == .hinge && objective == .loss
      ? state.model.scores(problem.validationFeatures) : []
    let probabilities = state.model.probabilities(
      problem.validationFeatures, execution: .serial)
    return (0..<labels.count).flatMap { row -> [Double] in
      let label = labels[row]
      let own = probabilities[row, label]
      let first = outputCount == 1 ? 1 : 0
      let residuals = (first..<labels.classCount).map {
        probabilities[row, $0] - ($0 == label ? 1 : 0)
      }
      switch (objective, victim.loss) {
      case (.error, _): return residuals.map { $0 * own * share }
      case (.loss, .hinge):
        let sign = label == 1 ? 1.0 : -1.0
        return [sign * scores[row] < 1 ? -sign * share : 0]
      case (.loss, _):
        return own < LearnerLoss.leastProbability
          ? residuals.map { _ in 0 } : residuals.map { $0 * share }
      }
    }
  }
}
