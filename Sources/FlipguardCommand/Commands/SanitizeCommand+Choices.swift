import ArgumentParser
import Flipguard

/// Rows of a file, as in `3,7`; each 0 or more.
struct RowList: ExpressibleByArgument, Equatable {
  let rows: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    rows = parts.compactMap { Int($0) }
    guard rows.count == parts.count, rows.allSatisfy({ $0 >= 0 }) else { return nil }
  }
}

/// Which sanitizer, detector and action the options mean.
extension SanitizeCommand {
  /// The sanitizer that judges by the vote of neighbors.
  static let knn = "knn"

  /// The sanitizer asked for, or the one that other options belong to.
  var chosenSanitizer: String {
    if let sanitizer { return sanitizer }
    if detector != nil || evidence.firstGiven != nil { return "detector" }
    return neighbors.firstOfVote != nil || rounds != nil ? Self.knn : Self.usualSanitizer
  }

  /// The detector that judges.
  func chosenDetector() throws -> Detectors.Named {
    try DetectorChoice.find(detector ?? EvidenceOptions.defaultDetector)
  }

  /// What is done about labels taken for wrong.
  func chosenAction() throws -> SanitizeAction {
    if let action { return action }
    guard chosenSanitizer != Self.knn else { return .relabel }
    return Self.givesPosteriors(try chosenDetector()) ? .auto : .relabel
  }

  /// Whether data are written, and not tables alone.
  var writesData: Bool {
    get throws { ![.flag, .weight].contains(try chosenAction()) }
  }

  private static func givesPosteriors(_ choice: Detectors.Named) -> Bool {
    choice.make(.init()).givesPosteriors
  }

  func validate() throws {
    if let undo {
      try validateUndo(undo)
      return
    }
    if rows != nil { throw ValidationError("--rows is for --undo; add --undo changes.csv") }
    if let sanitizer { _ = try Sanitizers.all.member(sanitizer, of: "--sanitizer") }
    try neighbors.checkChoice(trusted)
    if chosenSanitizer == Self.knn { try validateVote() } else { try validateDetector() }
    if output != nil, try !writesData {
      throw ValidationError(
        "--action \(try chosenAction().rawValue) writes no data, only tables into the current folder; leave out "
          + "--output")
    }
  }

  /// Refuses what the vote of neighbors does not look at.
  private func validateVote() throws {
    if let option = detector != nil ? "--detector" : evidence.firstGiven {
      throw ValidationError(
        "\(option) is for --sanitizer detector, but --sanitizer knn judges by neighbors alone; leave one out"
      )
    }
    if case .count = neighbors.k, trusted.trusted != nil {
      throw ValidationError(
        "--trusted serves knn to choose k; add --k auto, or --sanitizer detector")
    }
    try refuseProbabilities(unless: false, of: "--sanitizer knn")
  }

  /// Refuses what the detector cannot do.
  private func validateDetector() throws {
    if rounds != nil {
      throw ValidationError(
        "--rounds is for --sanitizer knn, but a detector judges once; leave one out")
    }
    let choice = try chosenDetector()
    try refuseProbabilities(
      unless: Self.givesPosteriors(choice), of: "--detector \(choice.id)")
  }

  /// Refuses actions that need probabilities of the classes.
  private func refuseProbabilities(unless areGiven: Bool, of judge: String) throws {
    guard !areGiven, let action, [.auto, .weight].contains(action) else { return }
    let names = Detectors.named.filter(Self.givesPosteriors).map(\.id)
    throw ValidationError(
      "--action \(action.rawValue) needs the probability of every class, which \(judge) does not give; "
        + (names.isEmpty
          ? "no detector does" : "those that do: --detector \(names.joined(separator: ", "))"))
  }

  /// Refuses what has no effect on an undo.
  private func validateUndo(_ undo: String) throws {
    guard output != nil else {
      throw ValidationError("--undo needs a place for what it gives back; add --output FILE")
    }
    let idle = [
      (sanitizer != nil, "--sanitizer"), (detector != nil, "--detector"),
      (action != nil, "--action"),
      (rounds != nil, "--rounds"), (failOn != nil, "--fail-on"),
      (trusted.trusted != nil, "--trusted"), (neighbors.scaling != nil, "--scaling"),
    ]
    if let option = idle.first(where: { $0.0 })?.1 ?? neighbors.firstOfVote ?? evidence.firstGiven {
      throw ValidationError("\(option) judges labels, but --undo judges none; leave it out")
    }
  }
}
