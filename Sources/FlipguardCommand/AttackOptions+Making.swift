import Flipguard

extension AttackOptions {
  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - data: The data that are attacked.
  ///   - features: Their features, scaled.
  ///   - neighbors: The neighbors of their rows, for attacks that need them.
  ///   - common: Seed and threads, for a learner that is chosen by cross-validation.
  /// - Returns: The attack with all that is set about it.
  /// - Throws: ``UsageError`` where a class or row does not exist; ``/LabelContracts/AttackError``;
  ///   ``/Classifiers/ClassifierError``.
  func make(
    _ data: LoadedData, features: Matrix, neighbors: AttackNeighbors?, common: CommonOptions
  ) throws -> any Attack {
    let entry = try entry
    let judges = judges(neighbors?.counts ?? [10])
    let defenses =
      entry.settings.contains(.defense)
      ? try judges.map { try defense.defense($0, data.dataset) } : []
    let detector =
      entry.settings.contains(.detector)
      ? try defense.hiddenFrom(judges[0], data.dataset) : nil
    try refuseIdle(entry, data)
    if let source, source == target {
      throw UsageError("--source and --target are both '\(source)'; labels go to another class")
    }
    return try entry.make(
      Attacks.Options(
        learner: learner, leastSquares: leastSquares,
        objective: objective.flatMap { .init(rawValue: $0.rawValue) } ?? .squaredLoss,
        source: try source.map(data.classIndex), target: try target.map(data.classIndex),
        newLabel: newLabel ?? .runnerUp, neighborCount: judges[0].neighborCount,
        threshold: judges[0].threshold,
        allowedFlags: allowedFlags ?? 0, allowedAlarms: allowedAlarms,
        center: try around.map {
          Array(features.row(try data.rows([$0], of: "--around")[0]))
        },
        pattern: shape ?? .clusters, detector: detector, trialCount: defense.trials ?? 100,
        defenses: defenses, restarts: defense.restarts ?? 2,
        candidateCount: defense.candidates ?? 16,
        supportVectors: try machine(for: features, data.dataset.labels, common),
        pairedCandidates: defense.candidates,
        logistic: LogisticDescent(regularization: regularization ?? 1),
        victim: try victim.map { try VictimChoice($0).make(self) },
        retrained: try LearnerChoice(self, entry)?.make(self),
        flipObjective: objective.flatMap { .init(rawValue: $0.rawValue) } ?? .loss))
  }

  /// What the defender may be told, for each number of neighbors.
  private func judges(_ counts: [Int]) -> [Detectors.Options] {
    counts.map {
      Detectors.Options(
        neighborCount: $0, threshold: threshold ?? 0.5, metric: metric ?? .euclidean)
    }
  }

  /// Number of neighbors that the defender's graph lists of each row.
  func listedNeighbors(_ counts: [Int], _ data: Dataset) throws -> Int {
    let settings = try entry.settings
    let others = try judges(counts).map { options in
      if settings.contains(.defense) {
        guard case .sanitizer(let sanitizer) = try defense.defense(options, data) else { return 0 }
        return sanitizer.neighborCount
      }
      return try defense.hiddenFrom(options, data)?.neighborCount ?? 0
    }
    return (counts + others).max() ?? 1
  }

  /// Refuses what the defender does not look at.
  private func refuseIdle(_ entry: Attacks.Entry, _ data: LoadedData) throws {
    guard !entry.settings.isDisjoint(with: [.detector, .defense]) else { return }
    let attention = try defense.attention(entry, data.dataset)
    for (name, isIdle) in [
      ("--k", k != nil && !attention.k), ("--threshold", threshold != nil && !attention.threshold),
      ("--scorer", defense.scorer != nil && !attention.probabilities),
    ] where isIdle {
      throw UsageError("\(name) is nothing that this defender would look at; leave it out")
    }
  }

  /// What the flips depend on, in words; only some attacks train a learner on scaled features.
  func words(
    scaling: Scaling, _ neighbors: AttackNeighbors?, _ data: LoadedData
  ) throws -> [String] {
    let settings = try entry.settings
    var parts = ["attack \(attack)"]
    if !settings.isDisjoint(
      with: [.learner, .leastSquares, .center, .supportVectors, .logistic])
    {
      parts.append("scaling \(scaling.rawValue)")
    }
    if let choice = try LearnerChoice(self, entry) {
      parts += choice.words(self) + (objective.map { ["objective \($0.rawValue)"] } ?? [])
    } else if settings.contains(.learner) {
      parts += ["learning rate \(learner.learningRate)", "epochs \(learner.epochs)"]
    }
    if settings.contains(.supportVectors) { parts += machineWords }
    if let victim { parts.append("victim \(victim)") }
    if !settings.isDisjoint(with: [.leastSquares, .logistic]), around == nil,
      victim == nil || regularization != nil, try entry.learners.isEmpty
    {
      parts.append("regularization \(leastSquares.regularization)")
    }
    if let newLabel { parts.append("new label \(newLabel.rawValue)") }
    if let around { parts.append("around row \(around)") }
    if settings.contains(.victim) {
      parts += [k.map { "k \($0.counts[0])" }, target.map { "target \($0)" }].compactMap(\.self)
    }
    if let shape { parts.append("shape \(shape.rawValue)") }
    parts += try defense.words(entry)
    if let neighbors {
      let attention = try defense.attention(entry, data.dataset)
      let counts = neighbors.counts.map(String.init).joined(separator: " ")
      parts += [
        attention.k ? "k \(counts)" : nil,
        attention.threshold ? "threshold \(threshold ?? 0.5)" : nil,
        allowedFlags.map { "allowed flags \($0)" }, allowedAlarms.map { "allowed alarms \($0)" },
        "neighbors by \(neighbors.source.words)",
      ].compactMap(\.self)
    }
    return parts
  }
}
