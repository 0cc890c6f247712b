internal import Classifiers
internal import LabelData
internal import VectorKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What an attack that trains its learner anew raises on the attacker's validation set.
public enum FlipObjective: String, CaseIterable, Sendable {
  /// The mean loss that the learner itself has: the hinge loss of ``/Classifiers/LinearHinge``, summed over the scores;
  /// the squared loss of ``/Classifiers/Ridge``, summed over the scores; of all others the cross-entropy, -log p with p
  /// no lower than 1e-12.
  case loss
  /// The share of wrong predictions; among equals the mean loss decides.
  case error
}

/// How wrong a model is on the attacker's validation set.
struct Damage: Equatable, Sendable {
  /// Share of wrong predictions, 0...1.
  let error: Double
  /// The mean loss, 0 or more.
  let loss: Double

  /// What is raised.
  func value(_ objective: FlipObjective) -> Double {
    switch objective {
    case .loss: loss
    case .error: error
    }
  }

  /// Whether this is more harm than another.
  ///
  /// - Parameters:
  ///   - other: What it is held against.
  ///   - objective: What is raised.
  ///   - share: By which share the loss must be larger to count as such.
  /// - Returns: Whether the objective is larger; for the error, among equals, the loss.
  func exceeds(_ other: Damage, _ objective: FlipObjective, by share: Double = 0) -> Bool {
    if objective == .error, error != other.error { return error > other.error }
    return loss > other.loss * (1 + share)
  }
}

/// The loss by which the harm to a learner is judged.
enum LearnerLoss: Equatable, Sendable {
  case hinge, squared, crossEntropy

  /// The lowest probability that the cross-entropy tells from 0.
  static let leastProbability = 1e-12

  /// The loss that a learner itself has, as far as it is known.
  init(of learner: any Classifier) {
    switch learner {
    case is LinearHinge: self = .hinge
    case is Ridge: self = .squared
    default: self = .crossEntropy
    }
  }

  /// What an attack raises, in words.
  func name(_ objective: FlipObjective) -> String {
    if objective == .error { return "the share of wrong predictions" }
    return switch self {
    case .hinge: "the mean hinge loss"
    case .squared: "the mean squared loss"
    case .crossEntropy: "the mean cross-entropy"
    }
  }

  /// How wrong a model is on some rows.
  func damage(
    _ model: some FittedClassifier, _ features: Matrix, _ labels: Labels
  ) -> Damage {
    Damage(
      error: model.error(features, labels), loss: mean(model, features, labels))
  }

  private func mean(
    _ model: some FittedClassifier, _ features: Matrix, _ labels: Labels
  ) -> Double {
    if let linear = model as? LinearModel, self != .crossEntropy {
      return self == .hinge
        ? linear.meanHingeLoss(features, labels) : Self.meanSquaredLoss(linear, features, labels)
    }
    let probabilities = model.probabilities(features, execution: .serial)
    var sum = 0.0
    for (row, label) in labels.classIndices.enumerated() {
      sum -= log(max(probabilities[row, label], Self.leastProbability))
    }
    return sum / Double(labels.count)
  }

  /// The mean of (code - score)², summed over the scores.
  private static func meanSquaredLoss(
    _ model: LinearModel, _ features: Matrix, _ labels: Labels
  ) -> Double {
    var sum = 0.0
    for output in model.weights.indices {
      let codes = Ridge.codes(labels, output: output)
      for (score, code) in zip(model.scores(features, output: output), codes) {
        sum += (code - score) * (code - score)
      }
    }
    return sum / Double(labels.count)
  }
}
