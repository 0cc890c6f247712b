public import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// The vote of models that each learn from the labels of a small part of the training set.
///
/// Parts are made by features alone: rows are sorted by them, and dealt out in turn, equal rows together. A changed
/// label then reaches the models of one part, whatever it does to them, so the votes bound the radius:
///
/// - ``Election/plurality``: SS-DPA of Levine and Feizi (2021). A model that votes for the winner p can give a rival c
///   2 votes' difference, one that votes for neither 1. With N_c votes each and one model for a part the radius is
///   `floor((N_p - max_{c != p} (N_c + 1[c < p])) / 2)`.
/// - A ``spread`` of d: finite aggregation of Wang, Levine and Feizi (2022). There are d times as many parts and
///   models, each model learns from d parts, and a part reaches d models.
/// - ``Election/runOff``: the run-off election of Rezaei, Banihashem, Chegini and Feizi (2023). Of the two classes of most
///   votes each model chooses one by its scores. A rival must be ahead of the winner in that choice and reach the second
///   round, or two rivals must be ahead of the winner in the first.
///
/// Trusted rows, changes of some classes alone, costs and sources of labels are withstood too: parts without a label
/// that may change cannot be reached, a part costs its cheapest label, and a source reaches the models of all parts
/// that it has labels in.
public struct PartitionVote: Certificate {
  /// Each model learns from one row of so many; 1 or more, `nil` for a fiftieth of the rows.
  public var partCount: Int?
  /// Parts that a model learns from; there are `partCount * spread` models.
  public var spread: Int
  /// How votes are counted.
  public var election: Election
  /// What learns from a part.
  public var learner: PartLearner

  /// How votes are counted.
  public enum Election: Sendable {
    /// The class of most votes wins.
    case plurality
    /// The two classes of most votes are put to the vote again.
    case runOff
  }

  /// Makes a certificate.
  ///
  /// - Parameters:
  ///   - partCount: Each model learns from one row of so many, 1 or more; by default a fiftieth of the number of rows,
  ///     at least 1.
  ///   - spread: Parts that a model learns from, 1 or more; 1 by default.
  ///   - election: How votes are counted; plurality by default.
  ///   - learner: What learns from a part; ``/Classifiers/Ridge`` by default.
  public init(
    partCount: Int? = nil, spread: Int = 1, election: Election = .plurality,
    learner: PartLearner = .classifier(Ridge())
  ) {
    self.partCount = partCount
    self.spread = spread
    self.election = election
    self.learner = learner
  }

  /// Queries whose votes are held at a time.
  private static let blockSize = 128

  /// Predicts and certifies every query.
  ///
  /// - Complexity: learning of all models, a prediction of each for every query, and O(models · K) for its radius;
  ///   O(models · K²) for a run-off. All models are held in memory.
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    try problem.checkWhole()
    let parts = try FeatureParts(problem, count: partCount, spread: spread, seed: seed)
    let units = CorruptionUnits(problem.threat, labels: problem.labels, parts: parts)
    let ensemble = try PartEnsemble(
      problem, rowsOfModel: parts.rowsOfModel, learner: learner, seed: seed, execution: execution)
    let classCount = problem.labels.classCount
    var predictions: [CertifiedPrediction] = []
    for start in stride(from: 0, to: problem.queries.rowCount, by: Self.blockSize) {
      let block = start..<min(problem.queries.rowCount, start + Self.blockSize)
      let ballots = try ensemble.ballots(block)
      predictions += execution.silent.map(count: block.count) { query in
        switch election {
        case .plurality:
          Plurality(ballots.votes(query: query), classCount: classCount).certified(units)
        case .runOff:
          RunOff(ballots, query: query, classCount: classCount).certified(units)
        }
      }
      execution.progress?(Double(block.upperBound) / Double(problem.queries.rowCount))
    }
    return predictions
  }
}
