/// The test error that one defense leaves in one trial: a row of `results.csv`.
public struct DefenseRow: Codable, Equatable, Sendable {
  /// Name of the data set.
  public var dataset: String
  /// Name of the attack; `none` where nothing was flipped.
  public var attack: String
  /// Share of the training labels that the attack was allowed to flip, 0...1.
  public var poisoningRate: Double
  /// Number of the random split, from 0.
  public var split: Int
  /// Name of the defense.
  public var defense: String
  /// Number of trusted rows that it was given.
  public var trusted: Int
  /// Number of training labels that were flipped.
  public var flips: Int
  /// Number of rows about which a repair did something; `nil` for what is no repair.
  public var changes: Int?
  /// Test error of the model that was learnt, 0...1.
  public var error: Double

  /// Makes a row.
  public init(
    dataset: String, attack: String, poisoningRate: Double, split: Int, defense: String,
    trusted: Int, flips: Int, changes: Int? = nil, error: Double
  ) {
    self.dataset = dataset
    self.attack = attack
    self.poisoningRate = poisoningRate
    self.split = split
    self.defense = defense
    self.trusted = trusted
    self.flips = flips
    self.changes = changes
    self.error = error
  }

  /// The defense with its trusted rows.
  var method: DefenseMethod { DefenseMethod(name: defense, trusted: trusted) }

  /// All rows as `results.csv`, in the order given.
  static func csv(_ rows: [DefenseRow]) -> String {
    CSVText.document(
      header: [
        "dataset", "attack", "poisoning_rate", "split", "defense", "trusted", "flips", "changes",
        "error",
      ],
      rows: rows.map { row in
        [
          row.dataset, row.attack, "\(row.poisoningRate)", "\(row.split)", row.defense,
          "\(row.trusted)", "\(row.flips)", row.changes.map { "\($0)" } ?? "", "\(row.error)",
        ]
      })
  }
}
