/// What a repair of labels did, held against the true labels.
public struct RelabelMetrics: Equatable, Sendable {
  /// Number of labels that were changed.
  public let changeCount: Int
  /// Share of the changed labels that are true now, 0...1; `nil` where none was changed.
  public let relabelAccuracy: Double?
  /// Share of all labels that were true and are wrong now, 0...1; 0 without labels.
  public let harm: Double
  /// Share of all labels that are wrong now, 0...1; 0 without labels.
  public let residualFlipRate: Double

  /// Compares class indices.
  ///
  /// - Parameters:
  ///   - given: The labels before.
  ///   - repaired: The labels after.
  ///   - truth: The true labels.
  /// - Precondition: all lists have the same length.
  public init(given: [Int], repaired: [Int], truth: [Int]) {
    precondition(
      repaired.count == given.count && truth.count == given.count, "every label before and after")
    let rows = given.indices
    changeCount = rows.count { repaired[$0] != given[$0] }
    let right = rows.count { repaired[$0] != given[$0] && repaired[$0] == truth[$0] }
    relabelAccuracy = changeCount > 0 ? Double(right) / Double(changeCount) : nil
    let spoilt = rows.count { given[$0] == truth[$0] && repaired[$0] != truth[$0] }
    let wrong = rows.count { repaired[$0] != truth[$0] }
    harm = Double(spoilt) / Double(max(1, given.count))
    residualFlipRate = Double(wrong) / Double(max(1, given.count))
  }
}
