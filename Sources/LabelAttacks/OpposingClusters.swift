internal import Classifiers
internal import LabelContracts
internal import LabelData
internal import VectorKernels

/// Pairs of clusters of different classes that lie near each other, each flipped to the class of the other.
enum OpposingClusters {
  /// How many of the nearest clusters of another class make a pair with each cluster.
  static let partnerCount = 5

  /// The flips of every pair, by turns in both clusters, nearest to their centers first.
  ///
  /// A pair is a cluster and one of the ``partnerCount`` nearest others, by their centers, whose most frequent class
  /// is another (ties: lowest cluster). All rows of each get the most frequent class of the other.
  ///
  /// - Complexity: O(c² · d) for c clusters of d features.
  static func choices(_ found: KMeans.Clusters, _ labels: Labels) -> [ClusterFlips.Choice] {
    let members = found.members
    let clusters = members.indices.filter { !members[$0].isEmpty }
    let majorities = members.map { labels.majority(of: $0) }
    var choices: [ClusterFlips.Choice] = []
    var known: Set<[Int]> = []
    for cluster in clusters {
      let others = clusters.filter { majorities[$0] != majorities[cluster] }
        .map { (square: square(found.centers, cluster, $0), cluster: $0) }
        .sorted { ($0.square, $0.cluster) < ($1.square, $1.cluster) }
      for (_, other) in others.prefix(partnerCount) {
        let pair = [min(cluster, other), max(cluster, other)]
        guard known.insert(pair).inserted else { continue }
        choices.append(
          ClusterFlips.Choice(
            clusters: pair,
            flips: byTurns(
              labels.flips(of: members[pair[0]], to: majorities[pair[1]]),
              labels.flips(of: members[pair[1]], to: majorities[pair[0]]))))
      }
    }
    return choices
  }

  private static func square(_ centers: Matrix, _ first: Int, _ second: Int) -> Double {
    zip(centers.row(first), centers.row(second)).reduce(0) {
      let difference = Double($1.0) - Double($1.1)
      return $0 + difference * difference
    }
  }

  /// One of the first, one of the second, and so on; what is left of the longer one at the end.
  private static func byTurns(_ first: [Flip], _ second: [Flip]) -> [Flip] {
    (0..<max(first.count, second.count)).flatMap { place in
      [first, second].filter { place < $0.count }.map { $0[place] }
    }
  }
}
