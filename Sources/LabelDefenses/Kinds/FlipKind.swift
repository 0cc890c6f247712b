/// How wrong labels came about, as far as their places tell.
public enum FlipKind: String, CaseIterable, Sendable {
  /// Labels of one class become another one more often than the other way or other classes.
  case classDirected = "class-directed"
  /// Some sources of labels are wrong more often than the others.
  case source
  /// Wrong labels lie together, so that they agree with one another.
  case colluding
  /// Wrong labels lie where they hurt a model most: deep inside the classes that they were taken from.
  case adversarial
  /// None of the others shows.
  case random
}

/// What one test says about a kind of flips.
public struct FlipKindTest: Equatable, Sendable {
  /// The kind that was tested.
  public let kind: FlipKind
  /// The probability of so much evidence by chance, corrected for the number of tests (``HolmCorrection``), 0...1.
  public let pValue: Double
  /// Whether the kind is named: the probability is below ``FlipKinds/level``, and the effect is large enough to matter.
  public let isFound: Bool
  /// What was seen.
  public let evidence: FlipKindEvidence
}

/// What a test saw, in numbers.
public enum FlipKindEvidence: Equatable, Sendable {
  /// The pair of classes that has most issues beyond its expected number, and the effect size over all pairs (Cohen's
  /// w: 0.3 is medium, 0.5 large).
  case direction(FlipDirection, effect: Double)
  /// The groups that are rejected (``GroupEvidence/isRejected``), by number.
  case sources([Int])
  /// The share of the issues' neighbors that are issues, 0...1; the share by chance; the largest regions of issues.
  case regions(share: Double, expected: Double, largest: [IssueRegion])
  /// The mean depth of the issues among the rows of their predicted class, as a share of the rows nearer to the
  /// border, 0...1; 0.5 is usual.
  case depth(Double)
}

/// Issues of a pair of classes.
public struct FlipDirection: Equatable, Sendable {
  /// The given class.
  public let given: Int
  /// The class that the rows probably have.
  public let predicted: Int
  /// Number of issues of this pair.
  public let count: Int
  /// How many there would be if flips hit every row and lead to every other class alike.
  public let expected: Double
  /// Number of issues the other way round.
  public let reverseCount: Int
}

/// Issues that are neighbors of one another, directly or through others, with one predicted class.
public struct IssueRegion: Equatable, Sendable {
  /// The rows, ascending.
  public let rows: [Int]
  /// The class that all probably have.
  public let predicted: Int
}
