public import LabelData

/// Labels that an attacker might leave behind.
public struct Relabelling: Sendable {
  /// The labels after the changes.
  public let labels: Labels
  /// The changes, by row.
  public let flips: [Flip]

  /// Whether a threat allows all changes.
  public func isAllowed(by threat: LabelThreat) -> Bool {
    flips.allSatisfy { threat.allows(row: $0.row, from: $0.from, to: $0.to) }
  }

  /// All that there are of some labels, the labels themselves among them.
  ///
  /// - Complexity: O(K^n · n).
  public static func all(_ labels: Labels) -> [Relabelling] {
    var all = [labels]
    for row in 0..<labels.count {
      all = all.flatMap { one in
        (0..<labels.classCount).map { label in
          var changed = one
          changed[row] = label
          return changed
        }
      }
    }
    return all.map { changed in
      let flips = (0..<labels.count).filter { changed[$0] != labels[$0] }
        .map { Flip(row: $0, from: labels[$0], to: changed[$0]) }
      return Relabelling(labels: changed, flips: flips)
    }
  }
}
