public import Classifiers
internal import LabelContracts
public import LabelData
public import Neighbors
public import VectorKernels

/// The choice of k for ``KNNSanitizer`` on a trusted validation set, as in the paper of Algorithm 2.
///
/// For each candidate the training labels are sanitized, a classifier is learnt from them, and its error on the
/// trusted set is taken; the smallest error wins (ties: smallest k). Never choose k on labels that may be
/// poisoned.
public struct NeighborCountSelection: Equatable, Sendable {
  /// The values of k that are tried by default.
  public static let defaultCandidates = [1, 3, 5, 7, 9, 10, 11, 15, 21, 25, 31]

  /// One value of k and how it did.
  public struct Candidate: Equatable, Sendable {
    /// Number of neighbors.
    public let neighborCount: Int
    /// Error on the trusted set after sanitizing with it, 0...1.
    public let error: Double
    /// Number of labels that it changed.
    public let changeCount: Int
  }

  /// Every candidate, ascending in k.
  public let candidates: [Candidate]
  /// The chosen k.
  public let neighborCount: Int

  /// Tries every candidate.
  ///
  /// - Parameters:
  ///   - candidates: Values of k; those above the graph's neighbor count are left out.
  ///   - threshold: eta, 0.5...1.
  ///   - rounds: How often all rows are judged.
  ///   - training: Features and given labels of the training rows.
  ///   - graph: The neighbors of the training rows.
  ///   - trusted: Features, scaled alike, and correct labels.
  ///   - learner: What is learnt from the sanitized labels.
  ///   - seed: The learner's seed.
  ///   - execution: Threads.
  /// - Throws: ``/LabelContracts/DefenseError`` or ``/Classifiers/ClassifierError``.
  /// - Complexity: one sanitization and one training for each candidate that gives other labels.
  public init(
    candidates: [Int] = defaultCandidates, threshold: Double = 0.5,
    rounds: KNNSanitizer.Rounds = .atMost(1),
    training: (features: Matrix, labels: Labels), graph: NeighborGraph,
    trusted: (features: Matrix, labels: Labels), learner: some Classifier, seed: UInt64,
    execution: Execution = .serial
  ) throws {
    let usable = candidates.filter { $0 >= 1 && $0 <= graph.neighborCount }.sorted()
    guard !usable.isEmpty else {
      throw DefenseError.invalidParameter(
        name: "k", value: "\(candidates)",
        allowed: "at least one value from 1 to \(graph.neighborCount)")
    }
    let evidence = Evidence(neighborGraph: graph)
    let sanitized = try usable.map { count in
      try KNNSanitizer(neighborCount: count, threshold: threshold, rounds: rounds)
        .sanitize(training.labels, evidence: evidence)
    }
    // Many values of k give the same labels; each set of labels is learnt from once.
    let distinct = Array(Set(sanitized.map(\.labels.classIndices)))
    let errors = try execution.map(count: distinct.count) { index in
      Result {
        let labels = try Labels(
          classIndices: distinct[index], classNames: training.labels.classNames)
        return try learner.fit(training.features, labels, seed: seed)
          .error(trusted.features, trusted.labels)
      }
    }.map { try $0.get() }
    let error = Dictionary(uniqueKeysWithValues: zip(distinct, errors))
    self.candidates = zip(usable, sanitized).map { count, result in
      guard let error = error[result.labels.classIndices] else {
        preconditionFailure("every set of labels was learnt from")
      }
      return Candidate(neighborCount: count, error: error, changeCount: result.changes.count)
    }
    neighborCount =
      self.candidates.min { ($0.error, $0.neighborCount) < ($1.error, $1.neighborCount) }?
      .neighborCount ?? usable[0]
  }
}
