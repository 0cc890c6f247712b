public import Classifiers
public import LabelContracts
internal import LabelData
public import VectorKernels

/// The vote of models over parts of the training set, certified by how many labels each of them withstands.
///
/// EnsembleCert (Mohgaonkar et al. 2026) on the parts of SS-DPA. ``PartitionVote`` lets one changed label of a part do
/// anything to its model. Models that are linear in the labels tell more: kappa_j(c), the fewest changes after which
/// model j votes c, is known exactly for two classes and from below for more. A rival c of the winner p needs to gain
/// `N_p - N_c + 1[c > p]`; a model that votes p gives 2 for kappa_j(c), or 1 for the least kappa_j(e) of any e, and a
/// model that votes for neither gives 1 for kappa_j(c). The cheapest choice that gives enough, found exactly, costs one
/// more than the radius, which is never below that of the votes alone.
///
/// Trusted rows, changes of some classes alone and costs of labels are withstood too; sources of labels are not.
public struct WhiteBoxPartitionVote: Certificate {
  /// Number of parts and models, 1 or more; `nil` for a fiftieth of the rows.
  public var partCount: Int?
  /// What predicts from the labels of a part.
  public var base: any LabelLinear
  /// Whose features the base may see.
  public var fittedOn: PartLearner.Features

  /// Makes a certificate.
  ///
  /// - Parameters:
  ///   - partCount: Number of parts and models, 1 or more; by default a fiftieth of the number of rows, at least 1.
  ///   - base: What predicts from the labels of a part; ``/Classifiers/RidgeSmoother`` by default.
  ///   - fittedOn: Whose features the base may see; those of the part by default.
  public init(
    partCount: Int? = nil, base: any LabelLinear = RidgeSmoother(),
    fittedOn: PartLearner.Features = .part
  ) {
    self.partCount = partCount
    self.base = base
    self.fittedOn = fittedOn
  }

  /// Queries whose weights are held at a time.
  private static let blockSize = 64

  /// Predicts and certifies every query.
  ///
  /// - Complexity: fitting, then for each query its weights, the radius of every model and O(models · log models · K).
  public func certify(
    _ problem: CertificateProblem, seed: UInt64, execution: Execution
  ) throws(CertificateError) -> [CertifiedPrediction] {
    try problem.checkWhole()
    if case .groups = problem.threat.unit {
      throw .invalidProblem("sources of labels; this certificate counts labels or their costs")
    }
    let parts = try FeatureParts(problem, count: partCount, spread: 1, seed: seed)
    let weights = try PartWeights(
      problem, rowsOfModel: parts.rowsOfModel, base: base, fittedOn: fittedOn, seed: seed,
      execution: execution)
    let searches = try parts.rowsOfModel.map { rows throws(CertificateError) in
      try LabelRadiusSearch(ofRows: rows, problem)
    }
    let whole = problem.threat.total(rowCount: problem.labels.count)
    var predictions: [CertifiedPrediction] = []
    for start in stride(from: 0, to: problem.queries.rowCount, by: Self.blockSize) {
      let block = start..<min(problem.queries.rowCount, start + Self.blockSize)
      let ofModels = try weights.weights(block)
      predictions += execution.silent.map(count: block.count) { query in
        KnownVotes(searches, ofModels.map { $0[query] }, classCount: problem.labels.classCount)
          .certified(whole: whole)
      }
      execution.progress?(Double(block.upperBound) / Double(problem.queries.rowCount))
    }
    return predictions
  }
}

extension LabelRadiusSearch {
  /// The search among the labels of some rows, numbered from 0 in their order.
  init(ofRows rows: [Int], _ problem: CertificateProblem) throws(CertificateError) {
    var threat = problem.threat
    threat.trustedRows = Set(
      rows.indices.filter { problem.threat.trustedRows.contains(rows[$0]) })
    if case .costs(let costs) = threat.unit { threat.unit = .costs(rows.map { costs[$0] }) }
    do throws(ClassifierError) {
      try self.init(problem.labels.selecting(rows: rows), threat: threat)
    } catch {
      throw CertificateError(error)
    }
  }
}
