/// A point of a figure: the test error of one defense at one poisoning rate, over all splits.
public struct ErrorPoint: Codable, Equatable, Sendable {
  /// Name of the bundled data set.
  public let dataset: String
  /// How features were scaled: `none`, `minmax`, `standardize` or `binarize`.
  public let scaling: String
  /// What was done against the flips.
  public let defense: PaperDefense
  /// Number of neighbors; `nil` where validation chose it in every trial, or nothing was defended.
  public let k: Int?
  /// Confidence threshold; `nil` where the figure has one for all, or nothing was defended.
  public let eta: Double?
  /// Number of training labels flipped.
  public let flips: Int
  /// Share of the training labels flipped, 0...1.
  public let poisoningRate: Double
  /// Mean test error over the trials, 0...1.
  public let meanError: Double
  /// Standard error of that mean.
  public let standardError: Double
  /// Number of trials, one for each split.
  public let trials: Int

  private enum CodingKeys: String, CodingKey {
    case dataset, scaling, defense, k, eta, flips, trials
    case poisoningRate = "poisoning_rate"
    case meanError = "mean_error"
    case standardError = "standard_error"
  }

  /// Makes a point.
  public init(
    dataset: String, scaling: String, defense: PaperDefense, k: Int? = nil, eta: Double? = nil,
    flips: Int, poisoningRate: Double, meanError: Double, standardError: Double, trials: Int
  ) {
    self.dataset = dataset
    self.scaling = scaling
    self.defense = defense
    self.k = k
    self.eta = eta
    self.flips = flips
    self.poisoningRate = poisoningRate
    self.meanError = meanError
    self.standardError = standardError
    self.trials = trials
  }

  /// Whether the point lies at a poisoning rate, rounding aside.
  func isAt(_ rate: Double) -> Bool { (poisoningRate - rate).magnitude < 1e-9 }
}

/// What the reproduction does against flipped labels.
public enum PaperDefense: String, Codable, CaseIterable, Sendable {
  /// Trains on the labels as they come.
  case none
  /// Relabels by the nearest neighbors, then trains.
  case knn
  /// Trains on the trusted validation examples alone, and never sees the poisoned ones.
  case trustedOnly = "trusted-only"
}

/// The k that validation chose in Figure 1, on average over the splits.
public struct ChosenK: Codable, Equatable, Sendable {
  /// Name of the bundled data set.
  public let dataset: String
  /// How features were scaled.
  public let scaling: String
  /// Share of the training labels flipped, 0...1.
  public let poisoningRate: Double
  /// Mean of the chosen numbers of neighbors.
  public let meanK: Double

  private enum CodingKeys: String, CodingKey {
    case dataset, scaling
    case poisoningRate = "poisoning_rate"
    case meanK = "mean_k"
  }

  /// Makes an entry.
  public init(dataset: String, scaling: String, poisoningRate: Double, meanK: Double) {
    self.dataset = dataset
    self.scaling = scaling
    self.poisoningRate = poisoningRate
    self.meanK = meanK
  }
}
