internal import LabelAttacks
internal import LabelCertificates
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
public import VectorKernels

/// Tests a data set and a learner against label flips, from both sides.
///
/// From below: every attack is crafted at every rate, and every defense learns from what it leaves, so the largest test
/// error found is damage that somebody can do. From above: certificates bound the error of classifiers whatever the
/// attacker does. Beside both stands the model that learns from the defender's trusted rows alone.
public struct Audit: Sendable {
  /// The data.
  public let source: AuditSource
  /// What is run.
  public let plan: AuditPlan
  /// The test row whose fewest flips are looked for, as a row of its file; `nil` for one of middling strength.
  public let prediction: Int?

  /// Makes an audit.
  ///
  /// - Parameters:
  ///   - source: The data.
  ///   - plan: What is run.
  ///   - prediction: A row of the file that test rows are from; `nil` to choose one.
  public init(_ source: AuditSource, plan: AuditPlan, prediction: Int? = nil) {
    self.source = source
    self.plan = plan
    self.prediction = prediction
  }

  /// Checks that the data can be divided, and that the test row is one; ``run(journal:deadline:version:execution:)`` does
  /// so too.
  ///
  /// - Throws: ``AuditError``.
  public func check() throws(AuditError) {
    let parts = try AuditParts(source, plan: plan)
    if let prediction { _ = try place(ofTestRow: prediction, parts) }
  }

  /// Runs all that the journal does not hold, each attack on one thread.
  ///
  /// - Parameters:
  ///   - journal: Keeps finished attacks; `nil` for nobody.
  ///   - deadline: When no more work is begun; `nil` for never. What is left out then is told in the results.
  ///   - version: The version that the results name.
  ///   - execution: Threads and progress; no result depends on them.
  /// - Returns: All results, whether measured now or before.
  /// - Throws: ``AuditError``, ``/LabelContracts/CertificateError``, ``/Neighbors/NeighborError``, or
  ///   ``/ArrayFiles/FileError``.
  public func run(
    journal: AuditJournal? = nil, deadline: ContinuousClock.Instant? = nil, version: String,
    execution: Execution
  ) throws -> AuditResults {
    let parts = try AuditParts(source, plan: plan)
    let predictionRow = try prediction.map { try place(ofTestRow: $0, parts) }
    let graph = try ExactNeighbors.graph(
      of: parts.training, count: min(neighborCount, parts.labels.count - 1),
      execution: execution.silent)
    let certified = try CertifiedBound.all(plan, parts, execution: execution.silent)
    let sanitization = try sanitization(parts, graph)
    let fragile = try FragilePrediction(
      source, plan: plan, parts, row: predictionRow, execution: execution.silent)
    let tasks = tasks(parts, graph) { deadline.map { ContinuousClock.now < $0 } ?? true }
    let pending = tasks.filter { journal?.outcome(of: $0) == nil }
    let found = try execution.map(count: pending.count) { index in
      Result {
        let outcome = pending[index].run()
        // What is left out as too slow is run by whoever asks for it by name, so it is not finished.
        if !outcome.isCutShort, !pending[index].isLeftOut { try journal?.keep(outcome) }
        return outcome
      }
    }.map { try $0.get() }
    let outcomes = Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
    return AuditResults(
      source: source, plan: plan, parts: parts,
      outcomes: tasks.compactMap { outcomes[$0.key] ?? journal?.outcome(of: $0) },
      certified: certified, sanitization: sanitization, fragile: fragile, version: version)
  }

  /// What kNN sanitization undoes for certain on the training rows; `nil` where it is not run, or there are fewer rows
  /// than it asks.
  private func sanitization(
    _ parts: AuditParts, _ graph: NeighborGraph
  ) throws(CertificateError) -> KNNSanitizationGuarantee? {
    let sanitizer = Defense.knn
    guard plan.defenses.contains("knn"), sanitizer.neighborCount <= graph.neighborCount else {
      return nil
    }
    return try KNNSanitizationGuarantee(
      graph: graph, labels: parts.labels, neighborCount: sanitizer.neighborCount,
      threshold: sanitizer.threshold)
  }

  /// Every attack, in the order of the plan; one that adapts comes once for each defense that it can adapt to.
  private func tasks(
    _ parts: AuditParts, _ graph: NeighborGraph, goesOn: @escaping @Sendable () -> Bool
  ) -> [AuditTask] {
    func task(_ entry: Attacks.Entry?, _ adaptedTo: Defense? = nil) -> AuditTask {
      AuditTask(
        source: source, plan: plan, parts: parts, graph: graph, entry: entry,
        adaptedTo: adaptedTo, goesOn: goesOn)
    }
    let defenses = Defense.all.filter { plan.defenses.contains($0.id) && $0.isAdaptable }
    return [task(nil)]
      + plan.attacks.flatMap { id -> [AuditTask] in
        guard let entry = Attacks.all.first(where: { $0.id == id }) else { return [] }
        return entry.settings.contains(.defense)
          ? defenses.map { task(entry, $0) } : [task(entry)]
      }
  }

  /// Number of neighbors that the graph must list for all defenses and attacks.
  private var neighborCount: Int {
    plan.methods.map(\.defense.neighborCount).reduce(BenchmarkPlan.leastNeighborCount, max)
  }

  /// The place among the test rows of a row of their file.
  private func place(ofTestRow row: Int, _ parts: AuditParts) throws(AuditError) -> Int {
    let fileRows = source.test == nil ? parts.testRows.map(source.fileRow) : parts.testRows
    guard let place = fileRows.firstIndex(of: row) else {
      throw .noTestRow(row: row, name: source.test?.name ?? source.name)
    }
    return place
  }
}

extension Defense {
  /// Whether something stands between the labels and the model that an attack without trusted rows can adapt to.
  fileprivate var isAdaptable: Bool {
    switch kind {
    case .given, .trustedOnly: false
    case .repair: true
    case .learner(let learner): !learner.needs.contains(.trusted)
    }
  }
}
