/// One training of the victim model: a row of `results.csv`.
public struct PaperTrial: Equatable, Sendable {
  /// The figure it belongs to: `1`, `2a` or `2b`.
  public let figure: String
  /// Name of the bundled data set.
  public let dataset: String
  /// How features were scaled: `none`, `minmax`, `standardize` or `binarize`.
  public let scaling: String
  /// Number of the random split, from 0.
  public let split: Int
  /// What was done against the flips.
  public let defense: PaperDefense
  /// Number of neighbors, also where validation chose it; `nil` without the defense.
  public let k: Int?
  /// Confidence threshold; `nil` without the defense.
  public let eta: Double?
  /// Number of training labels flipped.
  public let flips: Int
  /// Share of the training labels flipped, 0...1.
  public let poisoningRate: Double
  /// Test error, 0...1.
  public let error: Double

  /// Makes a trial.
  public init(
    figure: String, dataset: String, scaling: String, split: Int, defense: PaperDefense,
    k: Int? = nil, eta: Double? = nil, flips: Int, poisoningRate: Double, error: Double
  ) {
    self.figure = figure
    self.dataset = dataset
    self.scaling = scaling
    self.split = split
    self.defense = defense
    self.k = k
    self.eta = eta
    self.flips = flips
    self.poisoningRate = poisoningRate
    self.error = error
  }

  /// All trials as `results.csv`, in the order given.
  static func csv(_ trials: [PaperTrial]) -> String {
    CSVText.document(
      header: [
        "figure", "dataset", "scaling", "split", "defense", "k", "eta", "flips", "poisoning_rate",
        "error",
      ],
      rows: trials.map { trial in
        [
          trial.figure, trial.dataset, trial.scaling, "\(trial.split)", trial.defense.rawValue,
          trial.k.map { "\($0)" } ?? "", trial.eta.map { "\($0)" } ?? "", "\(trial.flips)",
          "\(trial.poisoningRate)", "\(trial.error)",
        ]
      })
  }
}
