/// Everything that the reproduction of the paper measured. Reports only arrange it.
public struct PaperResults: Codable, Equatable, Sendable {
  /// The seed from which all splits, attacks and trainings start.
  public let seed: UInt64
  /// The version of Flipguard that ran.
  public let version: String
  /// Wall time of the whole run.
  public let elapsedSeconds: Double
  /// Number of random splits of each data set.
  public let splitCount: Int
  /// What was set, and to what.
  public let settings: PaperSettings
  /// The data sets.
  public let table1: [Table1Row]
  /// Error against poisoning rate: every data set and scaling; all three defenses.
  public let figure1: [ErrorPoint]
  /// BreastCancer standardized, for several k.
  public let figure2a: [ErrorPoint]
  /// BreastCancer standardized, for several confidence thresholds.
  public let figure2b: [ErrorPoint]
  /// The k that validation chose in Figure 1.
  public let chosenK: [ChosenK]
  /// The means beside those of an independent run.
  public let comparisons: [ReferenceCell]
  /// Every single training, for `results.csv`; not part of `results.json`.
  public var trials: [PaperTrial] = []

  private enum CodingKeys: String, CodingKey {
    case seed, version, settings, table1, figure1, figure2a, figure2b, comparisons
    case elapsedSeconds = "elapsed_seconds"
    case splitCount = "split_count"
    case chosenK = "chosen_k"
  }

  /// Makes results.
  public init(
    seed: UInt64, version: String, elapsedSeconds: Double, splitCount: Int,
    settings: PaperSettings, table1: [Table1Row], figure1: [ErrorPoint], figure2a: [ErrorPoint],
    figure2b: [ErrorPoint], chosenK: [ChosenK], comparisons: [ReferenceCell], trials: [PaperTrial]
  ) {
    self.seed = seed
    self.version = version
    self.elapsedSeconds = elapsedSeconds
    self.splitCount = splitCount
    self.settings = settings
    self.table1 = table1
    self.figure1 = figure1
    self.figure2a = figure2a
    self.figure2b = figure2b
    self.chosenK = chosenK
    self.comparisons = comparisons
    self.trials = trials
  }
}
