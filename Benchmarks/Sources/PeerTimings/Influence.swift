import ArgumentParser
import Flipguard
import Foundation

/// Times label flipping by influence, and what the same attack would take by retraining for every candidate.
///
/// A greedy step with exact retraining trains once for every row that is not flipped. A few of these trainings are
/// timed, from the start as the naive loop makes them, and multiplied by their number.
struct Influence: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the label flipping by influence, and extrapolate the naive loop.")

  @Option(help: "Training rows.")
  var rows = 100_000

  @Option(help: "Features.")
  var features = 54

  @Option(help: "Flips.")
  var budget = 20_000

  @Option(help: "logistic or hinge.")
  var learner = AttackedLearner.logistic

  @Option(help: "mnist17 or synthetic.")
  var data = AttackData.synthetic

  @Option(help: "Trainings of the naive loop that are timed.")
  var naiveTrainings = 3

  /// The learners that influence knows.
  enum AttackedLearner: String, ExpressibleByArgument {
    case logistic
    case hinge
  }

  /// What is printed, as one line of JSON.
  private struct Report: Encodable {
    let rows: Int
    let features: Int
    let budget: Int
    let learner: String
    let seconds: Double
    let peakBytes: Int
    let initialObjective: Double?
    let finalObjective: Double?
    /// Of one training of the naive loop, measured.
    let naiveTrainingSeconds: Double
    /// Of its first step, and of all its steps, extrapolated.
    let naiveStepSeconds: Double
    let naiveWholeSeconds: Double
  }

  func run() throws {
    let problem = try data.problem(rowCount: rows, featureCount: features)
    let attack: InfluenceFlip
    let classifier: any Classifier
    switch learner {
    case .logistic: (attack, classifier) = (InfluenceFlip(), LogisticRegression())
    case .hinge: (attack, classifier) = (InfluenceFlip(learner: LinearHinge()), LinearHinge())
    }
    var plan = FlipPlan(steps: [])
    let seconds = try time {
      plan = try attack.craft(problem, budget: .count(budget), seed: 1, execution: Execution())
    }
    let peak = peakResidentBytes()
    let one = try time {
      for row in 0..<naiveTrainings {
        var labels = problem.labels
        labels[row] = 1 - labels[row]
        _ = try classifier.fit(
          problem.features, labels, weights: nil, seed: 1, execution: Execution())
      }
    }
    let training = one / Double(naiveTrainings)
    let trainings = budget * rows - budget * (budget - 1) / 2
    let report = Report(
      rows: rows, features: features, budget: budget, learner: learner.rawValue, seconds: seconds,
      peakBytes: peak, initialObjective: plan.initialObjective,
      finalObjective: plan.steps.last?.objective, naiveTrainingSeconds: training,
      naiveStepSeconds: training * Double(rows), naiveWholeSeconds: training * Double(trainings))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private func time(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .seconds(1)
  }
}
