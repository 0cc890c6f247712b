internal import Classifiers
internal import LabelData

/// What detectors read from the course of a training.
extension TrainingDynamics {
  /// The mean loss of one row's label over the epochs; 0 or more.
  func meanLoss(ofRow row: Int) -> Double {
    losses(ofRow: row).reduce(0) { $0 + Double($1) } / Double(epochCount)
  }

  /// The mean margin of one row's label over the epochs; above 0 where it is mostly predicted.
  func meanMargin(ofRow row: Int) -> Double {
    margins(ofRow: row).reduce(0) { $0 + Double($1) } / Double(epochCount)
  }

  /// The given label where its mean margin is 0 or more, else the class that rivals it.
  func predictedLabels(_ labels: Labels) -> [Int] {
    (0..<rowCount).map { meanMargin(ofRow: $0) >= 0 ? labels[$0] : rivals[$0] }
  }
}
