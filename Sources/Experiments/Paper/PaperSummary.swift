/// Means and standard errors of the trials, beside the values of an independent run.
struct PaperSummary {
  let plan: PaperReproduction.Plan
  let trials: [PaperTrial]

  func results(
    version: String, elapsedSeconds: Double, table1: [Table1Row]
  ) -> PaperResults {
    var settings = PaperSettings()
    settings.separateValidation = plan.separateValidation
    let figure1 = points("1", keepingParameters: false)
    let figure2a = points("2a", keepingParameters: true)
    let figure2b = points("2b", keepingParameters: true)
    return PaperResults(
      seed: plan.seed, version: version, elapsedSeconds: elapsedSeconds,
      splitCount: plan.splitCount, settings: settings, table1: table1, figure1: figure1,
      figure2a: figure2a, figure2b: figure2b, chosenK: chosenK,
      comparisons: plan.separateValidation
        ? [] : PaperReference.cells.compactMap { $0.compared(with: self) }, trials: trials)
  }

  /// One curve's point: all trials that differ in their split alone.
  private struct Key: Hashable {
    let dataset: String
    let scaling: String
    let defense: PaperDefense
    let k: Int?
    let eta: Double?
    let flips: Int
  }

  /// The means of a figure in the order of its trials.
  ///
  /// In Figure 1 the chosen k differs from split to split and is no part of the point.
  private func points(_ figure: String, keepingParameters: Bool) -> [ErrorPoint] {
    var order: [Key] = []
    var groups: [Key: [PaperTrial]] = [:]
    for trial in trials where trial.figure == figure {
      let key = Key(
        dataset: trial.dataset, scaling: trial.scaling, defense: trial.defense,
        k: keepingParameters ? trial.k : nil, eta: keepingParameters ? trial.eta : nil,
        flips: trial.flips)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(trial)
    }
    return order.compactMap { key in
      guard let group = groups[key], let first = group.first else { return nil }
      let summary = MeanAndError(group.map(\.error))
      return ErrorPoint(
        dataset: key.dataset, scaling: key.scaling, defense: key.defense, k: key.k, eta: key.eta,
        flips: key.flips, poisoningRate: first.poisoningRate, meanError: summary.mean,
        standardError: summary.standardError, trials: summary.count)
    }
  }

  /// The mean k that validation chose, at each point of Figure 1.
  private var chosenK: [ChosenK] {
    var order: [ChosenK] = []
    var seen: Set<String> = []
    let defended = trials.filter { $0.figure == "1" && $0.defense == .knn }
    for trial in defended
    where seen.insert("\(trial.dataset)/\(trial.scaling)/\(trial.flips)").inserted {
      let same = defended.filter {
        $0.dataset == trial.dataset && $0.scaling == trial.scaling && $0.flips == trial.flips
      }
      order.append(
        ChosenK(
          dataset: trial.dataset, scaling: trial.scaling, poisoningRate: trial.poisoningRate,
          meanK: MeanAndError(same.compactMap { $0.k.map(Double.init) }).mean))
    }
    return order
  }
}
