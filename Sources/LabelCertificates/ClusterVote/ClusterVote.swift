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
  /// Whether an attack is told for every prediction.
  public var namesAttacks: Bool

  /// Describes the certificate.
  ///
  /// - Parameters:
  ///   - neighborCount: k, 1 or more; 10 by default.
  ///   - namesAttacks: Whether an attack is told for every prediction; by default it is.
  public init(neighborCount: Int = 10, namesAttacks: Bool = true) {
    self.neighborCount = neighborCount
    self.namesAttacks = namesAttacks
  }

  /// Clusters the rows, counts the votes, and looks for the nearest map that decides otherwise.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    try problem.check()
    let labels = problem.labels
    // Whether the threat is about these rows.
    do throws(ClassifierError) {
      _ = try LabelRadiusSearch(labels, threat: problem.threat)
    } catch {
      throw CertificateError(error)
    }
    if case .groups = problem.threat.unit {
      throw .invalidProblem("the cluster vote counts labels; it knows no corrupt sources")
    }
    do throws(ClassifierError) {
      let clusters = try RowCommunities(
        problem.features, neighborCount: neighborCount, limit: labels.classCount, seed: seed,
        execution: execution)
      let vote = MapVote(labels, clusters: clusters.assignments, count: clusters.count)
      let certified = (0..<clusters.count).map {
        vote.certified(cluster: $0, problem.threat, namingAttack: namesAttacks)
      }
      let found = try clusters.communities(
        of: problem.queries, rows: 0..<problem.queries.rowCount, execution: execution)
      return found.map { certified[$0] }
    } catch {
      throw CertificateError(error)
    }
  }
}
