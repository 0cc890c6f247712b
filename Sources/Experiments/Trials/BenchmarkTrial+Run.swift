internal import Classifiers
internal import LabelAttacks
internal import LabelContracts
internal import LabelData
internal import LabelDefenses
internal import Neighbors
internal import VectorKernels

extension BenchmarkTrial {
  /// Attacks the training labels, and lets every method judge them at every rate.
  ///
  /// What is not possible is told in the outcome and keeps nothing else from being run.
  ///
  /// - Parameter export: Where the labels and the methods' scores are written; `nil` for nowhere.
  /// - Returns: All that was measured.
  /// - Throws: ``/ArrayFiles/FileError`` from the export, ``/LabelData/DatasetError`` or ``BenchmarkError``.
  func run(export: BenchmarkExport?) throws -> Outcome {
    var outcome = Outcome(key: key)
    let split = try BenchmarkSplit(
      source, trainingCount: plan.trainingCount, seed: plan.seed, number: number)
    do {
      let graph = try timed(.neighbors, &outcome) {
        try ExactNeighbors.graph(
          of: split.training, count: min(plan.neighborCount, plan.trainingCount - 1),
          execution: .serial)
      }
      let plans = try timed(.attack, &outcome) { try craft(split, graph) }
      for (rate, flips) in zip(plan.rates(of: attack), plans) {
        let labelling = try TrialLabelling(self, split: split, poisoningRate: rate, flips: flips)
        let (evidence, verdicts) = try judge(labelling, graph, &outcome)
        try export?.write(labelling, evidence: evidence, verdicts: verdicts)
      }
    } catch let fault as AttackError {
      omit(nil, fault.description, &outcome)
    } catch let fault as ClassifierError {
      omit(nil, "the victim cannot learn: \(fault)", &outcome)
    } catch let fault as NeighborError {
      omit(nil, fault.description, &outcome)
    }
    return outcome
  }

  /// The flips of every rate.
  private func craft(_ split: BenchmarkSplit, _ graph: NeighborGraph) throws -> [[Flip]] {
    let rates = plan.rates(of: attack)
    guard let entry = Attacks.all.first(where: { $0.id == attack }) else {
      return rates.map { _ in [] }
    }
    if entry.id == "lfa", plan.trainingCount > BenchmarkPlan.greedyLimit {
      throw AttackError.invalidProblem(
        "\(plan.trainingCount) training rows; the benchmark runs this attack on at most "
          + "\(BenchmarkPlan.greedyLimit)")
    }
    return try RatedAttack(entry, options: plan.attackOptions).flips(
      AttackProblem(
        features: split.training, labels: split.truth, validation: split.validation,
        neighborGraph: graph),
      rates: rates, seed: seed("attack"))
  }

  /// Lets baselines and detectors judge the labels.
  ///
  /// - Returns: What all detectors shared, and the verdicts, those with trusted rows as `detector@count`.
  private func judge(
    _ labelling: TrialLabelling, _ graph: NeighborGraph, _ outcome: inout Outcome
  ) throws -> (evidence: Evidence, verdicts: [(detector: String, verdict: TrialVerdict)]) {
    for baseline in BenchmarkBaseline.allCases {
      attempt(baseline.rawValue, &outcome) { _ in try labelling.baseline(baseline) }
    }
    for count in plan.trustedCounts {
      guard let trusted = labelling.split.trusted(count) else { continue }
      attempt(BenchmarkBaseline.trustedOnly.rawValue, &outcome) { _ in
        try labelling.trustedOnly(trusted)
      }
    }
    let detectors = plan.madeDetectors
    let found = TrialEvidence(
      labelling.given, features: labelling.split.training, graph: graph,
      needs: detectors.reduce(into: []) { $0.formUnion($1.detector.needs) },
      classifier: plan.probabilityClassifier, seed: labelling.seed("evidence"))
    for (stage, seconds) in found.seconds {
      time(stage.rawValue, rate: labelling.poisoningRate, seconds, &outcome)
    }
    var verdicts: [(detector: String, verdict: TrialVerdict)] = []
    for (id, detector) in detectors {
      if let fault = found.fault(forAnyOf: detector.needs) {
        omit(id, fault, &outcome)
        continue
      }
      for count in plan.trustedCounts(for: detector) {
        attempt(id, &outcome) { outcome in
          var evidence = found.evidence
          evidence.trusted = labelling.split.trusted(count)
          // Who can do without probabilities is judged as a user meets it, who gives none.
          if !detector.needs.contains(.probabilities) { evidence.probabilities = nil }
          let start = ContinuousClock.now
          let issues = try detector.detect(
            labelling.given, evidence: evidence, seed: labelling.seed("\(id)/\(count)"),
            execution: .serial)
          let seconds = start.duration(to: .now) / .seconds(1)
          let verdict = TrialVerdict(issues)
          let row = try labelling.row(id, trusted: count, verdict)
          time(id, rate: labelling.poisoningRate, trusted: count, seconds, &outcome)
          verdicts.append((count == 0 ? id : "\(id)@\(count)", verdict))
          return row
        }
      }
    }
    return (found.evidence, verdicts)
  }

  /// Adds a method's row, or why there is none.
  private func attempt(
    _ method: String, _ outcome: inout Outcome,
    _ body: (inout Outcome) throws -> BenchmarkRow?
  ) {
    do {
      if let row = try body(&outcome) { outcome.rows.append(row) }
    } catch {
      omit(method, "\(error)", &outcome)
    }
  }

  private func omit(_ method: String?, _ reason: String, _ outcome: inout Outcome) {
    outcome.omissions.append(
      BenchmarkOmission(dataset: source.name, attack: attack, method: method, reason: reason))
  }

  private func time(
    _ part: String, rate: Double?, trusted: Int = 0, _ seconds: Double, _ outcome: inout Outcome
  ) {
    outcome.timings.append(
      BenchmarkTiming(
        dataset: source.name, attack: attack, poisoningRate: rate, seed: number, part: part,
        trusted: trusted, seconds: seconds))
  }

  private func timed<Result>(
    _ stage: BenchmarkTiming.Stage, _ outcome: inout Outcome, _ body: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try body()
    time(stage.rawValue, rate: nil, start.duration(to: .now) / .seconds(1), &outcome)
    return result
  }
}
