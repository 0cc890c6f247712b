import ArgumentParser
import Flipguard

/// What is known besides the labels, and who gives it.
struct EvidenceOptions: ParsableArguments {
  /// The detector where the user names none.
  static let defaultDetector = "default"

  @Option(
    help: ArgumentHelp(
      "Out-of-sample class probabilities, .npy, .npz or .csv: a row for each row of DATA, a column for each class in "
        + "the order of the classes. With --labels and without DATA they are all that is looked at.",
      valueName: "file"),
    completion: .file(extensions: ["npy", "npz", "csv", "gz"]))
  var predProbs: String?

  @Option(
    help: ArgumentHelp(
      "Who gives the probabilities where --pred-probs does not: \(Scorer.help).", valueName: "id"),
    completion: .list(Scorer.names))
  var scorer: String?

  @Option(
    help: ArgumentHelp(
      "Number of parts of the rows that are held out in turn when a classifier gives the probabilities; by default "
        + "5.", valueName: "count"))
  var folds: Int?

  @Option(
    help: ArgumentHelp(
      "Share of the labels that is wrong, 0 to 1, in place of an estimate.", valueName: "rate"))
  var noiseRate: Double?

  @Option(
    help: ArgumentHelp(
      "A file that tells where each label comes from, one value for each row.",
      valueName: "file"),
    completion: .file())
  var groups: String?

  /// The arguments that say the same.
  var arguments: [String] {
    ShellWords.options([
      ("--pred-probs", predProbs), ("--scorer", scorer), ("--folds", folds.map { "\($0)" }),
      ("--noise-rate", noiseRate.map { "\($0)" }), ("--groups", groups),
    ])
  }

  /// The files that are read, which no result may replace.
  var inputFiles: [String] { [predProbs, groups].compactMap(\.self) }

  /// Whether the user gives probabilities, or says who is to give them.
  var asksForProbabilities: Bool { predProbs != nil || scorer != nil }

  /// The first option that is given, if any is.
  var firstGiven: String? {
    let given = [
      ("--pred-probs", predProbs != nil), ("--scorer", scorer != nil), ("--folds", folds != nil),
      ("--noise-rate", noiseRate != nil), ("--groups", groups != nil),
    ]
    return given.first { $0.1 }?.0
  }

  func validate() throws {
    if let noiseRate, !(0...1).contains(noiseRate) {
      throw ValidationError("--noise-rate is \(noiseRate); allowed: 0 to 1")
    }
    if let folds, folds < 2 { throw ValidationError("--folds is \(folds); allowed: 2 or more") }
    let scorer = try self.scorer.flatMap { try Scorer($0) }
    if predProbs != nil, self.scorer != nil || folds != nil {
      throw ValidationError(
        "--\(self.scorer == nil ? "folds" : "scorer") is for probabilities that are computed, but --pred-probs gives "
          + "them; leave one out")
    }
    if folds != nil, scorer?.usesFolds != true {
      throw ValidationError(
        "--folds is for a classifier that gives the probabilities; add --scorer: "
          + Classifiers.all.map(\.id).joined(separator: ", "))
    }
  }
}
