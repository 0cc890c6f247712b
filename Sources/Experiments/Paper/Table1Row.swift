/// A bundled data set beside the counts of the paper's Table 1.
public struct Table1Row: Codable, Equatable, Sendable {
  /// Name of the bundled data set.
  public let dataset: String
  /// Name of the positive class.
  public let positiveName: String
  /// Name of the negative class.
  public let negativeName: String
  /// What was counted in the bundled data.
  public let measured: Table1Counts
  /// What the paper's table says.
  public let expected: Table1Counts

  private enum CodingKeys: String, CodingKey {
    case dataset, measured, expected
    case positiveName = "positive_name"
    case negativeName = "negative_name"
  }

  /// Makes a row.
  public init(
    dataset: String, positiveName: String, negativeName: String, measured: Table1Counts,
    expected: Table1Counts
  ) {
    self.dataset = dataset
    self.positiveName = positiveName
    self.negativeName = negativeName
    self.measured = measured
    self.expected = expected
  }

  /// Whether all counts are equal.
  public var isEqual: Bool { measured == expected }
}

/// The counts of one row of Table 1.
public struct Table1Counts: Codable, Equatable, Sendable {
  /// Number of examples.
  public let rows: Int
  /// Number of features.
  public let features: Int
  /// Number of examples of the positive class.
  public let positive: Int
  /// Number of examples of the negative class.
  public let negative: Int

  /// Makes counts.
  public init(rows: Int, features: Int, positive: Int, negative: Int) {
    self.rows = rows
    self.features = features
    self.positive = positive
    self.negative = negative
  }
}
