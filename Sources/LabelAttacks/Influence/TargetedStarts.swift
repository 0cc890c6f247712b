internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

extension InfluenceSearch {
  /// Validation rows that starts are aimed at, at most.
  static let mostTargets = 100
  /// How many of these are trained, and how many of those are gone on with.
  static let trainedTargets = 10
  static let targetedStarts = 2

  /// Flips that are aimed at the margin of one validation row, for those rows that promise most harm to all.
  ///
  /// A row that is predicted with confidence hardly enters the gradient of the objective, however far a coherent set
  /// of flips could carry it. So for each row the flips are ranked by how they move its margin, and the model that they
  /// make to first order is judged by the objective. The most promising are trained.
  ///
  /// - Parameter clean: The labels before the attack, with their curvature.
  /// - Returns: The most harmful by training, at most ``targetedStarts``, worst first.
  /// - Throws: ``/LabelContracts/AttackError`` where the learner cannot learn.
  func targeted(_ clean: PoisonedModel) throws(AttackError) -> [PoisonedModel] {
    var trained: [PoisonedModel] = []
    for labels in targetedLabels(clean) {
      trained.append(try poisoned(labels, near: clean, execution: execution.silent))
    }
    return Array(sorted(trained, by: \.damage).prefix(Self.targetedStarts))
  }

  /// Labels whose flips are aimed at one row each, the most promising first.
  private func targetedLabels(_ clean: PoisonedModel) -> [Labels] {
    guard clean.model.weights.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return [] }
    let influence = LabelInfluence(victim, at: clean)
    let targets = targets
    let scores = clean.model.weights.indices.map {
      clean.model.scores(problem.validationFeatures, output: $0)
    }
    let promises = execution.silent.map(count: targets.count) { index in
      let row = targets[index]
      var slopes = [Double](
        repeating: 0, count: problem.validationLabels.count * scores.count)
      let label = problem.validationLabels[row]
      if scores.count == 1 {
        slopes[row] = label == 1 ? -1 : 1
      } else {
        let others = scores.indices.filter { $0 != label }
        let rival = others.reduce(others[0]) { scores[$1][row] > scores[$0][row] ? $1 : $0 }
        slopes[row * scores.count + rival] = 1
        slopes[row * scores.count + label] = -1
      }
      let worths = influence.worths(
        direction: influence.direction(slopes), execution: .serial)
      let flips = chosen(worths.ranking, count: flipCount, besides: [])
      let damage = victim.loss.damage(
        influence.model(after: flips), problem.validationFeatures, problem.validationLabels)
      return (flips: flips, damage: damage)
    }
    return sorted(promises, by: \.damage).prefix(Self.trainedTargets).map {
      problem.labels.applying($0.flips)
    }
  }

  /// The validation rows that lie farthest from their mean, ascending.
  private var targets: [Int] {
    let features = problem.validationFeatures
    var mean = [Double](repeating: 0, count: features.columnCount)
    let share = 1 / Double(features.rowCount)
    for row in 0..<features.rowCount { addScaled(share, features, row: row, to: &mean) }
    let distances = (0..<features.rowCount).map { row in
      zip(features.row(row), mean).reduce(0.0) { sum, pair in
        sum + (Double(pair.0) - pair.1) * (Double(pair.0) - pair.1)
      }
    }
    return distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }
      .prefix(Self.mostTargets).sorted()
  }
}
