internal import VectorKernels

/// Chooses the rows whose correct labels would tell most.
///
/// Every region of a ``DoubtMap`` that cannot be judged is asked about once before anything else. The value of a cluster is the sum of the doubts of its rows divided by one more than the number of
/// its rows that are chosen already, so that choices are spread over the clusters in proportion to their doubt (d'Hondt's
/// divisors; ties: the lowest cluster). Within a cluster the first choice is, of the rows that are doubted at least as
/// much as the cluster's mean, the one nearest to the center; each further one the one farthest from those chosen
/// (Gonzalez 1985). Once these are used up, the other rows follow alike.
///
/// - Complexity: O(N · (c + m · d)) for N choices, c clusters and m rows of a cluster.
public struct ActiveQuery: Equatable, Sendable {
  /// Number of rows to choose, N; 1 or more.
  public var count: Int

  /// Describes a choice.
  ///
  /// - Parameter count: Number of rows to choose, 1 or more.
  public init(count: Int) { self.count = count }

  /// Chooses rows.
  ///
  /// - Parameter map: Where labels are in doubt.
  /// - Returns: Distinct rows, most telling first; all rows of the map where there are fewer.
  public func rows(_ map: DoubtMap) -> [Int] {
    precondition(count >= 1, "a row to ask about")
    var clusters = map.clusters.indices.map { Asked($0, map) }
    var chosen: [Int] = []
    while chosen.count < count {
      let best = clusters.indices.filter { !clusters[$0].isExhausted }
        .max {
          (clusters[$0].isOwed, clusters[$0].value, -$0) < (
            clusters[$1].isOwed, clusters[$1].value, -$1
          )
        }
      guard let best else { break }
      chosen.append(map.rows[clusters[best].next(map.features)])
    }
    return chosen
  }
}

/// A cluster, and which of its rows are chosen.
private struct Asked {
  private let doubt: Double
  private let isRegion: Bool
  /// Places that are doubted most, then the others; nearest to the center first.
  private var candidates: [[Int]]
  private var chosen: [Int] = []
  /// The squared distance of each candidate to the nearest choice.
  private var distances: [Int: Double] = [:]

  init(_ cluster: Int, _ map: DoubtMap) {
    let places = map.clusters[cluster]
    isRegion = map.isRegion[cluster]
    doubt = places.reduce(0) { $0 + map.doubts[$1] }
    let mean = doubt / Double(places.count)
    candidates = [
      places.filter { map.doubts[$0] >= mean }, places.filter { map.doubts[$0] < mean },
    ]
  }

  var isExhausted: Bool { candidates.allSatisfy(\.isEmpty) }

  /// 1 for a region that nothing has been asked about, else 0.
  var isOwed: Int { isRegion && chosen.isEmpty ? 1 : 0 }

  var value: Double { doubt / Double(1 + chosen.count) }

  /// Chooses one more place.
  mutating func next(_ features: Matrix) -> Int {
    let pool = candidates[0].isEmpty ? 1 : 0
    var best = 0
    if !chosen.isEmpty {
      for place in candidates[pool].indices.dropFirst()
      where distance(candidates[pool][place]) > distance(candidates[pool][best]) { best = place }
    }
    let row = candidates[pool].remove(at: best)
    chosen.append(row)
    for other in candidates.joined() {
      let square = zip(features.row(row), features.row(other)).reduce(0.0) {
        let difference = Double($1.0) - Double($1.1)
        return $0 + difference * difference
      }
      distances[other] = min(distance(other), square)
    }
    return row
  }

  private func distance(_ place: Int) -> Double { distances[place] ?? .infinity }
}
