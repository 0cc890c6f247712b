public import LabelData

/// How many changes of labels a prediction that is linear in the labels survives.
public struct LabelRadius: Equatable, Sendable {
  /// The class predicted from the labels as given.
  public let predictedLabel: Int
  /// The largest number of changes, in the threat's unit, that cannot change the prediction.
  ///
  /// Where no allowed change can, it is all that there is: the rows, their costs together, or the sources.
  public let radius: Int
  /// Changes after which the prediction is verified to be another, the largest gains first.
  ///
  /// `nil` where no allowed change does that, or none were asked for.
  public let attack: [Flip]?
  /// What the attack counts in the threat's unit; `radius + 1` where the radius is exact.
  public let attackCount: Int?

  init(predictedLabel: Int, radius: Int, attack: (flips: [Flip], count: Int)? = nil) {
    self.predictedLabel = predictedLabel
    self.radius = radius
    self.attack = attack?.flips
    attackCount = attack?.count
  }
}

/// How many changes of labels it takes until a given class is predicted.
public struct LabelTarget: Equatable, Sendable {
  /// No fewer changes, in the threat's unit, let the class pass the one that is predicted; 0 where it is predicted.
  public let least: Int
  /// Changes after which the class is verified to be predicted; `nil` where none were found.
  public let attack: [Flip]?
  /// What the attack counts in the threat's unit; where it equals ``least`` no attack is smaller.
  public let attackCount: Int?

  init(least: Int, attack: (flips: [Flip], count: Int)?) {
    self.least = least
    self.attack = attack?.flips
    attackCount = attack?.count
  }
}
