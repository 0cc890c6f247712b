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

/// The votes on one query of models that are linear in the labels, with what changes them.
struct KnownVotes {
  private let searches: [LabelRadiusSearch]
  private let weights: [LabelWeights]
  private let plurality: Plurality
  /// The fewest changes after which each model votes for another class; `nil` where none does that.
  private let toAnother: [Int?]

  init(_ searches: [LabelRadiusSearch], _ weights: [LabelWeights], classCount: Int) {
    self.searches = searches
    self.weights = weights
    var votes: [PartBallots.Vote] = []
    var least: [Int?] = []
    for (search, weights) in zip(searches, weights) {
      guard weights.speaks else {
        votes.append(.never)
        least.append(nil)
        continue
      }
      let radius = search.radius(weights, namingAttack: false)
      votes.append(.label(radius.predictedLabel))
      let whole = search.threat.total(rowCount: search.labels.count)
      least.append(radius.radius < whole ? radius.radius + 1 : nil)
    }
    plurality = Plurality(votes, classCount: classCount)
    toAnother = least
  }

  /// The winner, and what it withstands.
  func certified(whole: Int) -> CertifiedPrediction {
    let winner = plurality.order[0]
    // No model votes for a given class sooner than for any other: bounds that cost little, the smallest first.
    let rivals = plurality.order.dropFirst().compactMap { rival in
      gain(of: rival, on: winner, toRival: { toAnother[$0] }).map { (rival: rival, bound: $0) }
    }.sorted { ($0.bound, $0.rival) < ($1.bound, $1.rival) }
    var least: Int?
    for (rival, bound) in rivals where bound < least ?? .max {
      let cost = gain(
        of: rival, on: winner,
        toRival: { searches[$0].leastChanges(weights[$0], toward: rival) })
      least = [least, cost].compactMap { $0 }.min()
    }
    return CertifiedPrediction(predictedLabel: winner, radius: least.map { $0 - 1 } ?? whole)
  }

  /// What it costs that a rival is ahead of the winner.
  private func gain(of rival: Int, on winner: Int, toRival: (Int) -> Int?) -> Int? {
    var choices = CheapestVotes()
    for (model, vote) in plurality.votes.enumerated() {
      guard case .label(let label) = vote, label != rival else { continue }
      if label == winner {
        choices.addLeader(one: toAnother[model], two: toRival(model))
      } else if let cost = toRival(model) {
        choices.addOther(cost)
      }
    }
    return choices.leastCost(needed: plurality.lead(of: winner, over: rival))
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
