/// How well every row was fitted after each epoch of one training; all numbers are finite.
public struct TrainingDynamics: Equatable, Sendable {
  /// Number of rows, n.
  public let rowCount: Int
  /// Number of epochs, E; 1 or more.
  public let epochCount: Int
  /// Cross-entropy loss of each row's label after each epoch, natural logarithm, 0 or more; n x E, row-major.
  public let losses: [Float]
  /// Score of each row's label minus the largest of the other classes' after each epoch; n x E, row-major.
  ///
  /// Scores are logits. Above 0 means that the label is predicted.
  public let margins: [Float]
  /// The class, other than its label, that each row was most probably given on average over the epochs.
  ///
  /// The lowest among equals.
  public let rivals: [Int]

  /// Makes the course of a training.
  ///
  /// - Precondition: there are `rowCount * epochCount` losses and margins, and `rowCount` rivals.
  public init(
    rowCount: Int, epochCount: Int, losses: [Float], margins: [Float], rivals: [Int]
  ) {
    precondition(
      epochCount >= 1 && losses.count == rowCount * epochCount && margins.count == losses.count
        && rivals.count == rowCount, "a loss and a margin for each row and epoch")
    self.rowCount = rowCount
    self.epochCount = epochCount
    self.losses = losses
    self.margins = margins
    self.rivals = rivals
  }

  /// The losses of one row, an epoch each.
  public func losses(ofRow row: Int) -> ArraySlice<Float> {
    losses[row * epochCount..<(row + 1) * epochCount]
  }

  /// The margins of one row, an epoch each.
  public func margins(ofRow row: Int) -> ArraySlice<Float> {
    margins[row * epochCount..<(row + 1) * epochCount]
  }
}
