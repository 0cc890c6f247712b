import ArgumentParser
import Flipguard

/// What an attack raises, by the names of all attacks that have a choice.
enum ObjectiveChoice: String, CaseIterable, ExpressibleByArgument {
  case loss
  case error
  case squaredLoss = "squared-loss"
  case hingeLoss = "hinge-loss"

  /// The names that an attack knows, the default first.
  static func names(of attack: Attacks.Entry) -> [String] {
    attack.settings.contains(.objective)
      ? LeastSquaresFlip.Objective.allCases.map(\.rawValue)
      : attack.learners.isEmpty ? [] : FlipObjective.allCases.map(\.rawValue)
  }
}

/// The learner that an attack with a choice of one trains anew.
struct LearnerChoice {
  private let entry: Classifiers.Entry

  /// The learner that the options name, or the attack's default; `nil` for attacks without a choice.
  ///
  /// - Throws: `ValidationError` where the attack cannot train it.
  init?(_ options: AttackOptions, _ attack: Attacks.Entry) throws {
    guard let first = attack.learners.first else { return nil }
    let id = options.trainedLearner ?? first
    guard attack.learners.contains(id), let entry = Classifiers.all.first(where: { $0.id == id })
    else {
      throw ValidationError(
        "--learner is '\(id)'; allowed with --attack \(attack.id): "
          + attack.learners.joined(separator: ", "))
    }
    self.entry = entry
  }

  /// Its name in the list of classifiers.
  var id: String { entry.id }

  /// The classifiers that options have an effect on.
  private static let takers = (descent: ["hinge"], regularization: ["logistic", "ridge"])

  /// Refuses a learner that the attack cannot train, and what has no effect on it.
  static func checkIdle(_ options: AttackOptions, _ attack: Attacks.Entry) throws {
    guard let choice = try LearnerChoice(options, attack) else { return }
    for (name, isGiven, takers) in [
      ("--learning-rate", options.learningRate != nil, takers.descent),
      ("--epochs", options.epochs != nil, takers.descent),
      ("--regularization", options.regularization != nil, takers.regularization),
    ] where isGiven && !takers.contains(choice.id) {
      throw ValidationError(
        "\(name) has no effect on --learner \(choice.id); it is for --learner "
          + takers.filter(attack.learners.contains).joined(separator: ", "))
    }
  }

  /// The learner with what the options say.
  func make(_ options: AttackOptions) -> any Classifier {
    switch id {
    case "hinge": options.learner
    case "ridge": options.leastSquares
    case "logistic": LogisticRegression(regularization: options.regularization ?? 1)
    default: entry.make()
    }
  }

  /// The learner in words.
  func words(_ options: AttackOptions) -> [String] {
    let settings: [String] =
      switch id {
      case "hinge":
        [
          "learning rate \(options.learner.learningRate)", "epochs \(options.learner.epochs)",
        ]
      case "ridge", "logistic": ["regularization \(options.regularization ?? 1)"]
      default: []
      }
    return ["learner \(id)"] + settings
  }
}
