/// How many of the labels are flipped, as far as can be told.
public enum FlipRate: Equatable, Sendable {
  /// A range with a stated level.
  case interval(FlipRateInterval)
  /// Nothing can be said without trusted rows.
  case notIdentifiable(Obstacle)

  /// Why nothing can be said.
  public enum Obstacle: Equatable, Sendable, CustomStringConvertible {
    /// There are fewer rows than the figure.
    case tooFewRows(least: Int)
    /// All labels are the same.
    case oneClass
    /// Labels disagree with confident predictions as flips that are random within classes would not make them.
    case unevenConfidence
    /// Labels disagree with confident predictions more often in some clusters of a class than in others.
    case unevenClusters

    /// The reason in one sentence.
    public var description: String {
      switch self {
      case .tooFewRows(let least): "without trusted rows at least \(least) rows are needed"
      case .oneClass: "all labels are of one class"
      case .unevenConfidence:
        "flips are not random within classes: disagreement does not fall with confidence as it would"
      case .unevenClusters:
        "flips are not random within classes: some clusters of a class have more than others"
      }
    }
  }
}

/// A range that the share of flipped labels lies in.
public struct FlipRateInterval: Equatable, Sendable {
  /// What a range rests on.
  public enum Basis: String, Equatable, Sendable {
    /// Rows with right labels apart from those judged; it holds for all attacks.
    case trusted
    /// Rows drawn from those judged whose labels were looked up; it holds for all attacks.
    case audited
    /// Out-of-sample probabilities, taking flips to be random within classes; an attack that chooses rows can make it
    /// wrong, and no test on the labels alone can always see that.
    case randomFlips = "random flips"
  }

  /// The most plausible share, `lower...upper`.
  public let estimate: Double
  /// The lower end, 0...1.
  public let lower: Double
  /// The upper end, 0...1.
  public let upper: Double
  /// The probability with which the range holds the true share, above 0, below 1.
  public let level: Double
  /// What it rests on.
  public let basis: Basis
}
