/// How long one part of a trial took: a row of `timings.csv`.
public struct BenchmarkTiming: Codable, Equatable, Sendable {
  /// Parts of a trial that are no methods.
  public enum Stage: String, CaseIterable, Sendable {
    /// Crafting the flips of all rates.
    case attack
    /// Finding the neighbors.
    case neighbors
    /// Out-of-sample probabilities.
    case probabilities
    /// The course of a training.
    case dynamics
    /// The estimate of the share of wrong labels.
    case noiseRate = "noise-rate"
  }

  /// Name of the data set.
  public var dataset: String
  /// Name of the attack.
  public var attack: String
  /// Share of the training labels that the attack was allowed to flip; `nil` for what serves all rates.
  public var poisoningRate: Double?
  /// Number of the seed, from 0.
  public var seed: Int
  /// Name of the method, or of a ``Stage``.
  public var part: String
  /// Number of trusted rows that the method was given.
  public var trusted: Int
  /// Wall time on one thread.
  public var seconds: Double

  /// Makes a row.
  public init(
    dataset: String, attack: String, poisoningRate: Double?, seed: Int, part: String, trusted: Int,
    seconds: Double
  ) {
    self.dataset = dataset
    self.attack = attack
    self.poisoningRate = poisoningRate
    self.seed = seed
    self.part = part
    self.trusted = trusted
    self.seconds = seconds
  }

  /// All rows as `timings.csv`, in the order given.
  static func csv(_ timings: [BenchmarkTiming]) -> String {
    CSVText.document(
      header: ["dataset", "attack", "poisoning_rate", "seed", "part", "trusted", "seconds"],
      rows: timings.map { row in
        [
          row.dataset, row.attack, row.poisoningRate.map { "\($0)" } ?? "", "\(row.seed)",
          row.part, "\(row.trusted)", "\(row.seconds)",
        ]
      })
  }
}
