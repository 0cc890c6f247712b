/// What an attacker knows of the training data.
public enum Knowledge: Equatable, Sendable {
  /// Features and labels of every row.
  case whiteBox
  /// Features and labels of a share of the rows, above 0 up to 1, drawn by the seed; the others are out of its reach.
  case sample(share: Double)
  /// The features of every row, but no label.
  case features
}
