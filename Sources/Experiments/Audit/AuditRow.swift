/// The test error under one attack at one rate with one defense: a row of `results.csv`.
public struct AuditRow: Codable, Equatable, Sendable {
  /// Share of the training labels that the attack was allowed to flip, 0...1.
  public var poisoningRate: Double
  /// Name of the attack; `none` where nothing was flipped.
  public var attack: String
  /// The defense that the attack adapts to; `nil` for attacks that adapt to none.
  public var adaptedTo: String?
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

  /// The defense with its trusted rows.
  var method: DefenseMethod { DefenseMethod(name: defense, trusted: trusted) }

  /// All rows as `results.csv`, in the order given.
  static func csv(_ rows: [AuditRow]) -> String {
    CSVText.document(
      header: [
        "poisoning_rate", "attack", "adapted_to", "defense", "trusted", "flips", "changes", "error",
      ],
      rows: rows.map { row in
        [
          "\(row.poisoningRate)", row.attack, row.adaptedTo ?? "", row.defense, "\(row.trusted)",
          "\(row.flips)", row.changes.map { "\($0)" } ?? "", "\(row.error)",
        ]
      })
  }
}
