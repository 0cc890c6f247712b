import Flipguard

extension AttackOptions {
  /// Makes the attack.
  ///
  /// - Parameters:
  ///   - data: The data that are attacked.
  ///   - features: Their features, scaled.
  ///   - neighbors: The neighbors of their rows, for attacks that need them.
  /// - Returns: The attack with all that is set about it.
  /// - Throws: ``UsageError`` where a class or row does not exist; ``/LabelContracts/AttackError``.
  func make(
    _ data: LoadedData, features: Matrix, neighbors: AttackNeighbors?
  ) throws -> any Attack {
    let counts = neighbors?.counts ?? [10]
    let entry = try entry
    let sanitizers =
      entry.settings.contains(.sanitizer)
      ? try counts.map { count in
        try Self.sanitizers.member(sanitizer ?? "knn", of: "--sanitizer").make(
          Sanitizers.Options(neighborCount: count, threshold: threshold ?? 0.5))
      } : []
    if let source, source == target {
      throw UsageError("--source and --target are both '\(source)'; labels go to another class")
    }
    return try entry.make(
      Attacks.Options(
        learner: learner, leastSquares: leastSquares,
        objective: objective.flatMap { .init(rawValue: $0.rawValue) } ?? .squaredLoss,
        source: try classIndex(source, data), target: try classIndex(target, data),
        newLabel: newLabel ?? .runnerUp, neighborCount: counts[0], threshold: threshold ?? 0.5,
        allowedFlags: allowedFlags ?? 0, allowedAlarms: allowedAlarms,
        center: try around.map { Array(features.row(try row($0, data))) }, sanitizers: sanitizers,
        restarts: restarts ?? 2,
        retrained: try LearnerChoice(self, entry)?.make(self),
        flipObjective: objective.flatMap { .init(rawValue: $0.rawValue) } ?? .loss))
  }

  private func classIndex(_ name: String?, _ data: LoadedData) throws -> Int? {
    guard let name else { return nil }
    guard let index = data.dataset.labels.classNames.firstIndex(of: name) else {
      throw UsageError(
        "no class '\(name)' in \(data.name); there are "
          + data.dataset.labels.classNames.joined(separator: ", "))
    }
    return index
  }

  /// The row of the data that a row of the file became.
  private func row(_ fileRow: Int, _ data: LoadedData) throws -> Int {
    guard let row = (0..<data.dataset.rowCount).first(where: { data.fileRow($0) == fileRow }) else {
      throw UsageError(
        "--around is \(fileRow), but there is no such row in \(data.name); rows count from 0")
    }
    return row
  }

  /// What the flips depend on, in words; only some attacks train a learner on scaled features.
  func words(scaling: Scaling, _ neighbors: AttackNeighbors?) throws -> [String] {
    let settings = try entry.settings
    var parts = ["attack \(attack)"]
    if !settings.isDisjoint(with: [.learner, .leastSquares, .center]) {
      parts.append("scaling \(scaling.rawValue)")
    }
    if let choice = try LearnerChoice(self, entry) {
      parts += choice.words(self) + (objective.map { ["objective \($0.rawValue)"] } ?? [])
    } else if settings.contains(.learner) {
      parts += ["learning rate \(learner.learningRate)", "epochs \(learner.epochs)"]
    }
    if settings.contains(.leastSquares), around == nil, try entry.learners.isEmpty {
      parts.append("regularization \(leastSquares.regularization)")
    }
    if let newLabel { parts.append("new label \(newLabel.rawValue)") }
    if let around { parts.append("around row \(around)") }
    if settings.contains(.sanitizer) { parts.append("sanitizer \(sanitizer ?? "knn")") }
    if let neighbors {
      parts += [
        "k \(neighbors.counts.map(String.init).joined(separator: " "))",
        "threshold \(threshold ?? 0.5)",
        allowedFlags.map { "allowed flags \($0)" }, allowedAlarms.map { "allowed alarms \($0)" },
        "neighbors by \(neighbors.source.words)",
      ].compactMap(\.self)
    }
    return parts
  }
}
