internal import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// One vote of all training labels about which cluster is which class.
///
/// The training rows are clustered by their features alone into as many clusters as there are classes: communities of
/// the neighbor graph (see ``/Classifiers/CommunityVote``), joined two by two until no more are left. Every training
/// label votes for the one-to-one maps from clusters to classes that give its cluster its class; the map with most votes
/// predicts. So every label speaks for every prediction: with v votes between the best map and the best one that gives
/// the query's cluster another class, no `(v + 1) / 2 - 1` changes matter, since one change moves two maps apart by
/// at most two votes. For two classes this is the one vote with a radius of nearly half of the rows that Levine and Feizi
/// (2021) report of a construction of theirs; the general form is this project's.
///
/// Ties count as lost, which may cost the radius one. It assumes one cluster for each class: where classes are made of
/// several, or rare, trust the vote within communities instead.
/// - Complexity: O(n² · d) at most for the neighbors; O(K⁴) once; a search for each query.
public struct ClusterVote: Certificate, Equatable {
  /// Number of neighbors that rows are joined with, k; 1 or more.
  public var neighborCount: Int

  /// Describes the certificate.
  ///
  /// - Parameter neighborCount: k, 1 or more; 10 by default.
  public init(neighborCount: Int = 10) {
    self.neighborCount = neighborCount
  }

  /// Clusters the rows, counts the votes, and looks for the nearest map that decides otherwise.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    let labels = problem.labels
    guard problem.features.rowCount == labels.count,
      problem.queries.columnCount == problem.features.columnCount
    else { throw .invalidProblem("features, labels and queries do not match") }
    if case .groups = problem.threat.unit {
      throw .invalidProblem("the cluster vote counts labels; it knows no corrupt sources")
    }
    do throws(ClassifierError) {
      let clusters = try RowCommunities(
        problem.features, neighborCount: neighborCount, limit: labels.classCount, seed: seed,
        execution: execution)
      let vote = MapVote(labels, clusters: clusters.assignments, count: clusters.count)
      let certified = (0..<clusters.count).map { vote.certified(cluster: $0, problem.threat) }
      let found = try clusters.communities(
        of: problem.queries, rows: 0..<problem.queries.rowCount, execution: execution)
      return found.map { certified[$0] }
    } catch {
      throw .invalidProblem(error.description)
    }
  }
}
