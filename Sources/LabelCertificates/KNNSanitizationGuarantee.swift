public import LabelContracts
public import LabelData
public import Neighbors

/// What one round of kNN sanitization undoes for certain.
///
/// The round is Algorithm 2 of Paudice, Muñoz-González and Lupu (2018): a row whose k nearest neighbors carry one label
/// with a share of at least eta is given that label; among equally frequent labels the row's own wins if it is one of
/// them, else the lowest class. All labels are taken for right before the attack. Let row i carry the class a, let c_l of
/// its neighbors carry the class l, and let t be the smallest count with a share of eta. An attacker flips row i to some
/// b, and some of its neighbors to any classes. The round gives the row a back unless one of two things is so:
///
/// - Fewer than t neighbors still carry a. That takes c_a - t + 1 flips.
/// - Another class is carried by as many as a. That takes ceil((c_a - c_l) / 2) flips for a class l, all from a to l:
///   each closes the gap by two, and nothing closes it by more. A tie is enough where l is the row's own class, which is
///   the attacker's to choose, so no class takes fewer flips as a third one.
///
/// A flip is undone for certain up to one less than the smaller of both numbers (each at least 0, l the most frequent
/// class but a), and this is exact: the flips that the smaller one counts are among the neighbors, so an attacker can
/// make them. The argument holds for any number of classes and for ties of any kind. It speaks of labels that were flipped, not
/// of right labels that the round overturns; of one round that relabels; and of the graph given.
public struct KNNSanitizationGuarantee: Equatable, Sendable {
  /// Number of neighbors that vote, k.
  public let neighborCount: Int
  /// Smallest share of the neighbors that relabels a row, eta.
  public let threshold: Double
  /// For each row the largest number of flips among its k neighbors with which a flip of the row itself is still undone,
  /// whatever the new labels are; 0...k/2, or -1 where even a lone flip need not be undone.
  public let neighborFlips: [Int]

  /// Counts the neighbors of every row.
  ///
  /// - Parameters:
  ///   - graph: At least k neighbors of each row.
  ///   - labels: The labels before any attack, of two or more classes.
  ///   - neighborCount: k, 1 or more.
  ///   - threshold: eta, 0.5...1.
  /// - Throws: ``/LabelContracts/CertificateError`` for a parameter out of its range, for a single class, or where graph
  ///   and labels are of different rows.
  /// - Complexity: O(n · (k + K)).
  public init(
    graph: NeighborGraph, labels: Labels, neighborCount: Int, threshold: Double
  ) throws(CertificateError) {
    guard graph.rowCount == labels.count else {
      throw .invalidProblem(
        "the neighbors of \(graph.rowCount) rows and \(labels.count) labels; both must be equal")
    }
    guard labels.classCount >= 2 else {
      throw .invalidProblem("\(labels.classCount) class; a flip needs at least two classes")
    }
    guard neighborCount >= 1, neighborCount <= graph.neighborCount || graph.rowCount <= 1 else {
      throw .invalidParameter(
        name: "k", value: "\(neighborCount)",
        allowed: "1 to \(graph.neighborCount), the neighbors in the graph")
    }
    guard (0.5...1).contains(threshold) else {
      throw .invalidParameter(name: "threshold", value: "\(threshold)", allowed: "0.5 to 1")
    }
    self.neighborCount = neighborCount
    self.threshold = threshold
    let needed = Self.leastVotes(of: neighborCount, threshold: threshold)
    var votes = [Int](repeating: 0, count: labels.classCount)
    neighborFlips = (0..<labels.count).map { row in
      for label in votes.indices { votes[label] = 0 }
      for neighbor in graph.neighbors(of: row).prefix(neighborCount) {
        votes[labels[Int(neighbor)]] += 1
      }
      let own = votes[labels[row]]
      let rival = votes.indices.lazy.filter { $0 != labels[row] }.map { votes[$0] }.max() ?? 0
      let toStarve = max(0, own - needed + 1)
      let toTie = (max(0, own - rival) + 1) / 2
      return min(toStarve, toTie) - 1
    }
  }

  /// The smallest count that is a share of at least the threshold, by the very division that the sanitizer makes.
  private static func leastVotes(of count: Int, threshold: Double) -> Int {
    (0...count).first { Double($0) / Double(count) >= threshold } ?? count
  }

  /// Share of the rows of which a lone flip is undone for certain, 0...1; 0 without rows.
  public var loneFlipShare: Double {
    neighborFlips.isEmpty
      ? 0 : Double(neighborFlips.count { $0 >= 0 }) / Double(neighborFlips.count)
  }

  /// The largest number that at least half of the rows reach in ``neighborFlips``; `nil` without rows.
  public var medianNeighborFlips: Int? {
    neighborFlips.isEmpty ? nil : neighborFlips.sorted()[neighborFlips.count / 2]
  }

  /// The rows of which a flip may survive the round.
  ///
  /// For every row that is listed there are flips within the budget, one of them its own, after which the round does
  /// not give it its label back; the flip of any other row is undone, whatever else is flipped within the budget.
  ///
  /// - Parameter budget: Largest number of flips in all, that of the row itself included.
  /// - Returns: Rows, ascending; none for a budget of 0.
  public func survivors(budget: Int) -> [Int] {
    neighborFlips.indices.filter { neighborFlips[$0] + 2 <= budget }
  }
}
