/// The largest number of labels that an attacker may change.
public enum FlipBudget: Equatable, Sendable {
  /// So many labels; 0 or more.
  case count(Int)
  /// A share of the training labels, 0...1, rounded down to whole labels.
  case poisoningRate(Double)

  /// Number of flips that the budget allows among `rowCount` labels; at most `rowCount`.
  ///
  /// A rate's product with the row count is rounded down after adding 1e-9, so 0.29 of 100 is 29.
  public func flipCount(rowCount: Int) -> Int {
    switch self {
    case .count(let count): min(max(0, count), rowCount)
    case .poisoningRate(let rate):
      min(max(0, Int((min(max(rate, 0), 1) * Double(rowCount) + 1e-9).rounded(.down))), rowCount)
    }
  }
}
