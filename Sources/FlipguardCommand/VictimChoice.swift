import ArgumentParser
import Flipguard

/// Whose prediction an attack is to change: a classifier that is linear in the labels, or one that is trained anew.
enum VictimChoice {
  case linear(LabelLinears.Entry)
  case trained(Classifiers.Entry)

  /// The classifiers that are linear in the labels.
  static var linear: [LabelLinears.Entry] { LabelLinears.all }

  /// The classifiers that are trained after each flip.
  static let trained = Classifiers.all.map(\.id).filter { id in !linear.contains { $0.id == id } }

  /// All names.
  static var names: [String] { linear.map(\.id) + trained }

  /// The classifiers that `--k` and `--regularization` have an effect on.
  private static let takers = (
    k: ["knn-vote", "knn-weighted-vote", "smoother-mean"],
    regularization: ["ridge", "kernel-ridge", "tangent-kernel", "smoother-mean"] + trained
  )

  /// Finds a classifier by name.
  ///
  /// - Throws: `ValidationError` where there is none.
  init(_ id: String) throws {
    if let entry = Self.linear.first(where: { $0.id == id }) {
      self = .linear(entry)
    } else if let entry = Classifiers.all.first(where: { $0.id == id }) {
      self = .trained(entry)
    } else {
      throw ValidationError(
        "--victim is '\(id)'; allowed: \(Self.names.joined(separator: ", "))")
    }
  }

  /// Refuses a victim that there is not, and what has no effect on it.
  static func checkIdle(_ options: AttackOptions) throws {
    if let victim = options.victim { _ = try VictimChoice(victim) }
    for (name, isGiven, takers) in [
      ("--k", options.k != nil, takers.k),
      (
        "--regularization", options.regularization != nil && options.victim != nil,
        takers.regularization
      ),
    ] where isGiven && !takers.contains(options.victim ?? "") {
      throw ValidationError(
        "\(name) has no effect on \(options.victim.map { "--victim \($0)" } ?? "least squares"); it is for --victim "
          + takers.joined(separator: ", "))
    }
  }

  /// The victim with what the options say; one that is trained has least squares as surrogate.
  func make(_ options: AttackOptions) -> TargetedFlip.Victim {
    switch self {
    case .linear(let entry):
      var settings = LabelLinears.Options()
      settings.neighborCount = options.k?.counts.first
      settings.regularization = options.regularization
      return .labelLinear(entry.make(settings))
    case .trained(let entry):
      return .retrained(
        entry.make(), surrogate: TargetedFlip.leastSquares(options.leastSquares))
    }
  }
}
