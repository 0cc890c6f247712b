public import LabelData

extension LabelWeights {
  /// The changes of labels that take something off the lead of one class over another, what takes most first.
  ///
  /// Each row has its best change: for a weight above 0 to the rival, for one below to the leader. The first m are the
  /// best m, and so are the first m of those rows that may be changed, where at most so many of each of some disjoint
  /// parts may be.
  ///
  /// - Parameters:
  ///   - labels: The training labels.
  ///   - leader: The class that is ahead.
  ///   - rival: Another class.
  /// - Precondition: two classes that exist.
  /// - Returns: Changes of distinct rows; among equals the lowest row first.
  /// - Complexity: O(weights · log weights).
  public func changes(_ labels: Labels, leader: Int, rival: Int) -> [Flip] {
    precondition(leader != rival, "two classes")
    let moves = LeadMoves(
      leader: leader, rival: rival, classCount: labels.classCount, allowed: nil)
    let isFree = [Bool](repeating: true, count: labels.count)
    return moves.gains(self, labels, isFree: isFree).sorted(by: LeadGain.precedes).map {
      Flip(row: Int($0.place), from: labels[Int($0.place)], to: Int($0.target))
    }
  }
}
