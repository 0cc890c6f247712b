/// What one method achieved against one attack: a row of `results.csv`.
public struct BenchmarkRow: Codable, Equatable, Sendable {
  /// Name of the data set.
  public var dataset: String
  /// Name of the attack.
  public var attack: String
  /// Share of the training labels that the attack was allowed to flip, 0...1.
  public var poisoningRate: Double
  /// Number of the seed, from 0.
  public var seed: Int
  /// Name of the detector or of the baseline.
  public var method: String
  /// Number of trusted rows that the method was given.
  public var trusted: Int
  /// Number of training labels that were flipped.
  public var flips: Int
  /// Number of labels that the method flagged.
  public var flags: Int
  /// Average precision of the scores; `nil` where nothing was flipped, or the method gives no scores.
  public var averagePrecision: Double?
  /// Area under the receiver operating characteristic of the scores.
  public var auroc: Double?
  /// Share of flips among as many of the lowest scores as there are flips.
  public var precisionAtFlips: Double?
  /// Share of flips among the flags.
  public var precision: Double?
  /// Share of the flips that are flagged.
  public var recall: Double?
  /// Harmonic mean of both.
  public var f1: Double?
  /// Share of labels that are rightly flagged or rightly not.
  public var accuracy: Double?
  /// Mean of recall and of the share of right labels that are not flagged.
  public var balancedAccuracy: Double?
  /// Share of the relabelled flags whose label is true then.
  public var relabelAccuracy: Double?
  /// Share of all labels that relabelling spoils.
  public var harm: Double?
  /// Share of all labels that are wrong after relabelling.
  public var residualFlipRate: Double?
  /// Test error of the victim without the flagged rows.
  public var errorRemoved: Double?
  /// Test error of the victim with the flagged rows relabelled.
  public var errorRelabeled: Double?

  /// Makes a row without measurements.
  public init(
    dataset: String, attack: String, poisoningRate: Double, seed: Int, method: String,
    trusted: Int, flips: Int, flags: Int
  ) {
    self.dataset = dataset
    self.attack = attack
    self.poisoningRate = poisoningRate
    self.seed = seed
    self.method = method
    self.trusted = trusted
    self.flips = flips
    self.flags = flags
  }

  /// All rows as `results.csv`, in the order given.
  static func csv(_ rows: [BenchmarkRow]) -> String {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return CSVText.document(
      header: [
        "dataset", "attack", "poisoning_rate", "seed", "method", "trusted", "flips", "flags",
        "average_precision", "auroc", "precision_at_flips", "precision", "recall", "f1", "accuracy",
        "balanced_accuracy", "relabel_accuracy", "harm", "residual_flip_rate", "error_removed",
        "error_relabeled",
      ],
      rows: rows.map { row in
        [
          row.dataset, row.attack, "\(row.poisoningRate)", "\(row.seed)", row.method,
          "\(row.trusted)", "\(row.flips)", "\(row.flags)",
        ]
          + [
            row.averagePrecision, row.auroc, row.precisionAtFlips, row.precision, row.recall,
            row.f1, row.accuracy, row.balancedAccuracy, row.relabelAccuracy, row.harm,
            row.residualFlipRate, row.errorRemoved, row.errorRelabeled,
          ].map(text)
      })
  }
}
