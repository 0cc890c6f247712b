internal import LabelContracts
internal import LabelData
internal import Neighbors

/// Which labels kNN sanitization would change, kept up to date while labels are flipped.
///
/// A row is flagged where another class than its own is more frequent among its k nearest neighbors than its own,
/// and the most frequent class has a share of at least the threshold: Algorithm 2 of Paudice et al. (2018) would
/// then relabel it.
struct NeighborFlags: Sendable {
  /// What the defender looks at.
  struct Rule: Sendable {
    let neighborCount: Int
    let threshold: Double
  }

  /// How many labels are flagged.
  struct Count: Equatable, Sendable {
    /// Flagged rows among those that the attacker flipped.
    var flips = 0
    /// Flagged rows among all others.
    var others = 0
  }

  /// The labels after the flips kept so far.
  private(set) var labels: Labels
  /// How many labels are flagged.
  private(set) var count = Count()
  private let threshold: Double
  /// Number of neighbors that vote.
  private let voterCount: Int
  /// The voters of every row.
  private let voters: [ArraySlice<Int32>]
  /// The rows that every row votes for, ascending.
  private let electors: [[Int32]]
  /// n x K: the voters of every row that carry every class.
  private var votes: [Int32]
  private var isFlipped: [Bool]
  private var isFlagged: [Bool]

  init(_ labels: Labels, graph: NeighborGraph, rule: Rule) {
    let n = labels.count
    voterCount = min(rule.neighborCount, graph.neighborCount)
    threshold = rule.threshold
    self.labels = labels
    let voters = (0..<n).map { graph.neighbors(of: $0).prefix(rule.neighborCount) }
    var electors = [[Int32]](repeating: [], count: n)
    votes = [Int32](repeating: 0, count: n * labels.classCount)
    for row in 0..<n {
      for voter in voters[row] {
        electors[Int(voter)].append(Int32(row))
        votes[row * labels.classCount + labels[Int(voter)]] += 1
      }
    }
    self.voters = voters
    self.electors = electors
    isFlipped = [Bool](repeating: false, count: n)
    isFlagged = [Bool](repeating: false, count: n)
    for row in 0..<n { judge(row) }
  }

  /// Whether the attacker flipped a row.
  func isFlipped(_ row: Int) -> Bool { isFlipped[row] }

  /// What flips of rows not flipped yet would add to the count.
  ///
  /// - Complexity: O(flips · (k + indegree) · K).
  mutating func change(by flips: [Flip]) -> Count {
    let before = count
    for flip in flips { set(flip.row, to: flip.to, isFlipped: true) }
    let after = count
    for flip in flips.reversed() { set(flip.row, to: flip.from, isFlipped: false) }
    return Count(flips: after.flips - before.flips, others: after.others - before.others)
  }

  /// Makes flips part of the labels.
  ///
  /// - Returns: The rows for which what ``change(by:)`` gives for themselves, or for blocks of them with voters of
  ///   theirs, may be another now.
  mutating func keep(_ flips: [Flip]) -> Set<Int> {
    for flip in flips { set(flip.row, to: flip.to, isFlipped: true) }
    let counted = Set(flips.flatMap { [Int32($0.row)] + electors[$0.row] })
    let moved = counted.union(counted.flatMap { voters[Int($0)] })
    return Set(moved.union(moved.flatMap { electors[Int($0)] }).map(Int.init))
  }

  /// A row and its nearest voters that carry the same label, none of them flipped; all may be flipped together.
  ///
  /// - Precondition: the row may be flipped.
  func block(around row: Int, most: Int, within allowance: FlipAllowance) -> [Int] {
    var left = allowance
    left.take(row: row)
    var block = [row]
    for voter in voters[row] where block.count < most {
      let other = Int(voter)
      guard labels[other] == labels[row], !isFlipped[other], left.allows(row: other) else {
        continue
      }
      left.take(row: other)
      block.append(other)
    }
    return block
  }

  private mutating func set(_ row: Int, to label: Int, isFlipped flipped: Bool) {
    uncount(row)
    let before = labels[row]
    labels[row] = label
    isFlipped[row] = flipped
    isFlagged[row] = false
    judge(row)
    for elector in electors[row] {
      votes[Int(elector) * labels.classCount + before] -= 1
      votes[Int(elector) * labels.classCount + label] += 1
      uncount(Int(elector))
      judge(Int(elector))
    }
  }

  /// Takes a row out of the count.
  private mutating func uncount(_ row: Int) {
    guard isFlagged[row] else { return }
    if isFlipped[row] { count.flips -= 1 } else { count.others -= 1 }
  }

  /// Judges a row that is out of the count.
  private mutating func judge(_ row: Int) {
    let first = row * labels.classCount
    let own = votes[first + labels[row]]
    var largest: Int32 = 0
    for place in first..<first + labels.classCount { largest = max(largest, votes[place]) }
    isFlagged[row] = largest > own && Double(largest) / Double(voterCount) >= threshold
    guard isFlagged[row] else { return }
    if isFlipped[row] { count.flips += 1 } else { count.others += 1 }
  }
}
