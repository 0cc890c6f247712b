/// A cut that moves over the values of one feature in a node, from the smallest up.
///
/// Class counts and the sums of their squares are kept for both sides, as whole numbers: a node has fewer than 2^31
/// draws, so the squares stay below 2^62.
struct CutSweep {
  /// The score of the best cut, that of earlier features included.
  private(set) var bestScore: Double
  /// The codes on both sides of the best cut; `nil` as long as no cut of this feature was better than what went before.
  private(set) var bestCodes: (last: Int, next: Int)?

  private let drawCount: Int
  private let smallestLeaf: Int
  private var firstDraws = 0
  private var firstSquares = 0
  private var secondSquares: Int
  private var isNextUnknown = false

  /// Starts before the smallest value.
  ///
  /// - Parameters:
  ///   - drawCount: Number of draws in the node.
  ///   - squares: Sum of the squared class counts of the node.
  ///   - smallestLeaf: The fewest draws of a side.
  ///   - bestScore: What a cut must exceed.
  init(drawCount: Int, squares: Int, smallestLeaf: Int, bestScore: Double) {
    self.drawCount = drawCount
    self.smallestLeaf = smallestLeaf
    self.bestScore = bestScore
    secondSquares = squares
  }

  /// Moves draws of a class to the first side.
  ///
  /// - Parameters:
  ///   - draws: Their number.
  ///   - label: Their class.
  ///   - firsts: Class counts of the first side.
  ///   - totals: Class counts of both sides.
  @inline(__always)
  mutating func move(
    _ draws: Int, _ label: Int, _ firsts: Scratch<Int>, _ totals: Scratch<Int>
  ) {
    let first = firsts[label]
    firsts[label] = first &+ draws
    firstDraws &+= draws
    firstSquares &+= draws &* (2 &* first &+ draws)
    secondSquares &-= draws &* (2 &* (totals[label] &- first) &- draws)
  }

  /// Tries the cut behind a code, all draws of which have been moved.
  @inline(__always)
  mutating func close(_ code: Int) {
    if isNextUnknown {
      bestCodes?.next = code
      isNextUnknown = false
    }
    let secondDraws = drawCount &- firstDraws
    guard firstDraws >= smallestLeaf, secondDraws >= smallestLeaf else { return }
    let score =
      Double(firstSquares) / Double(firstDraws) + Double(secondSquares) / Double(secondDraws)
    guard score > bestScore else { return }
    bestScore = score
    bestCodes = (code, code)
    isNextUnknown = true
  }
}
