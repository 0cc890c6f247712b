internal import LabelData
internal import Neighbors

/// How often moves stay hidden from a detector, as far as it was run.
///
/// What tells moves apart is how much the detector doubts the label of their row before the flip, by the fifth of its
/// score among all rows, and how far their rows stand out: which share of the neighbors in the graph, without those
/// that are flipped along, carry the label that they had.
struct HidingOdds {
  /// A kind of moves: a fifth of the scores, and a fifth of the shares.
  typealias Kind = Int

  private static let fifths = 5
  /// From so many seen moves on, with at most so many hidden ones for each seen, moves of a kind are left for last.
  private static let hopeless = (seen: 10, share: 0.1)

  private let graph: NeighborGraph
  /// The fifth of every row's score; all alike where nothing is known.
  private var doubts: [Int]
  private var hidden = [Int](repeating: 0, count: fifths * fifths)
  private var seen = [Int](repeating: 0, count: fifths * fifths)

  init(_ graph: NeighborGraph) {
    self.graph = graph
    doubts = [Int](repeating: 0, count: graph.rowCount)
  }

  /// Takes note of the label quality scores that a detector gives; low means doubt.
  mutating func rank(_ scores: [Double]) {
    let sorted = scores.sorted()
    doubts = scores.map { score in
      // The number of lower scores, so that equal ones are together.
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < score { low = middle + 1 } else { high = middle }
      }
      return Self.fifths * low / max(1, sorted.count)
    }
  }

  /// The kind of a move around a row that flips some rows with its label together.
  func kind(of rows: some Collection<Int>, around row: Int, _ labels: Labels) -> Kind {
    var (contrary, all) = (0, 0)
    let together = rows.count > 1 ? Set(rows) : []
    for member in rows {
      for neighbor in graph.neighbors(of: member) {
        all += 1
        let other = Int(neighbor)
        if labels[other] == labels[row], !together.contains(other) { contrary += 1 }
      }
    }
    return doubts[row] * Self.fifths
      + min(Self.fifths - 1, Self.fifths * contrary / max(1, all))
  }

  /// Takes note of what became of a move.
  mutating func note(_ kind: Kind, isHidden: Bool) {
    if isHidden { hidden[kind] += 1 } else { seen[kind] += 1 }
  }

  /// The share of moves of a kind that stayed hidden, above 0, at most 1; 1 where none was seen.
  func share(_ kind: Kind) -> Double {
    Double(hidden[kind] + 1) / Double(hidden[kind] + seen[kind] + 1)
  }

  /// Whether hardly any move of a kind stayed hidden.
  func isHopeless(_ kind: Kind) -> Bool {
    seen[kind] >= Self.hopeless.seen
      && Double(hidden[kind]) <= Self.hopeless.share * Double(seen[kind])
  }

  /// What a gain is worth where it comes with so large a share.
  static func worth(_ gain: Double, share: Double) -> Double {
    gain >= 0 ? gain * share : gain / share
  }

  /// The kinds with the same share, by share.
  var kindsByShare: [(share: Double, kinds: Set<Kind>)] {
    Dictionary(grouping: hidden.indices, by: share)
      .map { (share: $0.key, kinds: Set($0.value)) }
      .sorted { $0.share > $1.share }
  }
}
