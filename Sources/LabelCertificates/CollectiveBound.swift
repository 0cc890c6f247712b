public import Classifiers
public import LabelContracts
public import LabelData
public import VectorKernels

/// How many predictions of a classifier that is linear in the labels the same changes of labels can alter together.
///
/// A pointwise radius grants every prediction an attack of its own; here one set of changes must serve all. Let h_ti be
/// the largest part of what prediction t still needs to change that a change of label i makes up. A set z of changes
/// that alters t has `sum_i h_ti z_i >= 1`, so no set within the budget alters more than
///
///     max  sum_t min(1, sum_i h_ti z_i)   over 0 <= z <= 1, sum_i c_i z_i <= budget
///
/// and for any 0 <= v_t <= 1 that is at most `sum_t (1 - v_t)` and the largest `sum_i z_i sum_t v_t h_ti` within the
/// budget, which sorting gives. Every v gives a sound bound, so no solver need be trusted; v is improved by subgradient
/// steps and the best bound is kept. Predictions that cannot be altered at all within the budget are left out, so
/// the bound never exceeds the number of those whose radius is below the budget.
public struct CollectiveBound: Sendable {
  private let shares: [LabelShares]
  private let radii: [Int]
  private let costs: [Double]

  /// Steps that a bound is improved by at most.
  public static let stepLimit = 300

  /// Prepares the bound.
  ///
  /// - Parameters:
  ///   - weights: The weights of the labels in each prediction.
  ///   - labels: The training labels as given.
  ///   - threat: What may be changed, and what counts.
  ///   - execution: Threads; the bound does not depend on them.
  /// - Throws: ``/LabelContracts/CertificateError`` where the threat does not fit the labels.
  /// - Complexity: O(m · n · K) time, 8 bytes for each label that has a say in a prediction.
  public init(
    _ weights: [LabelWeights], labels: Labels, threat: LabelThreat = .anyLabels,
    execution: Execution = .serial
  ) throws(CertificateError) {
    do throws(ClassifierError) {
      let search = try LabelRadiusSearch(labels, threat: threat)
      self.init(
        execution.silent.map(count: weights.count) { Needed(weights[$0], search) },
        labelCount: labels.count, threat: threat)
    } catch {
      throw CertificateError(error)
    }
  }

  /// Prepares the bound of what a classifier predicts, the weights of some queries held at a time.
  ///
  /// - Parameters:
  ///   - classifier: The classifier, with parameters that were chosen without looking at the labels.
  ///   - problem: Training rows, queries and the threat.
  ///   - queries: Rows of the queries that are bounded together, as those that are predicted right.
  ///   - seed: Where all randomness starts.
  ///   - execution: Threads and progress; the bound does not depend on them.
  /// - Throws: ``/LabelContracts/CertificateError``.
  /// - Complexity: that of the classifier, O(n · K) for each query, and 8 bytes for each label that has a say in a
  ///   prediction.
  public init(
    _ classifier: some LabelLinear, _ problem: CertificateProblem, queries: [Int], seed: UInt64,
    execution: Execution = .serial
  ) throws(CertificateError) {
    try problem.check()
    do throws(ClassifierError) {
      let search = try LabelRadiusSearch(problem.labels, threat: problem.threat)
      let fitted = try classifier.fit(problem.features, seed: seed, execution: execution.silent)
      self.init(
        try fitted.mapWeights(problem.queries.selecting(rows: queries), execution: execution) {
          Needed($0, search)
        }, labelCount: problem.labels.count, threat: problem.threat)
    } catch {
      throw CertificateError(error)
    }
  }

  /// What it takes to change one prediction.
  private struct Needed: Sendable {
    let radius: Int
    let shares: LabelShares

    init(_ weights: LabelWeights, _ search: LabelRadiusSearch) {
      radius = search.radius(weights, namingAttack: false).radius
      shares = search.shares(weights)
    }
  }

  private init(_ needed: [Needed], labelCount: Int, threat: LabelThreat) {
    radii = needed.map(\.radius)
    shares = needed.map(\.shares)
    switch threat.unit {
    case .labels: costs = [Double](repeating: 1, count: labelCount)
    case .costs(let each): costs = each.map(Double.init)
    case .groups(let groups): costs = [Double](repeating: 1, count: groups.names.count)
    }
  }

  /// What a budget can alter.
  public struct Damage: Equatable, Sendable {
    /// No set of changes within the budget alters more predictions.
    public let most: Int
    /// How many predictions an attack of their own could alter: those with a radius below the budget.
    public let pointwise: Int
  }

  /// Bounds the number of predictions that changes within a budget alter.
  ///
  /// - Parameters:
  ///   - budget: What the changes may count together in the threat's unit; 0 or more.
  ///   - execution: Threads; the bound does not depend on them.
  /// - Returns: The bound; give the weights of right predictions alone to bound the loss of accuracy.
  /// - Complexity: O(steps · (m · n + n log n)) at most.
  public func damage(budget: Int, execution: Execution = .serial) -> Damage {
    let open = radii.indices.filter { radii[$0] < budget && !shares[$0].places.isEmpty }
    guard !open.isEmpty else { return Damage(most: 0, pointwise: 0) }
    var descent = CollectiveDescent(
      shares: open.map { shares[$0] }, costs: costs, budget: Double(budget), execution: execution)
    let value = descent.run(steps: Self.stepLimit)
    // What is summed in double precision may be too small by far less than this.
    let most = min(open.count, Int((value + 1e-6).rounded(.down)))
    return Damage(most: most, pointwise: open.count)
  }
}
