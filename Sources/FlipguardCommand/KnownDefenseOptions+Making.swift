import Flipguard

/// The defense that an attacker knows, with all that it needs of the labels made anew for each labelling.
extension KnownDefenseOptions {
  /// The detector that must not see the flips; `nil` for the vote of the nearest neighbors.
  func hiddenFrom(_ options: Detectors.Options, _ data: Dataset) throws -> (any Detector)? {
    try detector == nil ? nil : judge(options, data)
  }

  /// The defense that a model is trained behind.
  func defense(_ options: Detectors.Options, _ data: Dataset) throws -> KnownDefense {
    if let robustLearner {
      let entry = try RobustLearners.all.member(robustLearner, of: "--robust-learner")
      var learner = entry.make()
      if needsSupply(learner.needs) {
        learner = SelfSuppliedLearner(learner, supply: try supply(options, data))
      }
      try refuse(learner.needs, of: "--robust-learner \(robustLearner)")
      return .robustLearner(learner)
    }
    let entry = try Sanitizers.all.member(chosenSanitizer, of: "--sanitizer")
    guard entry.takesDetector else {
      return .sanitizer(
        entry.make(
          Sanitizers.Options(
            neighborCount: options.neighborCount, threshold: options.threshold,
            action: action ?? .relabel)))
    }
    let judge = try judge(options, data)
    return .sanitizer(
      entry.make(
        Sanitizers.Options(
          detector: judge, action: action ?? (judge.givesPosteriors ? .auto : .relabel))))
  }

  private func judge(_ options: Detectors.Options, _ data: Dataset) throws -> any Detector {
    let choice = try chosenDetector
    var judge = choice.make(options)
    if needsSupply(judge.needs) {
      judge = SelfSuppliedDetector(judge, supply: try supply(options, data))
    }
    try refuse(judge.needs, of: "--detector \(choice.id)")
    return judge
  }

  private func needsSupply(_ needs: Set<Evidence.Kind>) -> Bool {
    !needs.isDisjoint(with: SelfSupply.computed)
  }

  /// Who gives probabilities: the same as to a defender, unless the user knows better.
  private func supply(_ options: Detectors.Options, _ data: Dataset) throws -> SelfSupply {
    switch try scorer.flatMap({ try Scorer($0) }) ?? Scorer.chosen(for: data).scorer {
    case .neighbors:
      SelfSupply(
        scorer: .neighbors(NeighborProbabilities(neighborCount: options.neighborCount)))
    case .classifier(let entry): SelfSupply(scorer: .classifier(entry.make()))
    }
  }

  /// Refuses what an attacker does not have.
  private func refuse(_ needs: Set<Evidence.Kind>, of option: String) throws {
    let missing = Evidence.Kind.allCases.filter {
      needs.contains($0) && $0 != .features && $0 != .neighbors
    }
    guard let kind = missing.first else { return }
    throw UsageError("\(option) \(DefenseError.missing(kind)); an attacker does not have them")
  }

  /// Whether the defense looks at the number of neighbors that vote, at their least share, and at probabilities.
  ///
  /// - Parameters:
  ///   - entry: The attack.
  ///   - data: The data that are attacked.
  /// - Returns: For each whether another value makes another defense.
  /// - Throws: ``UsageError`` where the defense needs what an attacker does not have.
  func attention(
    _ entry: Attacks.Entry, _ data: Dataset
  ) throws -> (k: Bool, threshold: Bool, probabilities: Bool) {
    if entry.settings.contains(.detector), detector == nil { return (true, true, false) }
    func described(_ change: (inout Detectors.Options) -> Void) throws -> String {
      var options = Detectors.Options()
      change(&options)
      return entry.settings.contains(.defense)
        ? "\(try defense(options, data))" : "\(try judge(options, data))"
    }
    let usual = try described { _ in }
    return (
      try described { $0.neighborCount += 1 } != usual,
      try described { $0.threshold = 0.9 } != usual, usual.contains("\(SelfSupply.self)")
    )
  }

  /// What is set about the defense, in words.
  func words(_ entry: Attacks.Entry) throws -> [String] {
    var parts: [String] = []
    if entry.settings.contains(.defense) {
      if let robustLearner {
        parts.append("robust learner \(robustLearner)")
      } else {
        parts.append("sanitizer \(chosenSanitizer)")
        if chosenSanitizer != "knn" { parts.append("detector \(try chosenDetector.id)") }
      }
    } else if let detector {
      parts.append("detector \(detector)")
    }
    return parts
      + [
        action.map { "action \($0.rawValue)" }, scorer.map { "scorer \($0)" },
        restarts.map { "restarts \($0)" }, candidates.map { "candidates \($0)" },
        trials.map { "trials \($0)" },
      ].compactMap(\.self)
  }
}
